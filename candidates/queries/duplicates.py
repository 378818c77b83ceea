"""Candidates who may be one person: offered beside each other, decided by a human."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Candidate, CandidateQuerySet
from candidates.queries.likeness import who_may_be
from candidates.queries.people import email_of
from privacy.ports import Actor

SAME = {
    "email": gettext_lazy("the same e-mail address"),
    "phone": gettext_lazy("the same telephone"),
    "name": gettext_lazy("the same name"),
}


def of(candidate: Candidate, email: str, *, among: CandidateQuerySet) -> list[tuple[Candidate, list[Any]]]:
    """Those it may be, with what they have in common; a name alone is a hint. `email` is the candidate's address."""
    others = who_may_be(
        email=email, phone=candidate.phone, first_name=candidate.first_name, last_name=candidate.last_name,
        among=among.exclude(pk=candidate.pk),
    )  # fmt: skip
    return [(each, _alike(candidate, email, each)) for each in others]


def _alike(one: Candidate, email: str, other: Candidate) -> list[Any]:
    theirs = getattr(other, "email", "")
    found = {
        "email": bool(email) and email.lower() == theirs.lower(),
        "phone": bool(one.phone) and one.phone == other.phone,
        "name": str(one).lower() == str(other).lower(),
    }
    return [SAME[name] for name, is_so in found.items() if is_so]


def with_account(*candidates: Candidate) -> list[Candidate]:
    """Those of them who log in."""
    accounts = get_user_model()._default_manager.filter(subject__in=[each.subject_id for each in candidates])
    theirs = set(accounts.values_list("subject", flat=True))
    return [each for each in candidates if each.subject_id in theirs]


@dataclass(frozen=True)
class Side:
    """One of two, as they stand beside each other."""

    candidate: Candidate
    email: str
    counts: list[tuple[str, int]]


def side(candidate: Candidate, *, reader: Actor) -> Side:
    """How much hangs on it, in the words of the screen; what there is none of is left out."""
    counts = [(str(model._meta.verbose_name_plural), count) for model, count in _hanging(candidate, reader) if count]
    return Side(candidate, email_of(candidate) or _("no address"), counts)


def _hanging(candidate: Candidate, reader: Actor) -> list[tuple[type[Model], int]]:
    relations: list[Any] = [*Candidate._meta.related_objects]
    rows = [(each.related_model, each.field.name) for each in relations]
    return [
        (model, model._default_manager.visible_to(reader).filter(**{name: candidate}).count()) for model, name in rows
    ]
