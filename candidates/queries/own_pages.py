"""As whom an account has pages of its own, and what waits there for its answer."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Employment, Interview, Offer, ReferenceCheck, SharingPermission, TestResult
from candidates.queries import assignments, own_presentations, references
from clients.models import ClientContact
from clients.queries import readers
from privacy.choices.packages import PackageState
from privacy.models import Package, Subject
from privacy.ports import Actor


@dataclass(frozen=True)
class Roles:
    """What somebody is here. One can be all of it, or nothing."""

    is_candidate: bool = False
    is_contact: bool = False
    is_referee: bool = False
    follows_orders: bool = False
    is_shown_candidates: bool = False
    is_employee: bool = False
    leads_hired: bool = False
    works_here: bool = False


def roles(user: Actor) -> Roles:
    root = Subject.objects.filter(pk=user.subject_id).values(root=Coalesce("merged_into", "pk"))
    numbers = Subject.objects.filter(Q(pk__in=root) | Q(merged_into__in=root)).values("pk")
    found = Subject.objects.filter(pk=user.subject_id).values_list(
        Exists(Candidate.objects.filter(subject=OuterRef("pk"))),
        Exists(ClientContact.objects.filter(subject__in=numbers)),
        Exists(asked_as_referee(user)),
        Exists(own_presentations.of_user(user)),
        Exists(Employment.objects.filter(subject__in=numbers)),
        Exists(assignments.at_own_client(user, today=timezone.localdate())),
    )
    is_candidate, is_contact, is_referee, is_shown, is_employee, leads = found.first() or (False,) * 6
    return Roles(
        is_candidate, is_contact, is_referee, follows_orders=readers.follows_any(user), is_shown_candidates=is_shown,
        is_employee=is_employee, leads_hired=leads, works_here=bool(getattr(user, "is_staff", False)),
    )  # fmt: skip


def asked_as_referee(user: Actor) -> QuerySet[ReferenceCheck]:
    """What was asked of whoever reads an address this account has proved, as long as their link works."""
    proved = EmailAddress.objects.filter(user=user.pk, verified=True).values(lowered=Lower("email"))
    rows = ReferenceCheck.objects.answerable().unrestricted().filter(asked_at__isnull=False)
    return rows.exclude(token_digest=None).alias(lowered=Lower("referee__email")).filter(lowered__in=proved)


def statements_of(user: Actor) -> list[tuple[ReferenceCheck, str]]:
    """With the way to read, correct or decline each: the same the e-mail showed."""
    rows = references.with_people(asked_as_referee(user)).order_by("-asked_at", "pk")
    return [(check, reverse("reference", args=[references.token_of(check)])) for check in rows]


@dataclass(frozen=True)
class Waiting:
    """Something only this person can do, about what, where, and until when."""

    what: str | Promise
    about: str
    url: str
    until: datetime.date | None = None


def waits_for(candidate: Candidate, *, at: datetime.datetime) -> list[Waiting]:
    """What is urgent first; what has no last day comes last. As many questions to the database whatever waits."""
    today = timezone.localdate(at)
    found = [
        *_questions(candidate, today), *_offers(candidate), *_interviews(candidate, today), *_go_aheads(candidate),
        *_results(candidate), *_copies(candidate, today),
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.until or datetime.date.max)


def _questions(candidate: Candidate, today: datetime.date) -> Iterator[Waiting]:
    rows = SharingPermission.objects.waiting().filter(candidate=candidate, answer_by__gte=today)
    open_ones = rows.exclude(fact_sheet=None).filter(job_order__closed_at=None).select_related("job_order")
    for row in open_ones.order_by("answer_by", "pk"):
        where = reverse("my_permission", args=[row.pk])
        yield Waiting(_("May we present you?"), row.job_order.title, where, row.answer_by)


def _offers(candidate: Candidate) -> Iterator[Waiting]:
    rows = Offer.objects.waiting().filter(application__candidate=candidate)
    for row in rows.select_related("application__job_ad", "application__job_order").order_by("reply_by", "pk"):
        where = reverse("answer_offer", args=[row.pk])
        yield Waiting(_("Answer the offer"), row.application.position, where, row.reply_by)


def _interviews(candidate: Candidate, today: datetime.date) -> Iterator[Waiting]:
    rows = Interview.objects.filter(candidate=candidate, state="proposed", none_suits_at=None, answer_by__gte=today)
    for row in rows.select_related("application__job_ad", "application__job_order").order_by("answer_by", "pk"):
        where = reverse("my_interview", args=[row.pk])
        yield Waiting(_("Choose a time for a conversation"), row.application.position, where, row.answer_by)


def _go_aheads(candidate: Candidate) -> Iterator[Waiting]:
    """Asked for, and not answered yet, for positions still in process."""
    rows = ReferenceCheck.objects.filter(
        application__in=references.positions_of(candidate), wanted_at__isnull=False, go_ahead_at=None, taken_back_at=None,
        declined_at=None, referee__isnull=False,
    )  # fmt: skip
    for row in rows.select_related("referee").order_by("wanted_at", "pk"):
        yield Waiting(_("May we ask your referee?"), row.the_referee.name, reverse("my_references"))


def _results(candidate: Candidate) -> Iterator[Waiting]:
    """Shown to nobody outside before they are read."""
    rows = TestResult.objects.filter(application__candidate=candidate, shown_at=None)
    for row in rows.order_by("noted_at", "pk"):
        yield Waiting(_("Read your test result"), row.kind, reverse("my_application", args=[row.application_id]))


def _copies(candidate: Candidate, today: datetime.date) -> Iterator[Waiting]:
    rows = Package.objects.filter(subject=candidate.subject_id, state=PackageState.READY, downloaded_at=None)
    for row in rows.filter(expires_on__gt=today).order_by("expires_on", "pk"):
        last = row.expires_on and row.expires_on - datetime.timedelta(days=1)
        yield Waiting(_("Fetch your copy"), "", reverse("my_copy", args=[row.pk]), last)
