"""The public register: each activity with all that GDPR art. 30(1) asks for, as of a day."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from privacy.deadlines import add_months
from privacy.models import Controller, Delegation, ProcessingActivity, RetentionPeriod

VERSION = 1  # of the shape of `as_json`: raised when a name there goes or changes its meaning
MANAGER = "manager"
SPOKEN = ("name", "purpose", "persons", "data", "recipients", "transfers", "safeguards", "retention", "security")


@dataclass(frozen=True)
class Entry:
    """One activity with who has it daily and the storage times in force that apply to it."""

    activity: ProcessingActivity
    role: str
    periods: list[RetentionPeriod]


def to_review(on: datetime.date) -> QuerySet[ProcessingActivity]:
    """Activities nobody has looked at for a year, or ever."""
    return ProcessingActivity.objects.filter(Q(reviewed_on=None) | Q(reviewed_on__lte=add_months(on, -12)))


def review_due(activity: ProcessingActivity) -> datetime.date | None:
    """A year after the last time; at once for one never looked at."""
    return add_months(activity.reviewed_on, 12) if activity.reviewed_on else None


def controller() -> Controller | None:
    return Controller.objects.filter(valid_until=None).first()


def periods_in_force() -> QuerySet[RetentionPeriod]:
    return RetentionPeriod.objects.filter(approved_at__isnull=False, superseded_at=None).order_by("code")


def responsible(on: datetime.date) -> dict[int, str]:
    """By activity, the role with the daily responsibility where a delegation runs; the newest counts."""
    running = Delegation.objects.in_force(on).select_related("account").order_by("since", "pk")
    return {each.activity_id: each.to_role for each in running}


def entries(on: datetime.date) -> list[Entry]:
    """The whole register, in a fixed number of statements."""
    roles, lengths = responsible(on), {period.code: period for period in periods_in_force()}
    return [
        Entry(
            activity, roles.get(activity.pk, activity.delegated_to),
            [lengths[code] for code in activity.periods if code in lengths],
        )
        for activity in ProcessingActivity.objects.order_by("name_nb", "pk")
    ]  # fmt: skip


def matching(found: list[Entry], *, words: list[str], ground: str) -> list[Entry]:
    """Those with every word somewhere in what is told of them, in either language, and with that ground if one is asked for."""
    wanted = [word.casefold() for word in words]
    return [
        entry for entry in found
        if ground in ("", entry.activity.ground) and all(word in _told(entry.activity) for word in wanted)
    ]  # fmt: skip


def _told(activity: ProcessingActivity) -> str:
    spoken = [text for name in SPOKEN for text in _both(activity, name).values()]
    return "\n".join([*spoken, activity.national_law]).casefold()


def as_json(on: datetime.date) -> dict[str, Any]:
    """The register for machines, in both languages."""
    who = controller()
    return {
        "version": VERSION,
        "law": "GDPR art. 30(1)",
        "as_of": on.isoformat(),
        "controller": _controller(who) if who else None,
        "activities": [_activity(entry) for entry in entries(on)],
    }


def _controller(who: Controller) -> dict[str, Any]:
    plain = {"name": who.name, "org_number": who.org_number, "address": who.address, "contact": who.contact_email}
    spoken = {name: _both(who, name) for name in ("represented_by", "representative", "protection_officer")}
    return plain | spoken


def _activity(entry: Entry) -> dict[str, Any]:
    activity = entry.activity
    return {
        "code": activity.code,
        **{name: _both(activity, name) for name in SPOKEN},
        "ground": activity.ground,
        "national_law": activity.national_law,
        "daily_responsibility": entry.role,
        "storage_times": [{"code": each.code, "length": each.length, "unit": each.unit} for each in entry.periods],
        "reviewed_on": activity.reviewed_on.isoformat() if activity.reviewed_on else None,
    }


def _both(row: Any, name: str) -> dict[str, str]:
    return {language: getattr(row, f"{name}_{language}") for language in ("nb", "en")}
