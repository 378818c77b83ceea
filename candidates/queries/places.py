"""Where a word of a search may stand: documents, facts, names, addresses."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual

from candidates.models import Candidate, Certificate, Document, Education, Profile, Skill, WorkExperience
from candidates.queries.words import SHORTEST_STEM, Word

OPENABLE = ["clean", "unscanned"]
MOST_ADDRESSES = 1_000
NEAR = 0.5  # how alike names are; what the index gives is less alike unless `search.in_time` tells it


def query(text: str) -> SearchQuery:
    return SearchQuery(text, config="simple", search_type="raw")


def texts(text: str) -> Any:
    return Document.objects.filter(search=query(text), state__in=OPENABLE)


def named(word: Word) -> Q:
    """In the name, or nearly. Two letters must begin a name: they are too few to look inside."""
    part = word.plain if len(word.plain) >= 3 else f" {word.plain}"
    fits = Q(whole_name__contains=part)
    if not word.is_phrase:
        for name in ("first_name", "last_name"):
            near = GreaterThanOrEqual(TrigramSimilarity(name, word.typed), NEAR)
            fits |= Q(**{f"{name}__trigram_similar": word.typed}) & Q(near)
    return fits


def facts(word: Word) -> tuple[Any, ...]:
    return (
        Skill.objects.filter(_says("plain_name", word)),
        Certificate.objects.filter(_says("plain_name", word)),
        Profile.objects.filter(_says("plain_place", word)),
        WorkExperience.objects.filter(_says("plain_words", word)),
        Education.objects.filter(_says("plain_words", word)),
    )


def _says(field: str, word: Word) -> Q:
    part = word.stem if len(word.stem) >= SHORTEST_STEM and word.typed.isalpha() else word.plain
    if len(part) >= 3:
        return Q(**{f"{field}__contains": part})
    return Q(**{f"{field}__startswith": part}) | Q(**{f"{field}__contains": f" {part}"})


def by_address(word: Word) -> list[UUID]:
    """Whose e-mail address begins with what was typed."""
    beginning = word.typed.lower()
    if len(beginning) < 3 or word.is_phrase:
        return []
    subjects = EmailAddress.objects.filter(email__startswith=beginning).values_list("user__subject", flat=True)
    here = Q(unconfirmed_email__startswith=beginning) | Q(subject__in=list(subjects[:MOST_ADDRESSES]))
    return list(Candidate.objects.filter(here).values_list("pk", flat=True)[:MOST_ADDRESSES])
