"""A report leaves: its file is made for payroll to deliver, and noted as sent with the receipt, once for all in it."""

import datetime
import uuid
from hashlib import sha256
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from candidates.actions import authority_reports
from candidates.actions.authority_reports import ACTIVITY, AlreadySent, NotInOrder
from candidates.choices.employment import RevealReason, Sealed
from candidates.choices.reports import ReportAnswer
from candidates.models import AuthorityReport, ReportedEmployment
from candidates.queries import authority_reports as reading
from candidates.queries import report_control as control
from candidates.queries import report_file, report_format
from privacy.actions import disclosures, recipients, retention, trail
from privacy.choices import Category, Verb
from privacy.choices.disclosures import RecipientKind
from privacy.models import Recipient
from privacy.ports import Actor
from privacy.storage import FileTampered, KeyMissing

TO = {
    "kind": RecipientKind.AUTHORITY,
    "name": "Skatteetaten (a-ordningen; også for NAV og Statistisk sentralbyrå)",
    "org_number": "974761076",
    "purpose": "Skatt, trygd og statistikk over ansatte, lønn og stillingsprosent",
    "law": "a-opplysningsloven § 3",
}  # fmt: skip
GIVEN = (Category.IDENTITY, Category.EMPLOYMENT)


class NotLookedAt(Exception):
    """There are warnings nobody has looked at."""


class NoFile(Exception):
    """No file was made of it: nothing can have been delivered."""


class ChangedSince(Exception):
    """The rows are others than in the file that was made: make it again, and deliver that."""


class OutOfFormat(Exception):
    """The file is not as the a-melding wants it, which the control list did not find; `problems` says where."""

    def __init__(self, problems: list[report_format.Problem]) -> None:
        super().__init__(", ".join(f"{each.place}: {each.code}" for each in problems))
        self.problems = problems


class BeforeFile(Exception):
    """It cannot be received before the file was made, nor on a day that has not come."""


class Receipt(NamedTuple):
    """What the a-ordning answered."""

    reference: str
    received_on: datetime.date
    answer: ReportAnswer


@transaction.atomic
def make_file(*, report: AuthorityReport, by: Actor, at: datetime.datetime) -> bytes:
    """The bytes to deliver, and in each employee's history that the number was opened for them. They are kept nowhere.

    What was sent is made again as it was, as long as the numbers are. Raises `NotPayroll`, `NotInOrder`, `NotLookedAt`,
    `OutOfFormat`, `ChangedSince` (of what was sent).
    """
    try:
        fresh = authority_reports.locked(report, by=by)
    except AlreadySent:
        return _again(report, by=by, at=at)
    found = control.findings(fresh, at=at)
    if stops := control.errors(found):
        raise NotInOrder(stops)
    if control.warnings_mark(found) != fresh.looked_at:
        raise NotLookedAt
    content = _of_now(fresh, at=at)
    _reveal(fresh, by=by, at=at)
    return content


@transaction.atomic
def send(*, report: AuthorityReport, receipt: Receipt, by: Actor, at: datetime.datetime) -> AuthorityReport:
    """Note that the file was delivered, and with it what was given to the authorities of each employee.

    The same receipt twice is noted once. Raises `NotPayroll`, `AlreadySent`, `NoFile`, `BeforeFile`, `ChangedSince`,
    `NotInformed` and `NotAllowed` of the ledger.
    """
    try:
        fresh = authority_reports.locked(report, by=by)
    except AlreadySent:
        return _sent_already(report, receipt)
    if fresh.stamped_at is None:
        raise NoFile
    if not timezone.localdate(fresh.stamped_at) <= receipt.received_on <= timezone.localdate(at):
        raise BeforeFile
    if _sum(_content(fresh)) != fresh.digest:
        raise ChangedSince
    to = recipients.authority(pk=reading.A_ORDNINGEN, facts=TO)
    for line in fresh.lines.known():
        _disclose(line, to, by, at)
    fresh.sent_by_id, fresh.sent_at = by.pk, at
    fresh.receipt_reference, fresh.received_on, fresh.answer = receipt
    fresh.save()
    retention.refresh(*fresh.lines.values_list("employment__subject", flat=True))
    return fresh


def _disclose(line: ReportedEmployment, to: Recipient, by: Actor, at: datetime.datetime) -> None:
    """GDPR art. 15(1)(c) and 19: the person can ask whom the data were given to, and corrections follow them there."""
    disclosures.disclose(
        subject_id=line.employment.subject_id, recipient=to, categories=GIVEN, activity=ACTIVITY, obj=line, by=by, at=at
    )


def _sent_already(report: AuthorityReport, receipt: Receipt) -> AuthorityReport:
    sent = AuthorityReport.objects.get(pk=report.pk)
    if (sent.receipt_reference, sent.received_on, sent.answer) != tuple(receipt):
        raise AlreadySent
    return sent


def _again(report: AuthorityReport, *, by: Actor, at: datetime.datetime) -> bytes:
    sent = AuthorityReport.objects.get(pk=report.pk)
    content = _content(sent)
    if _sum(content) != sent.digest:
        raise ChangedSince
    _reveal(sent, by=by, at=at)
    return content


def _of_now(report: AuthorityReport, *, at: datetime.datetime) -> bytes:
    """The same as before, as long as nothing in it changed; else with a moment and numbers of its own."""
    units = control.units()
    if report.stamped_at and (report.main_unit, report.sub_unit) == units:
        content = _content(report)
        if _sum(content) == report.digest:
            return content
    if report.stamped_at:
        report.message_id, report.idempotency_key = uuid.uuid4(), uuid.uuid4()
    report.main_unit, report.sub_unit = units
    report.stamped_at = at
    content = _content(report)
    report.digest = _sum(content)
    report.save()
    return content


def _content(report: AuthorityReport) -> bytes:
    """Raises `ChangedSince` where a number is gone or cannot be opened any more."""
    lines = list(report.lines.known())
    try:
        numbers = {line.pk: control.number_of(line.employment) for line in lines}
    except (FileTampered, KeyMissing, ValidationError) as error:
        raise ChangedSince from error
    content = report_file.content(report, lines, numbers, replaces=reading.taken_before(report))
    if wrong := report_format.problems(content):
        raise OutOfFormat(wrong)
    return content


def _reveal(report: AuthorityReport, *, by: Actor, at: datetime.datetime) -> None:
    """Each number in it was opened, by whom and what for; the employee reads that."""
    names = [str(Sealed.NATIONAL_ID), str(RevealReason.REPORT)]
    lines = list(report.lines.known())
    for line in lines:
        trail.record(
            Verb.REVEALED, subject_id=line.employment.subject_id, by=by, at=at, activity=ACTIVITY, fields=names,
            obj=line.employment,
        )  # fmt: skip
    retention.refresh(*(line.employment.subject_id for line in lines))


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()
