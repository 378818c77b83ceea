"""Telling people what we hold and where it came from (GDPR art. 13 and 14): the one place that knows who was told."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from privacy.actions import outbox, retention, rows, subjects, trail
from privacy.choices import NoticeKind, Verb
from privacy.choices.disclosures import CollectionSource, ToldThrough
from privacy.deadlines import add_months
from privacy.emails.informing import informed
from privacy.models import Collection, Controller, Notice, OutgoingMail, ProcessingActivity, Recipient, TrailEntry
from privacy.ports import Actor, nudge
from privacy.queries import addresses
from privacy.queries.numbers import numbers_of


class AlreadyTold(Exception):
    """The person was told of this before."""


class NoAddress(Exception):
    """No confirmed e-mail address is known: tell the person by letter, by telephone or at the desk."""


class FromCompany(TypedDict, total=False):
    """A company in the register that we have the data from: what it calls them, and where its own statement stands."""

    origin: Recipient
    reference: str
    statement_url: str


def collected(
    *,
    subject_id: uuid.UUID,
    object_label: str,
    activity: str,
    source: CollectionSource,
    source_name: str = "",
    at: datetime.datetime,
    **company: Unpack[FromCompany],
) -> Collection:
    """Data came in of which the person is not told yet: the clock runs (GDPR art. 14(3)).

    Within a month the person is told, and before anything else is sent to the person or given to anybody; else what
    came in goes after the approved time. Under the caller's lock, which also stores when to look again.
    """
    return Collection.objects.create(
        subject_id=subject_id, object_label=object_label, activity=ProcessingActivity.objects.get(code=activity),
        source=source, source_name=source_name, collected_at=at, due_on=add_months(timezone.localdate(at), 1),
        **company,
    )  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """Somebody on a list taken over, and where to write; without an address a colleague tells."""

    subject_id: uuid.UUID
    email: str
    language: str


def taken_over(
    reached: Iterable[Reached], *, object_label: str, activity: str, source_name: str, at: datetime.datetime
) -> None:
    """Data of many came in from an earlier system: each clock runs, and whoever has an address is written to now.

    Until the person is told, and a fair time after, the purge leaves what came so alone (`facts`). Under the caller's
    lock, who also stores when to look again.
    """
    due_on, collections, mails = add_months(timezone.localdate(at), 1), [], []
    what, ours = ProcessingActivity.objects.get(code=activity), ProcessingActivity.objects.get(code="rights")
    notice, controller = _words(at)
    for each in reached:
        row = Collection(
            subject_id=each.subject_id, object_label=object_label, activity=what, source=CollectionSource.IMPORT,
            source_name=source_name, collected_at=at, due_on=due_on,
        )  # fmt: skip
        collections.append(row)
        if each.email:
            message = informed([row], notice=notice, controller=controller)
            mail = outbox.draft(
                message, to=each.email, subject_id=each.subject_id, language=each.language, activity=ours, at=at
            )
            mails.append(mail)
            row.informed_at, row.through, row.notice, row.language = at, ToldThrough.EMAIL, notice, each.language
    _write_many(collections, mails, at)


def _write_many(collected_rows: "list[Collection]", mails: "list[OutgoingMail]", at: datetime.datetime) -> None:
    """The notices first: they are the first word we send. The worker's sweep sends them."""
    told = [row for row in collected_rows if row.is_told]
    for row, mail in zip(told, OutgoingMail.objects.bulk_create(mails), strict=True):
        row.mail_number = mail.pk
    Collection.objects.bulk_create(collected_rows)
    _write_down_many(told, at)
    nudge("privacy.jobs.send_mails")


def _write_down_many(told: "list[Collection]", at: datetime.datetime) -> None:
    what = {"verb": Verb.INFORMED, "role": trail.PROGRAM, "fields": [ToldThrough.EMAIL.value], "at": at}
    what |= {"object_label": Collection._meta.label_lower}
    ours = ({"subject_uuid": row.subject_id, "object_id": str(row.pk), "activity": row.activity.code} for row in told)
    rows.add(TrailEntry, ({**what, **own} for own in ours))


def told_at_once(
    *, subject_id: uuid.UUID, object_label: str, activity: str, language: str, at: datetime.datetime
) -> Collection:
    """The person typed it on a page of ours that shows the statement: which version, is kept (GDPR art. 13)."""
    today = timezone.localdate(at)
    return Collection.objects.create(
        subject_id=subject_id, object_label=object_label, activity=ProcessingActivity.objects.get(code=activity),
        source=CollectionSource.PERSON, collected_at=at, due_on=today, informed_at=at, through=ToldThrough.WEBSITE,
        notice=_statement(today), language=language,
    )  # fmt: skip


