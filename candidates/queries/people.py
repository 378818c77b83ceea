"""Who a candidate is: the account, the address, the documents."""

from allauth.account.models import EmailAddress
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from candidates.models import Candidate, CandidateQuerySet
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


def with_email(candidates: CandidateQuerySet) -> QuerySet[Candidate]:
    """The same address as an annotation `email`, for lists."""
    confirmed = addresses().filter(user__subject=OuterRef("subject")).values("email")[:1]
    return candidates.annotate(
        email=Coalesce(NullIf(F("unconfirmed_email"), Value("")), Subquery(confirmed), Value(""))
    )


def addresses() -> QuerySet[EmailAddress]:
    """Each account's address, the one that counts first."""
    return EmailAddress.objects.filter(Q(primary=True) | Q(verified=True)).order_by("-primary", "-verified", "pk")
