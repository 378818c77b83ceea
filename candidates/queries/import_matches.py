"""Whether somebody in a list is in the base already: by address, by telephone, by the same file under the same name."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from candidates.models import Candidate, Document
from candidates.queries.import_list import Person

KNOWN_EMAIL, KNOWN_PHONE, KNOWN_FILE = "known_email", "known_phone", "known_file"


@dataclass(frozen=True)
class Match:
    """The person it may be, and by what."""

    subject_id: uuid.UUID
    code: str


@dataclass(frozen=True)
class Sought:
    person: Person
    sums: tuple[str, ...] = ()


class Known:
    """Who of these is known: a fixed number of statements for all of them. Those found on the way can be added."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._by: dict[tuple[str, str], uuid.UUID] = {}
        people = [each.person for each in sought]
        self._remember(KNOWN_EMAIL, _by_address({each.email for each in people if each.email}))
        self._remember(KNOWN_PHONE, _by_phone({each.phone for each in people if each.phone}))
        self._remember(KNOWN_FILE, _by_file({each for one in sought for each in one.sums}))

    def match(self, sought: Sought) -> Match | None:
        for key in _keys(sought):
            if found := self._by.get(key):
                return Match(found, key[0])
        return None

    def add(self, sought: Sought, subject_id: uuid.UUID) -> None:
        """Somebody just taken over is known to the rows that follow."""
        for key in _keys(sought):
            self._by.setdefault(key, subject_id)

    def _remember(self, code: str, found: Iterable[tuple[str, uuid.UUID]]) -> None:
        for value, subject_id in found:
            self._by.setdefault((code, value), subject_id)


def _keys(sought: Sought) -> list[tuple[str, str]]:
    person = sought.person
    said = [(KNOWN_EMAIL, person.email), (KNOWN_PHONE, person.phone)]
    files = [(KNOWN_FILE, f"{person.folded_name}\0{each}") for each in sought.sums]
    return [(code, value) for code, value in (*said, *files) if value]


def _by_address(emails: set[str]) -> list[tuple[str, uuid.UUID]]:
    typed = _candidates(Q(unconfirmed_email__in=emails)).values_list("unconfirmed_email", "subject")
    theirs = EmailAddress.objects.filter(email__in=emails).annotate(
        root=Coalesce(F("user__subject__merged_into"), F("user__subject"))
    )
    owners = dict(theirs.values_list("root", "email"))
    confirmed = _candidates(Q(subject__in=owners)).values_list("subject", flat=True)
    return [*typed, *((owners[subject], subject) for subject in confirmed)]


def _by_phone(phones: set[str]) -> list[tuple[str, uuid.UUID]]:
    return list(_candidates(Q(phone__in=phones)).values_list("phone", "subject"))


def _by_file(sums: set[str]) -> list[tuple[str, uuid.UUID]]:
    rows = Document.objects.filter(sha256__in=sums).select_related("candidate").only(
        "sha256", "candidate__first_name", "candidate__last_name", "candidate__subject"
    )  # fmt: skip
    found = [(each.candidate, each.sha256) for each in rows.order_by("uploaded_at", "pk")]
    return [(f"{who.first_name} {who.last_name}".casefold() + f"\0{sha}", who.subject_id) for who, sha in found]


def _candidates(which: Q) -> QuerySet[Candidate]:
    """The oldest first: who was here before is who it may be."""
    return Candidate.objects.filter(which).order_by("created_at", "pk")