def collected_from_the_person(
    *, subject_id: uuid.UUID, object_label: str, activity: str, at: datetime.datetime
) -> Collection:
    """The same for what the person sent, where nobody could be told at once."""
    return collected(
        subject_id=subject_id, object_label=object_label, activity=activity, source=CollectionSource.PERSON, at=at
    )


def told_by_mail(
    *, subject_id: uuid.UUID, object_label: str, activity: str, language: str, at: datetime.datetime
) -> Collection:
    """The person wrote to us, and the receipt says which version of the statement holds; see `told_by`."""
    today = timezone.localdate(at)
    return Collection.objects.create(
        subject_id=subject_id, object_label=object_label, activity=ProcessingActivity.objects.get(code=activity),
        source=CollectionSource.PERSON, collected_at=at, due_on=today, informed_at=at, through=ToldThrough.EMAIL,
        notice=_statement(today), language=language,
    )  # fmt: skip


def told_by(mail: OutgoingMail, *, collection: Collection) -> None:
    """This mail tells it: given up, or come back, nobody was told (`not_reached`)."""
    Collection.objects.filter(pk=collection.pk).update(mail_number=mail.pk)


def now_in(*, subject_id: uuid.UUID, before: str, object_label: str) -> None:
    """What came in has become a row of another table (a lead a candidate), and is told of as that. Under the lock."""
    rows = Collection.objects.filter(subject__in=numbers_of(subject_id), object_label=before)
    rows.update(object_label=object_label)


def tell_first(*, subject_id: uuid.UUID, to: str, language: str, at: datetime.datetime) -> bool:
    """Write the notice, if one is due, before any other mail to this person; says whether it was. Under their lock."""
    untold = list(_untold(subject_id))
    if not untold:
        return False
    notice, controller = _words(at)
    mail = outbox.write(
        informed(untold, notice=notice, controller=controller), to=to, subject_id=subject_id, language=language, at=at
    )
    told = {"informed_at": at, "through": ToldThrough.EMAIL, "notice": notice, "language": language}
    Collection.objects.filter(pk__in=[each.pk for each in untold]).update(**told, mail_number=mail.pk)
    _written(untold, None, ToldThrough.EMAIL, at)
    retention.refresh(subject_id)
    return True


@transaction.atomic
def tell(*, collection: Collection, by: Actor, at: datetime.datetime) -> None:
    """By e-mail, now. Raises `AlreadyTold`, `NoAddress`, `PersonIsGone`."""
    fresh = _standing(collection)
    address = addresses.of_person(fresh.subject.root_id)
    if address is None:
        raise NoAddress
    tell_first(subject_id=fresh.subject_id, to=address.email, language=address.language, at=at)
    Collection.objects.filter(pk=fresh.pk).update(informed_by=by.pk)


@transaction.atomic
def told_otherwise(*, collection: Collection, through: str, language: str, by: Actor, at: datetime.datetime) -> None:
    """A colleague told the person by letter, telephone or at the desk. Raises `AlreadyTold`, `PersonIsGone`."""
    fresh = _standing(collection)
    notice, _controller = _words(at)
    Collection.objects.filter(pk=fresh.pk).update(
        informed_at=at, through=through, notice=notice, language=language, informed_by=by.pk
    )
    _written([fresh], by, through, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def not_reached(*, mail_number: int) -> bool:
    """The notice was given up: the person was not told, and the clock goes on from where it began.

    Says whether that mail was such a notice.
    """
    persons = list(Collection.objects.filter(mail_number=mail_number).values_list("subject", flat=True))
    left = subjects.lock_who_is_left(*persons)
    told = Collection.objects.filter(mail_number=mail_number, subject__in=left)
    count = told.update(informed_at=None, notice=None, through="", language="", informed_by=None, mail_number=None)
    retention.refresh(*left)
    return count > 0


def _standing(collection: Collection) -> Collection:
    subjects.lock(collection.subject_id)
    fresh = subjects.fresh(collection)
    if fresh.is_told:
        raise AlreadyTold
    return fresh


def _untold(subject_id: uuid.UUID) -> "list[Collection]":
    """Under every number the person goes by."""
    waiting = Collection.objects.untold().filter(subject__in=numbers_of(subject_id))
    return list(waiting.select_related("activity").order_by("pk"))


def _words(at: datetime.datetime) -> tuple[Notice, Controller]:
    return _statement(timezone.localdate(at)), Controller.objects.get(valid_until=None)


def _statement(on: datetime.date) -> Notice:
    """The one that stood on the page that day."""
    statement = Notice.objects.shown_on(NoticeKind.STATEMENT, on)
    if statement is None:
        raise Notice.DoesNotExist("nobody can be told before there is a statement")
    return statement


def _written(told: list[Collection], by: Actor | None, through: str, at: datetime.datetime) -> None:
    for each in told:
        trail.record(
            Verb.INFORMED, subject_id=each.subject_id, by=by, at=at, activity=each.activity.code, fields=[through],
            obj=each,
        )  # fmt: skip
