"""Whether the machinery runs: each thing that is wrong, as an alarm code. What it has no number for, it has a limit for."""

import datetime

from django.db.models import Max, Min
from django.utils import timezone

from privacy import registries
from privacy.choices import AlarmCode, MailState
from privacy.choices.packages import PackageState
from privacy.models import (
    Breach,
    FileCheck,
    FileTombstone,
    InboxReading,
    Mailing,
    OutgoingMail,
    Package,
    PurgeFailure,
    PurgeRun,
    Request,
    Subject,
    TrailEntry,
)
from privacy.queries import facts, journals, register, room, seals, travel

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PURGE_AT_LEAST_EVERY = 26 * HOUR
MAY_BE_OVERDUE = 2 * DAY  # a night that failed, and the one after
FILE_GOES_WITHIN = HOUR
JOURNAL_WITHIN = 15 * datetime.timedelta(minutes=1)
SEALED_WITHIN = DAY
SENT_WITHIN = 6 * HOUR
GIVEN_UP_LATELY = 7 * DAY
INBOX_READ_WITHIN = HOUR / 2
BREACH_WARNED_AFTER = 2 * DAY  # of the three there are


def wrong(at: datetime.datetime) -> set[AlarmCode]:
    """Everything that is wrong at this moment, in a fixed number of statements."""
    found = {
        AlarmCode.PURGE_NOT_RUN: _purge_has_not_run(at),
        AlarmCode.OVERDUE: _is_overdue(at),
        AlarmCode.BLOCKED: PurgeFailure.objects.exists(),
        AlarmCode.REVIEW: Subject.objects.filter(merged_into=None, due_on__lte=facts.BEGINNING).exists(),
        AlarmCode.BRAKED: _is_braked(at),
        AlarmCode.FILES: FileTombstone.objects.filter(created_at__lt=at - FILE_GOES_WITHIN).exists(),
        AlarmCode.FILES_LOST: FileCheck.objects.filter(lost__gt=0).exists(),
        AlarmCode.JOURNAL: journals.lag(at) > JOURNAL_WITHIN,
        AlarmCode.SEALS: _is_unsealed(at),
        AlarmCode.MAILS: _mails_fail(at),
        AlarmCode.BREACH: Breach.objects.unreported().filter(aware_at__lte=at - BREACH_WARNED_AFTER).exists(),
        AlarmCode.REGISTER: register.to_review(timezone.localdate(at)).exists(),
        AlarmCode.CLOCK: travel.is_apart(at),
        AlarmCode.REQUESTS: Request.objects.overdue(timezone.localdate(at)).exists(),
        AlarmCode.INBOX: registries.mailbox() is not None and _inbox_fails(at),
        AlarmCode.COPIES: Package.objects.filter(state=PackageState.FAILED).exists(),
        AlarmCode.DISKS: room.is_short(),
    }
    found |= {AlarmCode(code): any(ask(at) for ask in asked) for code, asked in registries.alarms.items()}
    return {code for code, is_wrong in found.items() if is_wrong}


def _purge_has_not_run(at: datetime.datetime) -> bool:
    """A run the brake stopped has run, and has an alarm of its own. Before the first night nothing can have run."""
    last = PurgeRun.objects.filter(is_dry_run=False, ended_at__isnull=False).aggregate(last=Max("started_at"))["last"]
    since = last or Subject.objects.aggregate(first=Min("created_at"))["first"]
    return since is not None and at - since > PURGE_AT_LEAST_EVERY


def _is_overdue(at: datetime.datetime) -> bool:
    latest = timezone.localdate(at - MAY_BE_OVERDUE)
    return Subject.objects.filter(merged_into=None, due_on__gt=facts.BEGINNING, due_on__lt=latest).exists()


def _is_braked(at: datetime.datetime) -> bool:
    return PurgeRun.objects.filter(braked_at__gt=at - GIVEN_UP_LATELY, approved_at=None).exists()


def _is_unsealed(at: datetime.datetime) -> bool:
    oldest = TrailEntry.objects.filter(id__gt=seals.sealed_up_to()).order_by("id").first()
    return oldest is not None and at - oldest.at > SEALED_WITHIN


def _mails_fail(at: datetime.datetime) -> bool:
    given_up = OutgoingMail.objects.filter(state=MailState.FAILED, created_at__gt=at - GIVEN_UP_LATELY)
    late = OutgoingMail.objects.filter(state=MailState.QUEUED, created_at__lt=at - SENT_WITHIN)
    in_doubt = OutgoingMail.objects.filter(state=MailState.UNKNOWN)
    mailings = Mailing.objects.unfinished().filter(ordered_at__lt=at - SENT_WITHIN)
    return any(each.exists() for each in (given_up, late, in_doubt, mailings))


def _inbox_fails(at: datetime.datetime) -> bool:
    """Not read for a while, or something in it could not be. Before anybody is here nothing need have been read."""
    last = InboxReading.objects.first()
    if last is None:
        return Subject.objects.filter(created_at__lt=at - HOUR).exists()
    return at - last.read_at > INBOX_READ_WITHIN or bool(last.left or last.set_aside)
