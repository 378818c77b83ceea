"""Who a candidate is: the account, the address, the documents."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from candidates.models import (
    Application,
    ApplicationDraft,
    Candidate,
    CandidateQuerySet,
    Document,
    JobAlert,
    ListEntry,
    Tag,
    TagList,
    TagUse,
)
from privacy.ports import Actor


def for_person(user: Actor) -> Candidate | None:
    """The candidate this account is, if it is one."""
    return Candidate.objects.filter(subject=user.subject_id).first()


def email_of(candidate: Candidate) -> str:
    """Where to write to this candidate; empty if we know no address.

    allauth's primary address is the one truth; before it is confirmed the address stands on the candidate.
    """
    return candidate.unconfirmed_email or (
        addresses().filter(user__subject=candidate.subject_id).values_list("email", flat=True).first() or ""
    )


def owners_of(email: str, **more: bool) -> Any:
    """Whose account this address opens, by the number the person goes by now."""
    found = EmailAddress.objects.filter(email=email.lower(), **more)
    return found.values(root=Coalesce("user__subject__merged_into", "user__subject"))


def with_email(candidates: CandidateQuerySet) -> QuerySet[Candidate]:
    """The same address as an annotation `email`, for lists."""
    confirmed = addresses().filter(user__subject=OuterRef("subject")).values("email")[:1]
    address = Coalesce(NullIf(F("unconfirmed_email"), Value("")), Subquery(confirmed), Value(""))
    return candidates.annotate(email=address)


def with_marks(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Whether there are tags to take away, and lists to take somebody off: `is_tagged` and `is_listed`."""
    return candidates.annotate(
        is_tagged=Exists(TagUse.objects.filter(candidate=OuterRef("pk"))),
        is_listed=Exists(ListEntry.objects.filter(candidate=OuterRef("pk"))),
    )


def addresses() -> QuerySet[EmailAddress]:
    """Each account's address, the one that counts first."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(Q(primary=True) | Q(verified=True))
    return found.order_by("-primary", "-verified", "pk")


def confirmed_address_of(candidate: Candidate) -> str:
    """The address this candidate has proved; empty before that."""
    proved = addresses().filter(user__subject=candidate.subject_id, verified=True)
    return "" if candidate.unconfirmed_email else proved.values_list("email", flat=True).first() or ""


def language_of(subject_id: UUID) -> str | None:
    """The language a candidate reads, for the engine's mails."""
    return Candidate.objects.filter(subject=subject_id).values_list("language", flat=True).first()


def persons_at(email: str) -> list[UUID]:
    """Who gave this address and has not confirmed it; for what an operator looks up."""
    return list(Candidate.objects.filter(unconfirmed_email=email.lower()).values_list("subject", flat=True))


def names_of_applications(keys: list[str]) -> dict[str, str]:
    """What was applied for, as the person knows it."""
    applications = Application.objects.filter(pk__in=keys).select_related("job_ad", "job_order__company")
    return {str(application.pk): application.position for application in applications}


def names_of_documents(keys: list[str]) -> dict[str, str]:
    """The person's own names of the files."""
    return {str(pk): name for pk, name in Document.objects.filter(pk__in=keys).values_list("pk", "original_name")}


def names_of_tags(keys: list[str]) -> dict[str, str]:
    return {str(tag.pk): tag.name for tag in Tag.objects.filter(pk__in=keys)}


def names_of_lists(keys: list[str]) -> dict[str, str]:
    return {str(each.pk): each.name for each in TagList.objects.filter(pk__in=keys)}


def names_of_alerts(keys: list[str]) -> dict[str, str]:
    """What the saved searches look for."""
    found = JobAlert.objects.filter(pk__in=keys)
    return {str(alert.pk): _("Job alert: %(search)s") % {"search": alert} for alert in found}


def addresses_of(subject_id: UUID) -> list[str]:
    """The address typed and not confirmed yet; those confirmed are the account's."""
    return list(Candidate.objects.filter(subject=subject_id).values_list("unconfirmed_email", flat=True))


def names_of_drafts(keys: list[str]) -> dict[str, str]:
    found = ApplicationDraft.objects.filter(pk__in=keys).select_related("job_ad")
    return {str(draft.pk): _("Begun, not sent: %(position)s") % {"position": draft} for draft in found}


NAMES_OF_ROWS = {
    "candidates.ApplicationDraft": names_of_drafts,
    "candidates.Application": names_of_applications,
    "candidates.Document": names_of_documents,
    "candidates.JobAlert": names_of_alerts,
    "candidates.Tag": names_of_tags,
    "candidates.TagList": names_of_lists,
}
