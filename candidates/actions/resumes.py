"""What a JSON Resume file says becomes somebody's profile: what stands there already stays, the rest comes to it."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from candidates.actions import cv_rows, profiles
from candidates.actions.profiles import MOST, Facts
from candidates.models import Candidate, WorkExperience
from candidates.queries.resume_rows import Row
from candidates.queries.resumes import Understood
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "candidate_base"


def merged(here: Facts, read: Understood) -> Facts:
    """What is here, and what the file says besides; where both speak of the same, what is here stays."""
    skills = {word.lower(): word for word in read.skills} | {word.lower(): word for word in here.skills}
    papers = {name.lower(): (name, until) for name, until in (*read.certificates, *here.certificates)}
    languages = dict(read.languages) | dict(here.languages)
    return Facts(
        place=here.place or read.place, availability=here.availability, available_from=here.available_from,
        skills=_fewer(skills, {word.lower() for word in here.skills}),
        certificates=_fewer(papers, {name.lower() for name, _until in here.certificates}),
        languages=tuple(languages.items()),
    )  # fmt: skip


@transaction.atomic
def take_over(
    *, candidate: Candidate, facts: Facts, rows: Mapping[str, Sequence[Row]], by: Actor, at: datetime.datetime
) -> None:
    """The facts as they shall be, and rows of work and education that come to those here.

    Raises `profiles.TooMany`, `PersonIsGone`, `IsRestricted`.
    """
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(WorkExperience, subject_id=fresh.subject_id, by=by)
    is_told = profiles.update(candidate=fresh, facts=facts, by=by, at=at)
    person = fresh.subject_id
    if brought := cv_rows.bring(candidate=fresh, rows=rows):
        trail.record(Verb.COLLECTED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=brought, obj=fresh)
        if not is_told:
            cv_rows.corrected(fresh, by=by, at=at)
        retention.refresh(person)


def come_with(*, candidate: Candidate, read: Understood | None) -> list[str]:
    """With an application; returns what is new in the profile. Under the caller's lock."""
    if read is None:
        return []
    changed = profiles.put(candidate=candidate, facts=merged(profiles.of(candidate), read))
    return [*changed, *cv_rows.bring(candidate=candidate, rows=read.rows)]


def _fewer(found: dict[str, Any], first: set[str]) -> tuple[Any, ...]:
    """No more than a profile holds, those that are here before the new ones."""
    return tuple(found[key] for key in sorted(found, key=lambda key: key not in first)[:MOST])
