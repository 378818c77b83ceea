"""References as they stand: the link of a referee, who is asked what about whom, what is still wanted."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.choices import OPEN_STAGES
from candidates.models import Application, Candidate, Referee, ReferenceCheck, ReferenceQuestion
from privacy.models import Collection
from privacy.queries.numbers import numbers_of

SALT = "candidates.reference"
MAILS = {
    "candidates/email/go_ahead_wanted": _("we ask for your go-ahead to call referees"),
    "candidates/email/reference_asked": _("we ask you to be a referee"),
    "candidates/email/reference_reminder": _("we remind you that you were asked to be a referee"),
    "candidates/email/reference_not_to_be_had": _("a reference is not to be had"),
    "candidates/email/reference_answered": _("a referee has answered"),
    "candidates/email/test_result": _("a test result you can read"),
}
OBJECTS = {
    "candidates.referee": _("you as a referee"),
    "candidates.referencecheck": _("a reference"),
    "candidates.testresult": _("a test result"),
}
WORDS = {
    "candidates.referee": {
        "name": _("name"), "email": _("e-mail address"), "phone": _("telephone"), "relation": _("how you know the candidate"),
    },
    "candidates.referencecheck": {
        "go_ahead_at": _("go-ahead given"), "taken_back_at": _("go-ahead taken back"), "answers": _("what was said"),
        "wanted_at": _("go-ahead asked for"), "asked_at": _("referee asked"), "reminded_at": _("referee reminded"),
        "declined_at": _("not to be had"),
    },
    "candidates.testresult": {"result": _("the result"), "shown_at": _("seen by you")},
}  # fmt: skip


# --- the link ---
def token_of(check: ReferenceCheck) -> str:
    """Signed by us, and the same each time: what is kept of it is a fingerprint."""
    return signing.Signer(salt=SALT).sign(check.pk.hex)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link(check: ReferenceCheck) -> str:
    return str(settings.SITE_URL) + reverse("reference", args=[token_of(check)])


def by_token(token: str) -> ReferenceCheck | None:
    """What the link asks about, as long as it may be answered; None for every other."""
    try:
        signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    found = with_people(ReferenceCheck.objects.answerable().unrestricted())
    return found.filter(token_digest=digest(token), asked_at__isnull=False).first()


def with_people(rows: QuerySet[ReferenceCheck]) -> QuerySet[ReferenceCheck]:
    return rows.select_related(
        "referee", "application__candidate", "application__job_ad", "application__job_order__adviser",
        "application__job_order__company",
    )  # fmt: skip


# --- the guide ---
def guide(language: str) -> list[str]:
    found = ReferenceQuestion.objects.filter(is_in_use=True).order_by("place", "pk")
    return [each.text(language) for each in found]


# --- for the candidate ---
def referees_of(candidate: Candidate) -> QuerySet[Referee]:
    return Referee.objects.filter(candidate=candidate).order_by("name", "pk")


def positions_of(candidate: Candidate) -> QuerySet[Application]:
    """Where a go-ahead can be given: applications in process, for an order that is open."""
    found = Application.objects.filter(candidate=candidate, stage__in=OPEN_STAGES)
    there = found.filter(job_order__opened_at__isnull=False, job_order__closed_at=None)
    return there.select_related("job_order", "job_ad").order_by("-submitted_at", "pk")


def checks_of(candidate: Candidate) -> QuerySet[ReferenceCheck]:
    return with_people(ReferenceCheck.objects.filter(application__candidate=candidate))


# --- for the workspace ---
def of_application(application: Application) -> QuerySet[ReferenceCheck]:
    return with_people(application.reference_checks.order_by("asked_at", "pk"))


def is_told(referee: Referee) -> bool:
    """Whether the referee knows that we have the data, and from whom (GDPR art. 14)."""
    return not Collection.objects.untold().filter(subject__in=numbers_of(referee.subject_id)).exists()


# --- for the engine ---
def persons_at(email: str) -> list[UUID]:
    return list(Referee.objects.filter(email=email.lower()).values_list("subject", flat=True))


def addresses_of(subject_id: UUID) -> list[str]:
    found = Referee.objects.filter(subject=subject_id).exclude(email="")
    return list(found.values_list("email", flat=True))


def language_of(subject_id: UUID) -> str | None:
    return Referee.objects.filter(subject=subject_id).values_list("language", flat=True).first()


def names_of_referees(keys: Iterable[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Referee.objects.filter(pk__in=list(keys)).values_list("pk", "name")}


def names_of_checks(keys: Iterable[str]) -> dict[str, str]:
    """By the referee's name and nothing more: the candidate has given it, and it is the referee's own."""
    rows = ReferenceCheck.objects.filter(pk__in=list(keys)).values_list("pk", "referee__name")
    return {str(pk): name or gettext("Reference") for pk, name in rows}


def source_of(row: Model) -> str:
    return gettext("A candidate who named you")
