"""Who did what with a person's data, in plain words (GDPR art. 15; CJEU C-579/21: staff by role, not by name)."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.choices import Verb
from privacy.models import ProcessingActivity, Subject, TrailEntry

ROLES = {
    "program": _("the program"),
    "person": _("you"),
    "manager": _("the manager"),
    "privacy": _("the privacy officer"),
    "adviser": _("an adviser"),
    "finance": _("finance"),
    "payroll": _("payroll"),
    "editor": _("the editor"),
    "marketing": _("marketing"),
    "system": _("the system administrator"),
    "staff": _("somebody who works here"),
}
OBJECTS = {
    "candidates.candidate": _("your profile"),
    "candidates.application": _("your application"),
    "candidates.document": _("your document"),
    "clients.clientcontact": _("your contact details"),
    "privacy.inboxcase": _("your question"),
    "privacy.request": _("your request"),
    "privacy.package": _("the copy of your data"),
    "privacy.breach": _("the breach"),
    "privacy.hold": _("the hold"),
    "privacy.restriction": _("the restriction"),
}


@dataclass(frozen=True)
class TrailLine:
    """One line of the history a person reads."""

    at: datetime.datetime
    verb: Verb
    text: str
    role: str
    purpose: str


def of_person(subject_id: uuid.UUID) -> QuerySet[TrailEntry]:
    """The entries about this person, aliases included, newest first."""
    ids = Subject.objects.filter(Q(pk=subject_id) | Q(merged_into=subject_id)).values("pk")
    return TrailEntry.objects.filter(subject_uuid__in=ids).order_by("-id")


def for_person(subject_id: uuid.UUID, *, start: int = 0, limit: int = 50) -> list[TrailLine]:
    """The same as sentences, `limit` of them from the newest but `start`."""
    names = _activity_names()
    return [_line(entry, names) for entry in of_person(subject_id)[start : start + limit]]


def _activity_names() -> dict[str, str]:
    field = "name_en" if get_language() == "en" else "name_nb"
    return dict(ProcessingActivity.objects.values_list("code", field))


def _line(entry: TrailEntry, names: dict[str, str]) -> TrailLine:
    what = str(Verb(entry.verb).label).capitalize()
    where = OBJECTS.get(entry.object_label)
    return TrailLine(
        entry.at,
        Verb(entry.verb),
        f"{what}: {where}" if where else what,
        str(ROLES.get(entry.role, entry.role)),
        names.get(entry.activity, entry.activity),
    )
