"""Rows that give no reason to keep anything, gone by the clock whoever they are about: sessions, failed logins, texts
of old mails; the ledgers, through the database's own function; and the journal outside, from its beginning."""

import datetime
from typing import Any, cast

from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from privacy import declarations
from privacy.actions import sent_forms
from privacy.choices import MailState, PeriodCode
from privacy.deadlines import Period, latest_over
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
    counts["unsent texts"] = _texts_that_never_went(lengths, at)
    counts[Session._meta.label] = Session.objects.filter(expire_date__lt=at).delete()[0]
    counts["sent forms"] = sent_forms.forget(at=at)
    counts["ledger"] = _expire_ledgers("privacy_expire_ledgers", timezone.localdate(at))
    counts["disclosures"] = _expire_ledgers("privacy_expire_disclosures", timezone.localdate(at))
    counts["journal"] = _expire_journal(lengths, at)
    return counts


def _farewells_nobody_could_send(at: datetime.datetime) -> int:
    """A farewell dies when sent, and after a day in any case: its address belongs to somebody erased. What is written
    to a company is tried as long as any other mail."""
    is_old, is_very_old = (Q(created_at__lt=at - datetime.timedelta(days=days)) for days in (1, 30))
    old = OutgoingMail.objects.filter(is_old & Q(is_secret=True) | is_very_old, subject=None)
    return old.delete()[0]


def _texts_that_never_went(lengths: dict[str, Period], at: datetime.datetime) -> int:
    """Of mails given up or withheld, as long after they were written as of others after they were sent."""
    if PeriodCode.MAIL_BODY not in lengths:
        return 0
    mails = _over(declarations.of(OutgoingMail), "created_at", lengths[PeriodCode.MAIL_BODY], at)
    never = [MailState.FAILED, MailState.WITHHELD, MailState.UNKNOWN]
    return _blank(mails.filter(state__in=never), ("body_text", "calendar_text"))


def _expire(declaration: Declaration, lengths: dict[str, Period], at: datetime.datetime) -> int:
    expiry = declaration.expires
    assert expiry is not None
    rows = _over(declaration, expiry.anchor, lengths[expiry.period], at)
    if expiry.blank:
        return _blank(rows, expiry.blank)
    with transaction.atomic():
        _as_of(at)
        return rows.delete()[0]


def _as_of(at: datetime.datetime) -> None:
    """What the database lets go of once it is over is over by the same clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('privacy.moment', %s, true)", [at.isoformat()])


def _over(declaration: Declaration, anchor: str, length: Period, at: datetime.datetime) -> QuerySet[Any]:
    rows = declaration.model._base_manager.filter(**{f"{anchor}__lt": latest_over(length, at)})
    if declaration.subject:  # what holds the purge back keeps everything, also what gives no reason to be kept
        categories = ["", *declarations.categories_of(declaration.model)]
        holds = every_number(Hold.objects.in_force(timezone.localdate(at)))
        restrictions = every_number(Restriction.objects.holding().filter(category__in=categories))
        person = f"{declaration.subject}__in"
        rows = rows.exclude(**{person: holds}).exclude(**{person: restrictions})
    return rows


def _blank(rows: QuerySet[Any], texts: tuple[str, ...]) -> int:
    empty = dict.fromkeys(texts, "")
    return rows.exclude(**empty).update(**empty)


def _expire_ledgers(function: str, as_of: datetime.date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [as_of])
        return int(cursor.fetchone()[0])


def _expire_journal(lengths: dict[str, Period], at: datetime.datetime) -> int:
    """Segments no backup still in use could need: as old as the length approved for it."""
    length = lengths.get(PeriodCode.JOURNAL)
    old = journals.written_before(latest_over(length, at)) if length else []
    if old:
        cast(LosesItsBeginning, storages["journal"]).remove_oldest(old)
    return len(old)
