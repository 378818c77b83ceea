"""Where a word of a search may stand: documents, facts, names, addresses."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from candidates.models import Candidate, Certificate, Document, Education, Profile, Skill, WorkExperience
from candidates.models.plain import Asked
from candidates.queries.words import SHORTEST_STEM, Word

OPENABLE = ["clean", "unscanned"]
ENDINGS = "(e[nrt]?|ene|ere|erne|a|ne?|r|s)?"
EDGE = "[^[:alnum:]+#]"
NEAR = 0.5  # how alike names are; what the index gives is less alike unless `search.in_time` tells it


class Finished(SearchQuery):
    """A tsquery as it is: `to_tsquery` would take each of its words apart once more, at the hyphens."""

    template = "%(expressions)s::tsquery"


def query(text: str) -> SearchQuery:
    return Finished(text)


def texts(text: str) -> Any:
    return Document.objects.filter(search=query(text), state__in=OPENABLE)


def said(word: Word) -> Any:
    """The documents it stands in. Of an unwanted one the text is asked too, where a stem is many words'."""
    found = texts(word.query)
    if word.is_unwanted and word.is_many_words:
        found = found.filter(text__iregex=_whole(word.typed, ENDINGS))
    return found


def named(word: Word) -> Q:
    """In the name, or nearly. Two letters must begin a name: they are too few to look inside."""
    if word.is_unwanted:
        return Q(whole_name__regex=_whole(word.plain))
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
    if word.is_unwanted:
        return Q(**{f"{field}__regex": _whole(word.plain, ENDINGS)})
    part = word.stem if len(word.stem) >= SHORTEST_STEM and word.typed.isalpha() else word.plain
    if len(part) >= 3:
        return Q(**{f"{field}__contains": part})
    return Q(**{f"{field}__startswith": part}) | Q(**{f"{field}__contains": f" {part}"})


def _whole(word: str, endings: str = "") -> str:
    """A pattern for it as a whole word: JavaScript is not Java, nor C++ C."""
    return f"(^|{EDGE}){re.escape(word)}{endings}({EDGE}|$)"


# --- addresses ---
def begins_address(word: Word) -> bool:
    """Whether there is any that begins with what was typed."""
    if len(word.typed) < 3 or word.is_phrase:
        return False
    return _accounts(word).exists() or Candidate.objects.filter(_unconfirmed(word)).exists()


def by_address(word: Word) -> tuple[Any, Any]:
    """Whose address begins so, as `who`: one not confirmed yet; an account's, also of one merged into theirs, or nobody.

    Addresses are read by their own index, and each owner looked up: joined, all accounts might be read.
    """
    own = Candidate.objects.filter(subject__user=OuterRef("user")).values("pk")
    merged = Candidate.objects.filter(subject__aliases__user=OuterRef("user")).values("pk")
    return (
        Candidate.objects.filter(_unconfirmed(word)).annotate(who=F("pk")),
        _accounts(word).annotate(who=Coalesce(Subquery(merged), Subquery(own))),
    )


def has_address(word: Word) -> Q:
    """The same, asked of one after the other."""
    accounts = _accounts(word)
    own = Asked(accounts.filter(user__subject=OuterRef("subject")))
    return _unconfirmed(word) | own | Q(Asked(accounts.filter(user__subject__merged_into=OuterRef("subject"))))


def _unconfirmed(word: Word) -> Q:
    return Q(unconfirmed_email__startswith=word.typed.lower())


def _accounts(word: Word) -> QuerySet[EmailAddress]:
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(email__startswith=word.typed.lower())
    return found
