"""Interviews as those see them who are in them: which times may be chosen by which link, what the client calls somebody."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.interviews import InterviewState
from candidates.choices.presentations import ItemKind
from candidates.models import Application, Candidate, Interview, InterviewTime, PresentationItem
from candidates.models.interview import InterviewQuerySet
from candidates.queries import people, presentations
from privacy.models.recipient import reference
from privacy.queries import addressed

SALT = "candidates.interview"
OBJECTS = {"candidates.interview": _("an interview with you"), "candidates.interviewtime": _("an interview with you")}
MAILS = {
    "candidates/email/interview_times": _("times for an interview, to choose among"),
    "candidates/email/interview_set": _("when and where your interview is"),
    "candidates/email/interview_cancelled": _("your interview is cancelled"),
    "candidates/email/interview_set_aside": _("your interview is cancelled because your data are restricted"),
    "candidates/email/interview_answered": _("a candidate has answered about times for an interview"),
    "candidates/email/client_interview": _("when and where an interview is that you take part in"),
    "candidates/email/client_interview_cancelled": _("an interview is cancelled that you take part in"),
}
WORDS = {"candidates.interview": {"times": _("proposed times")}}


# --- what the client may know ---
@dataclass(frozen=True)
class Known:
    """What the client's people are told of the candidate: the name if a presentation told it, and a number in any case."""

    number: str
    name: str = ""


def known_to_client(interview: Interview, *, at: datetime.datetime) -> Known:
    """No more than a presentation that stands has told this very contact person."""
    shown = _presented(interview)
    with_number = shown.exclude(disclosure=None).order_by("-presentation__sent_at", "pk").first()
    number = with_number.disclosure if with_number else interview.disclosure
    named = shown.filter(presentation__is_anonymous=False, presentation__revoked_at=None)
    order = interview.application.job_order
    may = order is not None and named.exists() and not presentations.why_not(order, interview.candidate, at=at)
    return Known(reference(number) if number else "", str(interview.candidate) if may else "")


def _presented(interview: Interview) -> QuerySet[PresentationItem]:
    rows = PresentationItem.objects.filter(candidate=interview.candidate, kind=ItemKind.INTRODUCTION)
    readers = Q(presentation__readers__contact=interview.contact_id, presentation__readers__revoked_at=None)
    order = interview.application.job_order_id
    return rows.filter(readers, presentation__job_order=order, presentation__sent_at__isnull=False).distinct()


# --- the candidate's link ---
def link(interview: Interview) -> str:
    """Where the candidate chooses. It works for who reads the address as long as it is theirs, until the day to answer by."""
    address = addressed.mark(people.confirmed_address_of(interview.candidate), salt=SALT)
    token = signing.Signer(salt=SALT).sign_object({"interview": str(interview.pk), "address": address})
    return str(settings.SITE_URL) + reverse("answer_interview", args=[token])


def by_token(text: str, *, at: datetime.datetime) -> Interview | None:
    """The interview the link is of, while there is something to choose; None when it or the address is over, or nobody of
    ours made it."""
    try:
        words = signing.Signer(salt=SALT).unsign_object(text)
        pk, address = UUID(words["interview"]), words["address"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    waiting = shown().unrestricted().filter(state=InterviewState.PROPOSED, answer_by__gte=timezone.localdate(at))
    interview = waiting.filter(pk=pk, none_suits_at=None).first()
    is_theirs = interview and addressed.account_at(address, interview.candidate.subject_id, salt=SALT)
    return interview if is_theirs else None


def shown() -> InterviewQuerySet:
    return Interview.objects.select_related(
        "application__job_order__company", "application__job_ad", "candidate__subject", "led_by"
    )


def times_to_choose(interview: Interview, *, at: datetime.datetime) -> QuerySet[InterviewTime]:
    """Ahead, and not taken meanwhile by another interview of anybody who takes part."""
    length = datetime.timedelta(minutes=interview.minutes)
    taken = _booked(interview).filter(starts_at__lt=OuterRef("starts_at") + length, ends_at__gt=OuterRef("starts_at"))
    return interview.times.filter(~Exists(taken), starts_at__gt=at).order_by("starts_at", "pk")


def may_choose(interview: Interview, *, at: datetime.datetime) -> bool:
    """Whether the candidate can still answer."""
    is_waiting = interview.state == InterviewState.PROPOSED and interview.none_suits_at is None
    return is_waiting and interview.answer_by is not None and interview.answer_by >= timezone.localdate(at)


def of_application(application: Application) -> QuerySet[Interview]:
    return shown().filter(application=application).order_by("-made_at", "-pk")


def waiting_for(candidate: Candidate, *, at: datetime.datetime) -> list[Interview]:
    """What is ahead of this candidate: what is set and not over, and what waits for an answer."""
    rows = shown().filter(candidate=candidate).filter(
        Q(state=InterviewState.SET, ends_at__gt=at)
        | Q(state=InterviewState.PROPOSED, none_suits_at=None, answer_by__gte=timezone.localdate(at))
    )  # fmt: skip
    return list(rows.order_by("starts_at", "answer_by", "pk"))


# --- who is free ---
def at_the_same_time(interview: Interview, **who: object) -> QuerySet[Interview]:
    """Others that are set for then, with `who` takes part: nobody is in two places."""
    others = Interview.objects.filter(state=InterviewState.SET, **who).exclude(pk=interview.pk)
    return others.filter(starts_at__lt=interview.ends_at, ends_at__gt=interview.starts_at)


def _booked(interview: Interview) -> QuerySet[Interview]:
    """What is set with any of those who take part in this one."""
    theirs = Q(candidate=interview.candidate_id) | Q(led_by=interview.led_by_id)
    if interview.contact_id:
        theirs |= Q(contact=interview.contact_id)
    return Interview.objects.filter(theirs, state=InterviewState.SET).exclude(pk=interview.pk)


def of_client(order_id: int, *, at: datetime.datetime) -> list[datetime.datetime]:
    """When the client's people meet somebody on this order, from now on: times, and nothing about whom."""
    ahead = Interview.objects.unrestricted().filter(application__job_order=order_id, state=InterviewState.SET)
    times = ahead.filter(starts_at__gt=at).exclude(contact=None).order_by("starts_at", "pk")
    return [time for time in times.values_list("starts_at", flat=True) if time]


def names_of(keys: list[str]) -> dict[str, str]:
    """By the position, as the person knows it."""
    found = Interview.objects.filter(pk__in=keys).select_related(
        "application__job_ad", "application__job_order__company"
    )
    return {str(each.pk): each.application.position for each in found}
