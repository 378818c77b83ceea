"""A client's history: short lines, by hand and by what is done; gone by their own time."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.actions import proprietors
from clients.choices import TimelineKind
from clients.models import Agreement, ClientCompany, TimelineEntry
from clients.models.timeline import LONGEST
from privacy.actions import retention, trail
from privacy.choices import Verb
from privacy.ports import Actor

SIGNED = _("Agreement signed: %(what)s, version %(version)s.")


@transaction.atomic
def write(*, company: ClientCompany, kind: str, text: str, by: Actor | None, at: datetime.datetime) -> TimelineEntry:
    """One line. What it may say was checked by the form, and is checked by the database. Raises `IsRestricted`."""
    subject_id = proprietors.lock(company.pk, by=by)
    entry = TimelineEntry.objects.create(
        company=company, subject_id=subject_id, kind=kind, text=text[:LONGEST], at=at, by_id=by.pk if by else None
    )
    _told(entry, by, at)
    return entry


def done(
    *, company_id: uuid.UUID, kind: str, text: str | Promise, by: Actor | None, at: datetime.datetime, **facts: object
) -> None:
    """The line of something the program did or was told, in the language of the house: `text` takes the `facts`."""
    with translation.override(settings.LANGUAGE_CODE):
        said = str(text) % {name: str(value) for name, value in facts.items()}
    write(company=ClientCompany(pk=company_id), kind=kind, text=said, by=by, at=at)


def signed(agreement: Agreement, *, by: Actor, at: datetime.datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        what = agreement.get_kind_display()
    facts = {"what": what, "version": agreement.version}
    done(company_id=agreement.company_id, kind=TimelineKind.AGREEMENT, text=SIGNED, by=by, at=at, **facts)


def _told(entry: TimelineEntry, by: Actor | None, at: datetime.datetime) -> None:
    if entry.subject_id:
        trail.record(
            Verb.COLLECTED, subject_id=entry.subject_id, by=by, at=at, activity=proprietors.ACTIVITY, obj=entry
        )
        retention.refresh(entry.subject_id)
