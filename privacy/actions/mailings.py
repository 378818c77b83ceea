"""Mailings: one advertisement to many. Ordered as a row; the worker writes the mails, batch by batch, each person once."""

import datetime
import logging
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, OperationalError, transaction

from privacy import registries
from privacy.actions import informing, outbox, subjects
from privacy.declarations import categories_of
from privacy.emails import Letter
from privacy.models import Collection, Mailing, OutgoingMail, ProcessingActivity, Subject, restricted_persons
from privacy.ports import Actor, nudge
from privacy.queries import suppressions

logger = logging.getLogger(__name__)

BATCH = 500


class AlreadyOrdered(Exception):
    """The same was ordered for the same audience before: it is sent once."""


class AlreadyOver(Exception):
    """It is written to everybody already, or was stopped."""


@transaction.atomic
def order(*, audience: str, about: str = "", by: Actor | None, at: datetime.datetime) -> Mailing:
    """Send what the audience gets (`registries.audiences`) to everybody in it. `about` says what it tells of, by number.

    Returns at once: the worker writes the mails. Raises `AlreadyOrdered`, `KeyError` for an audience nobody registered.
    """
    known = registries.audiences[audience]
    code = registries.kinds_of_advertising[known.kind].activity
    mailing = Mailing(
        audience=audience, kind=known.kind, template=known.template, about=about, ordered_at=at,
        activity=ProcessingActivity.objects.get(code=code), ordered_by_id=by.pk if by else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            mailing.save()
    except IntegrityError as error:
        if "mailing_once" in str(error):
            raise AlreadyOrdered from None
        raise
    nudge("privacy.jobs.write_mailing", mailing.pk)
    return mailing


@transaction.atomic
def stop(*, mailing: Mailing, by: Actor, at: datetime.datetime) -> None:
    """Write to nobody else; what is written and not sent yet is withheld. Raises `AlreadyOver`."""
    if not Mailing.objects.unfinished().filter(pk=mailing.pk).update(stopped_at=at, stopped_by=by.pk):
        raise AlreadyOver


def write(*, pk: int, at: datetime.datetime) -> bool:
    """Write the next batch; False when there is none. Killed anywhere, the next one goes on from the last whole batch."""
    with transaction.atomic():
        mailing = Mailing.objects.unfinished().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
        if mailing is None:
            return False
        everybody = registries.audiences[mailing.audience].persons(mailing)
        numbers = list(everybody.filter(pk__gt=mailing.reached).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if numbers:
            _write_to(mailing, numbers, at)
            mailing.reached = numbers[-1]
        else:
            mailing.finished_at = at
        mailing.save(update_fields=["reached", "written_count", "skipped_count", "failed_count", "finished_at"])
    return bool(numbers)


def _write_to(mailing: Mailing, numbers: list[uuid.UUID], at: datetime.datetime) -> None:
    """All of them; where one of them is in the way, the others by themselves."""
    try:
        written = _try(mailing, numbers, at)
    except OperationalError:  # the database's own trouble is nobody's fault: the whole batch is tried again
        raise
    except Exception:
        if len(numbers) > 1:
            for number in numbers:
                _write_to(mailing, [number], at)
            return
        logger.exception("mailing %s could not be written to %s", mailing.pk, numbers[0])
        mailing.failed_count += 1
        return
    mailing.written_count += written
    mailing.skipped_count += len(numbers) - written


@transaction.atomic
def _try(mailing: Mailing, numbers: list[uuid.UUID], at: datetime.datetime) -> int:
    """Under the locks of these persons everything is asked again; says to how many was written."""
    roots = subjects.lock_who_is_left(*numbers)
    set_aside = _set_aside(set(roots.values()))
    here = [number for number in numbers if number in roots and roots[number] not in set_aside]
    letters = list(registries.audiences[mailing.audience].letters(mailing, here, at=at)) if here else []
    wanted = _wanted([each for each in letters if each.subject_id in roots], mailing)
    _tell_first(wanted, roots, at)
    mails = [_mail(mailing, each, roots[each.subject_id], at) for each in wanted]
    before = OutgoingMail.objects.filter(mailing=mailing, subject__in=roots.values()).count()
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)  # once a person, once an address
    return OutgoingMail.objects.filter(mailing=mailing, subject__in=roots.values()).count() - before


def _set_aside(roots: set[uuid.UUID]) -> set[uuid.UUID]:
    rows = restricted_persons(categories_of(OutgoingMail))
    return set(Subject.objects.filter(pk__in=roots).filter(pk__in=rows).values_list("pk", flat=True))


def _wanted(letters: Iterable[Letter], mailing: Mailing) -> list[Letter]:
    """Without those whose address said no to this kind, or to all."""
    known = [(each, suppressions.digests_of(each.to)) for each in letters]
    stopped = suppressions.stopped_among({digest for _each, several in known for digest in several}, mailing.kind)
    return [each for each, several in known if stopped.isdisjoint(several)]


def _tell_first(letters: list[Letter], roots: subjects.Roots, at: datetime.datetime) -> None:
    """Whose data we have from others hears of that before anything else (GDPR art. 14(3)(b))."""
    numbers = every_number_of(roots[each.subject_id] for each in letters)
    untold = Collection.objects.untold().filter(subject__in=numbers).values_list("subject", flat=True)
    waiting = {numbers[each] for each in untold}
    for each in letters:
        if roots[each.subject_id] in waiting:
            informing.tell_first(subject_id=each.subject_id, to=each.to, language=each.language, at=at)


def every_number_of(roots: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Each number these persons go by, and whose it is."""
    whole = set(roots)
    aliases = Subject.objects.filter(merged_into__in=whole).values_list("pk", "merged_into")
    return {root: root for root in whole} | {alias: root for alias, root in aliases if root}


def _mail(mailing: Mailing, letter: Letter, person: uuid.UUID, at: datetime.datetime) -> OutgoingMail:
    mail = outbox.draft(
        letter.message, to=letter.to, subject_id=person, language=letter.language, activity=mailing.activity, at=at
    )
    mail.mailing = mailing
    return mail
