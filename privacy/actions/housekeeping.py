"""Rows that give no reason to keep anything, gone by the clock whoever they are about: sessions, failed logins, texts
of old mails; the ledgers, through the database's own function; and the journal outside, from its beginning."""

import datetime
from typing import cast

from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from privacy import declarations
from privacy.choices import PeriodCode
from privacy.deadlines import Period, midnight
from privacy.declarations import Declaration
from privacy.models import Hold, OutgoingMail, Restriction, every_number
from privacy.queries import facts, journals
from privacy.storage.durable import LosesItsBeginning


def expire(*, at: datetime.datetime) -> dict[str, int]:
    """Delete or blank what is over; returns how many rows of each table. Lengths not approved are left alone."""
    lengths = facts.approved_periods()
    timed = [each for each in declarations.personal_models() if each.expires and each.expires.period in lengths]
    counts = {each.label: _expire(each, lengths, at) for each in timed}
    counts["farewells"] = _farewells_nobody_could_send(at)
    counts[Session._meta.label] = Session.objects.filter(expire_date__lt=at).delete()[0]
    counts["ledger"] = _expire_ledgers(timezone.localdate(at))
    counts["journal"] = _expire_journal(lengths, at)
    return counts


def _farewells_nobody_could_send(at: datetime.datetime) -> int:
    """A farewell dies when sent, and after a day in any case: its address belongs to somebody erased."""
    old = OutgoingMail.objects.filter(subject=None, created_at__lt=at - datetime.timedelta(days=1))
    return old.delete()[0]


def _expire(declaration: Declaration, lengths: dict[str, Period], at: datetime.datetime) -> int:
    expiry = declaration.expires
    assert expiry is not None
    rows = declaration.model._base_manager.filter(**{f"{expiry.anchor}__lt": _before(lengths[expiry.period], at)})
    if declaration.subject:  # what holds the purge back keeps everything, also what gives no reason to be kept
        categories = ["", *declarations.categories_of(declaration.model)]
        holds = every_number(Hold.objects.in_force(timezone.localdate(at)))
        restrictions = every_number(Restriction.objects.holding().filter(category__in=categories))
        person = f"{declaration.subject}__in"
        rows = rows.exclude(**{person: holds}).exclude(**{person: restrictions})
    if not expiry.blank:
        return rows.delete()[0]
    full = rows.exclude(**dict.fromkeys(expiry.blank, ""))
    return full.update(**dict.fromkeys(expiry.blank, ""))


def _before(length: Period, at: datetime.datetime) -> datetime.datetime:
    """The latest moment whose day plus `length` is not after today."""
    today = timezone.localdate(at)
    day = today
    while length.after(day) > today:
        day -= datetime.timedelta(days=1)
    return midnight(day + datetime.timedelta(days=1))


def _expire_ledgers(as_of: datetime.date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_expire_ledgers(%s)", [as_of])
        return int(cursor.fetchone()[0])


def _expire_journal(lengths: dict[str, Period], at: datetime.datetime) -> int:
    """Segments no backup still in use could need: as old as the length approved for it."""
    length = lengths.get(PeriodCode.JOURNAL)
    old = journals.written_before(_before(length, at)) if length else []
    if old:
        cast(LosesItsBeginning, storages["journal"]).remove_oldest(old)
    return len(old)
