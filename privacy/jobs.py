"""What the worker and the clock do: each takes a key or a date, and calls one action."""

import datetime
import uuid

from celery import shared_task
from django.utils import timezone

from privacy import registries
from privacy.actions import (
    alarms,
    answers,
    breaches,
    delivery,
    files,
    housekeeping,
    incoming,
    mailings,
    mails,
    notifying,
    packages,
    page_counts,
    presence,
    register_copies,
    relay,
    retention,
    seals,
    warnings,
)
from privacy.actions import purge as purging
from privacy.models import Mailing
from privacy.ports import nudge
from privacy.queries import notifying as to_tell
from privacy.queries import own_requests, travel, vitals

SWEEP = datetime.timedelta(seconds=50)  # the next one begins after sixty
BATCHES_AT_ONCE = 20
PURGED_BY = datetime.time(3, 10)  # it is begun at three


@shared_task
def purge(as_of: str | None = None) -> None:
    """The nightly purge of what is due today; `as_of` another day, later ones only where time travel is allowed."""
    now = timezone.now()
    day, has_jumped = travel.as_of(as_of, now=now), travel.has_clock_jumped(now)
    purging.run(as_of=day, at=now, has_clock_jumped=has_jumped, hands=purging.HANDS)


@shared_task
def resume_purge() -> None:
    """The sweep: a purge of today whose worker was killed, or that nobody began when the clock said so."""
    now = timezone.now()
    here = timezone.localtime(now)
    if not travel.has_clock_jumped(now) and presence.is_owed(
        as_of=here.date(), at=now, is_past_its_hour=here.time() >= PURGED_BY
    ):
        purge()


@shared_task
def refresh_due_dates() -> None:
    retention.refresh_everybody()


@shared_task
def remove_files() -> None:
    files.sweep(at=timezone.now())


@shared_task
def reconcile_files() -> None:
    files.reconcile(at=timezone.now())


@shared_task
def send_mail(pk: int) -> None:
    mails.send(pk=pk, at=timezone.now())


@shared_task
def send_mails() -> None:
    """The sweep: whatever a lost nudge, broker or worker left unsent; what a mailing has written."""
    began = now = timezone.now()
    delivery.doubt(at=now)
    while now - began < SWEEP and (due := mails.waiting(at=now)):
        delivery.deliver(pks=due, at=now)
        now = timezone.now()


@shared_task
def write_mailing(pk: int) -> None:
    """A mailing, some batches at a time: other work gets its turn in between."""
    for _batch in range(BATCHES_AT_ONCE):
        if not mailings.write(pk=pk, at=timezone.now()):
            return
    nudge("privacy.jobs.write_mailing", pk)


@shared_task
def write_mailings() -> None:
    """The sweep: mailings whose worker died, or that nobody has begun."""
    for mailing in Mailing.objects.unfinished().order_by("pk"):
        write_mailing(mailing.pk)


@shared_task
def read_inbox() -> None:
    """What came to the contact address, where there is an inbox."""
    if mailbox := registries.mailbox():
        incoming.read(mailbox=mailbox, at=timezone.now())


@shared_task
def build_package(pk: str) -> None:
    packages.build(pk=uuid.UUID(pk), pdf_maker=registries.pdf_maker(), at=timezone.now())


@shared_task
def build_packages() -> None:
    """The sweep: copies nobody has begun, and those whose worker died."""
    for pk in packages.waiting(at=timezone.now()):
        build_package(str(pk))


@shared_task
def tell_recipients() -> None:
    """Whoever was given data hears what became of them."""
    now = timezone.now()
    for pk in to_tell.to_write():
        notifying.tell(pk=pk, at=now)


@shared_task
def print_register() -> None:
    """The register as a PDF, where it says something new."""
    register_copies.make(pdf_maker=registries.pdf_maker(), at=timezone.now())


@shared_task
def warn() -> None:
    """Who is told today that something of theirs goes."""
    warnings.warn(at=timezone.now())


@shared_task
def remind() -> None:
    """Which requests about rights must be answered soon."""
    now = timezone.now()
    for request in own_requests.to_remind(timezone.localdate(now), ahead=max(answers.REMIND_AHEAD)):
        answers.remind(request=request, at=now)


@shared_task
def expire_rows() -> None:
    now = timezone.now()
    if travel.may_delete(now):
        housekeeping.expire(at=now)
        breaches.expire(at=now)


@shared_task
def write_journal() -> None:
    relay.write(at=timezone.now())


@shared_task
def seal_trail() -> None:
    seals.seal(at=timezone.now())


@shared_task
def watch() -> None:
    """What is wrong becomes an alarm, and the manager is told once."""
    now = timezone.now()
    presence.note_interrupted(at=now)
    alarms.watch(vitals.wrong(now), at=now)


@shared_task
def store_page_counts() -> None:
    page_counts.store(at=timezone.now())
