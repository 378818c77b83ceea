"""What can be asked for besides words: facts, and what the candidate has chosen. Each narrows, none ranks."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from candidates.choices import KeepScope, SharingScope
from candidates.choices.facts import Availability
from candidates.models import (
    Application,
    Candidate,
    Certificate,
    LanguageSkill,
    ListEntry,
    Profile,
    Skill,
    TagUse,
)
from candidates.models.plain import Plain
from privacy.choices import ConsentPurpose

FURTHER_STORAGE = "further_storage"


def filtered(found: QuerySet[Candidate], asked: Mapping[str, Any], today: datetime.date) -> QuerySet[Candidate]:
    """Those of `found` whom everything asked for fits; what is empty is not asked for."""
    for name, narrow in FILTERS.items():
        if asked.get(name):
            found = found.filter(narrow(asked, today))
    return found


def _has(model: type[Any], **values: Any) -> Q:
    return Q(Exists(model.objects.filter(candidate=OuterRef("pk"), **values)))


def _skills(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    wanted = Q()
    for skill in filter(None, (each.strip() for each in asked["skills"].split(","))):
        wanted &= _has(Skill, plain_name__contains=Plain(Value(skill)))
    return wanted


def _certificate(asked: Mapping[str, Any], today: datetime.date) -> Q:
    """One that is still valid."""
    held = Certificate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        candidate=OuterRef("pk"), plain_name__contains=Plain(Value(asked["certificate"])),
    )  # fmt: skip
    return Q(Exists(held))


def _language(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return _has(LanguageSkill, language=asked["language"], level__gte=asked.get("level") or 1)


def _place(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return _has(Profile, plain_place__contains=Plain(Value(asked["place"])))


def _availability(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return _has(Profile, availability=asked["availability"])


def _begin_by(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    """Now, or from a day that is not later; of a period of notice nobody knows when it ends."""
    return _has(Profile, availability=Availability.NOW) | _has(Profile, available_from__lte=asked["begin_by"])


def _stage(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return _has(Application, stage=asked["stage"])


def _tag(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return _has(TagUse, tag=asked["tag"])


def _list(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return _has(ListEntry, list=asked["list"])


def _source(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    return Q(source=asked["source"])


def _choice(asked: Mapping[str, Any], _today: datetime.date) -> Q:
    if asked["choice"] == FURTHER_STORAGE:
        purpose = Value(ConsentPurpose.FURTHER_STORAGE)
        return Q(Func(F("subject"), purpose, function="candidates_has_consent", output_field=BooleanField()))
    if asked["choice"] in SharingScope.values:
        return _has(Application, sharing_scope=asked["choice"])
    return _has(Application, keep_scope=KeepScope.CANDIDATE_BASE)


FILTERS: dict[str, Callable[[Mapping[str, Any], datetime.date], Q]] = {
    "skills": _skills,
    "certificate": _certificate,
    "language": _language,
    "place": _place,
    "availability": _availability,
    "begin_by": _begin_by,
    "stage": _stage,
    "tag": _tag,
    "list": _list,
    "source": _source,
    "choice": _choice,
}
