"""Whom a breach concerns, found in the history; and lookups far above what a colleague usually does."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from privacy.choices import Verb
from privacy.models import Subject, TrailEntry
from privacy.ports import PERSON

SEEN = (Verb.VIEWED, Verb.OPENED)
MANY, TIMES_USUAL, LOOKED_BACK, MOST_LINES = 20, 5, 90, 200


@dataclass(frozen=True)
class Choice:
    """Which entries of the history a breach lets through: when, and if known by whom and in what."""

    since: datetime.datetime
    until: datetime.datetime
    actor: uuid.UUID | None = None
    object_label: str = ""
    files_only: bool = False


def entries(choice: Choice) -> QuerySet[TrailEntry]:
    verbs = (Verb.OPENED,) if choice.files_only else SEEN
    found = TrailEntry.objects.filter(at__gte=choice.since, at__lte=choice.until, verb__in=verbs)
    if choice.actor:
        found = found.filter(actor_uuid=choice.actor)
    return found.filter(object_label=choice.object_label) if choice.object_label else found


def affected(choice: Choice) -> list[uuid.UUID]:
    """The persons whose data these entries touched and who are still here, each once, after merges."""
    touched = Subject.objects.filter(pk__in=entries(choice).values("subject_uuid"))
    return sorted(set(touched.values_list(Coalesce("merged_into", "pk"), flat=True)))


@dataclass(frozen=True)
class Unusual:
    """One colleague on one day: how many persons, how many that usually are, how many of them at night."""

    actor_uuid: uuid.UUID
    role: str
    day: datetime.date
    persons: int
    usual: float
    at_night: int


UNUSUAL = """
WITH days AS (
  SELECT actor_uuid, min(role) AS role, (at AT TIME ZONE 'Europe/Oslo')::date AS day,
    count(DISTINCT subject_uuid) AS persons,
    count(DISTINCT subject_uuid) FILTER (
      WHERE extract(hour FROM at AT TIME ZONE 'Europe/Oslo') NOT BETWEEN 5 AND 22) AS at_night
  FROM privacy_trailentry
  WHERE at >= %(since)s AND at < %(until)s AND verb = ANY(%(verbs)s) AND actor_uuid IS NOT NULL AND role <> %(person)s
    AND subject_uuid <> actor_uuid
  GROUP BY 1, 3
)
SELECT actor_uuid, role, day, persons, coalesce(usual, 0), at_night FROM days LEFT JOIN LATERAL (
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY earlier.persons) AS usual FROM days earlier
  WHERE earlier.actor_uuid = days.actor_uuid AND earlier.day < days.day
) before ON true
WHERE at_night > 0 OR (persons >= %(many)s AND persons > %(times)s * coalesce(usual, 0))
ORDER BY day DESC, persons DESC, actor_uuid LIMIT %(most)s
"""


def unusual(until: datetime.datetime) -> list[Unusual]:
    """Days of the last three months with at least 20 persons and over five times the colleague's own median, or at night.

    One range of the history by time, however much is older; at most 200 lines.
    """
    since = until - datetime.timedelta(days=LOOKED_BACK)
    given: dict[str, Any] = {
        "since": since, "until": until, "verbs": [verb.value for verb in SEEN], "person": PERSON, "many": MANY,
        "times": TIMES_USUAL, "most": MOST_LINES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(UNUSUAL, given)
        return [Unusual(*row) for row in cursor.fetchall()]
