"""Who was given a person's data, and what the person agreed to, as the person reads it (GDPR art. 15(1)(c), 19)."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from privacy.choices import Category
from privacy.models import Disclosure, RecipientNotice, SharingAgreement
from privacy.queries.numbers import numbers_of


@dataclass(frozen=True)
class Given:
    """One disclosure: to whom, which kinds of data, and what the recipient was told of it afterwards."""

    disclosure: Disclosure
    categories: tuple[str, ...]
    told: tuple[RecipientNotice, ...]


def of_person(subject_id: uuid.UUID) -> list[Given]:
    """Every recipient by name, the newest first; a fixed number of statements."""
    numbers = numbers_of(subject_id)
    told: dict[int, list[RecipientNotice]] = defaultdict(list)
    for notice in RecipientNotice.objects.filter(subject_uuid__in=numbers).order_by("pk"):
        for number in notice.disclosures:
            told[number].append(notice)
    rows = Disclosure.objects.filter(subject_uuid__in=numbers).select_related("recipient", "activity")
    return [Given(row, words(row.categories), tuple(told[row.pk])) for row in rows.order_by("-at", "-pk")]


def agreements_of(subject_id: uuid.UUID) -> QuerySet[SharingAgreement]:
    rows = SharingAgreement.objects.filter(subject__in=numbers_of(subject_id)).select_related("recipient")
    return rows.order_by("-recorded_at", "pk")


def words(categories: list[str]) -> tuple[str, ...]:
    return tuple(str(Category(code).label) for code in categories)
