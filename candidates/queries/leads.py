"""Who answers a campaign: whether we may take them in, who they are to the engine, and by which link they answer us."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db.models import Model, TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.choices import MarkKind
from candidates.models import Campaign, Candidate, Lead, LeadMark
from candidates.queries.campaigns import fingerprints
from privacy.models import Collection, Suppression
from privacy.queries import addressed, suppressions

SALT = "candidates.lead"


@dataclass(frozen=True)
class Answer:
    """What the partner says of one person, judged already: a shape, whatever door it came through."""

    reference: str
    first_name: str
    last_name: str
    answered_on: datetime.date
    email: str = ""
    phone: str = ""
    language: str = "nb"
    answer: str = ""
    consent: str = ""

    @property
    def reached_at(self) -> str:
        return self.email or self.phone


class LeftOut(TextChoices):
    """Why somebody is not taken in."""

    REPEATED = "repeated", _("came in with this campaign before")
    KNOWN = "known", _("is a candidate here already")
    SUPPRESSED = "suppressed", _("has said no to advertising")


def sort(campaign: Campaign, answers: Sequence[Answer]) -> list[tuple[Answer, LeftOut | None]]:
    """Each with why it is left out, if it is; a fixed number of statements."""
    marks = {digest for each in answers for kind, text in marks_of(each) for digest in _digests(kind, text)}
    seen = set(LeadMark.objects.filter(campaign=campaign, digest__in=marks).values_list("digest", flat=True))
    emails = {each.email for each in answers if each.email}
    known = set(EmailAddress.objects.filter(email__in=emails, verified=True).values_list("email", flat=True))
    known |= set(Candidate.objects.filter(unconfirmed_email__in=emails).values_list("unconfirmed_email", flat=True))
    digests = {email: suppressions.digests_of(email) for email in emails}
    every = [digest for each in digests.values() for digest in each]
    stopped = set(Suppression.objects.filter(digest__in=every).values_list("digest", flat=True))
    no = {email for email, each in digests.items() if stopped.intersection(each)}
    return [(each, _why_left_out(each, seen, known, no)) for each in answers]


def _why_left_out(answer: Answer, seen: set[str], known: set[str], no: set[str]) -> LeftOut | None:
    if answer.email in no:
        return LeftOut.SUPPRESSED
    if any(digest in seen for kind, text in marks_of(answer) for digest in _digests(kind, text)):
        return LeftOut.REPEATED
    return LeftOut.KNOWN if answer.email in known else None


def marks_of(answer: Answer) -> list[tuple[MarkKind, str]]:
    return [(MarkKind.REFERENCE, answer.reference), (MarkKind.ADDRESS, answer.reached_at)]


def _digests(kind: MarkKind, text: str) -> list[str]:
    return fingerprints(f"{kind}:{text}")


# --- the link in the notice ---
def link(lead: Lead) -> str:
    """Where the person registers, or has it deleted. It works for who reads the lead's address, as long as that is
    there."""
    return str(settings.SITE_URL) + reverse("answer_lead", args=[token(lead)])


def token(lead: Lead) -> str:
    return signing.Signer(salt=SALT).sign_object(
        {"lead": str(lead.pk), "address": addressed.mark(lead.email, salt=SALT)}
    )


def by_token(text: str) -> Lead | None:
    """The lead the link is of; None when nobody of ours made it, the lead has ended, or its address is another now."""
    try:
        words = signing.Signer(salt=SALT).unsign_object(text)
        found = Lead.objects.select_related("campaign__job_ad__order", "campaign__partner", "wording", "subject")
        lead = found.filter(pk=UUID(words["lead"])).first()
        return lead if lead and addressed.is_of(words["address"], lead.email, salt=SALT) else None
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


# --- for the engine ---
def offers(collection: Collection) -> list[tuple[str | Promise, str]]:
    """What somebody told of a lead can do at once."""
    found = Lead.objects.filter(subject=collection.subject_id).exclude(email="")
    words = _("Register with us, or have what we hold deleted at once, without logging in:")
    return [(words, link(lead)) for lead in found]


def persons_at(email: str) -> list[UUID]:
    return list(Lead.objects.filter(email=email.lower()).values_list("subject", flat=True))


def addresses_of(subject_id: UUID) -> list[str]:
    return list(Lead.objects.filter(subject=subject_id).values_list("email", flat=True))


def language_of(subject_id: UUID) -> str | None:
    return Lead.objects.filter(subject=subject_id).values_list("language", flat=True).first()


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """By the campaign, as the person knows it."""
    return {str(pk): name for pk, name in Lead.objects.filter(pk__in=list(keys)).values_list("pk", "campaign__name")}


def source_of(row: Model) -> str:
    return str(Campaign.objects.get(leads=row.pk).partner)
