"""The facts about a candidate that one can ask for: written down by an adviser, or by the person."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from candidates.actions import activity, base
from candidates.models import Candidate, Certificate, LanguageSkill, ListEntry, Profile, Skill, TagUse
from privacy.actions import notifying, retention, subjects, trail
from privacy.choices import Category, Verb
from privacy.choices.disclosures import RecipientReason
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "candidate_base"
MOST = 50  # of each kind
WHERE = ("place", "availability", "available_from")


class TooMany(Exception):
    """A profile says what somebody can, not everything they ever did."""


@dataclass(frozen=True)
class Facts:
    """All of them, as they shall be. Skills and certificates differ by more than large and small letters."""

    place: str = ""
    availability: str = ""
    available_from: datetime.date | None = None
    skills: tuple[str, ...] = ()
    certificates: tuple[tuple[str, datetime.date | None], ...] = ()  # name, last day
    languages: tuple[tuple[str, int], ...] = ()  # language, level


def of(candidate: Candidate) -> Facts:
    """As they are."""
    profile = Profile.objects.filter(candidate=candidate).first()
    return Facts(
        **{name: getattr(profile, name) for name in WHERE if profile},
        skills=tuple(candidate.skills.order_by("name").values_list("name", flat=True)),
        certificates=tuple(candidate.certificates.order_by("name").values_list("name", "valid_until")),
        languages=tuple(candidate.languages.order_by("-level", "language").values_list("language", "level")),
    )


@transaction.atomic
def update(*, candidate: Candidate, facts: Facts, by: Actor, at: datetime.datetime) -> bool:
    """Make the facts these, and say whether anything changed. Raises `TooMany`, `PersonIsGone`, `IsRestricted`."""
    if max(len(facts.skills), len(facts.certificates), len(facts.languages)) > MOST:
        raise TooMany
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(Profile, subject_id=fresh.subject_id, by=by)
    changed = put(candidate=fresh, facts=facts)
    if not changed:
        return False
    if by.subject_id == fresh.subject_id:
        activity.note(candidate_id=fresh.pk, at=at)
    person = fresh.subject_id
    trail.record(
        Verb.CHANGED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=changed,
        obj=Profile.objects.get(candidate=fresh),
    )  # fmt: skip
    notifying.owe(RecipientReason.CORRECTED, subject_ids=numbers_of(person), categories=(Category.APPLICATION,), at=at)
    retention.refresh(person)
    return True


def put(*, candidate: Candidate, facts: Facts) -> list[str]:
    """Make the facts these; returns what changed. Under the caller's lock."""
    before = of(candidate)
    changed = [name for name in facts.__dataclass_fields__ if _differ(getattr(before, name), getattr(facts, name))]
    if changed:
        _write(candidate, facts, changed)
    return changed


def go_over(*, lost: Candidate, into: Candidate) -> None:
    """Two candidates are one: of two rows that say the same one stays; the rest goes over. Under the caller's lock.

    Who is thought of for one position only has no tags: of two choices the more private holds.
    """
    if not base.is_in_base(into):
        lost.tag_uses.all().delete()
        lost.list_entries.all().delete()
    ours = {rows: {_key(row) for row in getattr(into, rows).all()} for rows in KEYS}
    for rows in KEYS:
        for row in getattr(lost, rows).all():
            if _key(row) in ours[rows]:
                row.delete()
    _one_profile(lost, into)


def _one_profile(lost: Candidate, into: Candidate) -> None:
    """What the one that stays does not say, the other's says."""
    theirs, own = Profile.objects.filter(candidate=lost).first(), Profile.objects.filter(candidate=into).first()
    if theirs is None or own is None:
        return
    own.place = own.place or theirs.place
    if not own.availability:
        own.availability, own.available_from = theirs.availability, theirs.available_from
    own.save(update_fields=["place", "availability", "available_from"])
    theirs.delete()


KEYS: dict[str, Any] = {
    "skills": Skill,
    "certificates": Certificate,
    "languages": LanguageSkill,
    "tag_uses": TagUse,
    "list_entries": ListEntry,
}


def _key(row: Any) -> Any:
    if isinstance(row, Skill | Certificate):
        return row.name.lower()
    if isinstance(row, LanguageSkill):
        return row.language
    return row.tag_id if isinstance(row, TagUse) else row.list_id


def _differ(before: Any, after: Any) -> bool:
    return set(before) != set(after) if isinstance(before, tuple) else before != after


def _write(candidate: Candidate, facts: Facts, changed: Iterable[str]) -> None:
    Profile.objects.update_or_create(candidate=candidate, defaults={name: getattr(facts, name) for name in WHERE})
    rows: dict[str, list[Any]] = {
        "skills": [Skill(candidate=candidate, name=name) for name in facts.skills],
        "certificates": [
            Certificate(candidate=candidate, name=name, valid_until=until) for name, until in facts.certificates
        ],
        "languages": [
            LanguageSkill(candidate=candidate, language=language, level=level) for language, level in facts.languages
        ],
    }
    for name in rows.keys() & set(changed):
        KEYS[name].objects.filter(candidate=candidate).delete()
        KEYS[name].objects.bulk_create(rows[name])
