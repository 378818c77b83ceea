"""What the engine's own data prove."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import declarations
from privacy.choices import MailState, NoticeKind
from privacy.choices.requests import RequestState
from privacy.decide import decide
from privacy.models import (
    Controller,
    Erasure,
    FileCheck,
    FileTombstone,
    Notice,
    OutgoingMail,
    ProcessingActivity,
    PurgeFailure,
    Request,
    Restriction,
    RetentionPeriod,
    Subject,
    TrailEntry,
    restricted_persons,
)
from privacy.queries import facts, seals
from privacy.queries.promises import promise
from privacy.validators import holds_national_id

MISSPELT = "fere" + "mrykk"  # the statement's own slip, which must not come back
NIGHTS = datetime.timedelta(days=2)  # one that failed, and the one after
SAMPLE = 500
NEARLY = r"\d{6} ?\d{5}"  # as a national identity number is written


@promise("P3", _("every activity has a ground in law, a paragraph and a storage time"))
def activities_without_a_basis(at: datetime.datetime) -> Iterable[object]:
    blank = Q(ground="") | Q(national_law="") | Q(retention_nb="") | Q(retention_en="")
    return ProcessingActivity.objects.filter(blank).values_list("code", flat=True)


@promise("P3", _("everything we hold belongs to an activity of the register"))
def activities_nobody_registered(at: datetime.datetime) -> Iterable[object]:
    known = set(ProcessingActivity.objects.values_list("code", flat=True))
    return {each.activity for each in declarations.personal_models()} - known


@promise("P4", _("a privacy statement is in force"))
def statement_missing(at: datetime.datetime) -> Iterable[object]:
    on = {"approved_at__isnull": False, "in_force_from__lte": timezone.localdate(at)}
    if not Notice.objects.filter(kind=NoticeKind.STATEMENT, **on).exists():
        yield NoticeKind.STATEMENT.value


@promise("P5", _("one address for questions, spelt right"))
def addresses_spelt_wrong(at: datetime.datetime) -> Iterator[object]:
    yield from Controller.objects.filter(contact_email__icontains=MISSPELT).values_list("pk", flat=True)
    yield from _saying(Notice.objects.all(), MISSPELT, "text_nb", "text_en")
    yield from _saying(OutgoingMail.objects.all(), MISSPELT, "subject_line", "body_text", "calendar_text")


def _saying(rows: QuerySet[Any], word: str, *fields: str) -> Iterator[object]:
    said = reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
    yield from rows.filter(said).values_list("pk", flat=True)


@promise("P7", _("everything done with data, and every e-mail, names what it was for"))
def done_for_nothing(at: datetime.datetime) -> Iterable[object]:
    known = ProcessingActivity.objects.values("code")
    return TrailEntry.objects.exclude(activity__in=known).values_list("pk", flat=True)[:SAMPLE]


@promise("P8", _("one controller answers for everything"))
def controllers(at: datetime.datetime) -> Iterable[object]:
    current = list(Controller.objects.filter(valid_until=None).values_list("pk", flat=True))
    return current if len(current) > 1 else ["nobody"] if not current else []


@promise("P10", _("every storage time in force was approved by somebody"))
def approved_by_nobody(at: datetime.datetime) -> Iterable[object]:
    in_force = RetentionPeriod.objects.filter(approved_at__isnull=False, superseded_at=None)
    return in_force.filter(approved_by=None).values_list("code", flat=True)


@promise("P21", _("no national identity number stands in an e-mail"))
def numbers_in_mails(at: datetime.datetime) -> Iterator[object]:
    rows = OutgoingMail.objects.filter(Q(subject_line__regex=NEARLY) | Q(body_text__regex=NEARLY))
    for pk, line, body in rows.values_list("pk", "subject_line", "body_text").iterator():
        if holds_national_id(f"{line} {body}"):
            yield pk


@promise("P22", _("every document's file is there"))
def files_lost(at: datetime.datetime) -> Iterable[object]:
    return FileCheck.objects.filter(lost__gt=0).values_list("lost", flat=True)


@promise("P47", _("a file whose row is gone is gone, too"))
def files_left(at: datetime.datetime) -> Iterable[object]:
    return FileTombstone.objects.filter(created_at__lt=at - NIGHTS).values_list("name", flat=True)


@promise("P48", _("nothing is kept past its day"))
def overdue(at: datetime.datetime) -> Iterable[object]:
    late = Subject.objects.filter(merged_into=None, due_on__gt=facts.BEGINNING)
    return late.filter(due_on__lt=timezone.localdate(at - NIGHTS)).values_list("pk", flat=True)


@promise("P48", _("nobody waits in vain for deletion"))
def blocked(at: datetime.datetime) -> Iterable[object]:
    return PurgeFailure.objects.filter(blocked_since__lt=at - NIGHTS).values_list("subject_uuid", flat=True)


@promise("P50", _("the day we look at somebody's data is never later than the day something goes"))
def looked_at_too_late(at: datetime.datetime) -> Iterator[object]:
    """Of some persons, but for mails, whose sending stores no date: the purge finds that out before it begins."""
    people = Subject.objects.filter(merged_into=None).order_by(F("due_on").desc(nulls_first=True), "pk")[:SAMPLE]
    stored = {person.pk: person.due_on for person in people}
    for number, known in facts.of_persons(stored).items():
        dated = replace(known, items=tuple(item for item in known.items if item.at_most is None))
        look, due_on = decide(dated, facts.BEGINNING).next_look, stored[number]
        if look is not None and (due_on is None or due_on > look):
            yield number


@promise("P49", _("whoever was erased is nowhere any more"))
def erased_and_still_there(at: datetime.datetime) -> Iterable[object]:
    gone = Erasure.objects.filter(scope="person").values("subject_uuid")
    return Subject.objects.filter(pk__in=gone).values_list("pk", flat=True)


@promise("P55", _("every request about rights is answered in time"))
def requests_overdue(at: datetime.datetime) -> Iterable[object]:
    return Request.objects.overdue(timezone.localdate(at)).values_list("pk", flat=True)


@promise("P56", _("the history is as it was sealed"))
def history_changed(at: datetime.datetime) -> Iterable[object]:
    return (f"{each.subject_id}, {each.up_to}" for each in seals.broken())


@promise("P60", _("a refusal has a ground, a reason, and two people who answer for it"))
def refused_by_one(at: datetime.datetime) -> Iterable[object]:
    alone = Q(refusal_ground="") | Q(refusal_reason="") | Q(approved_by=None) | Q(approved_by=F("proposed_by"))
    return Request.objects.filter(alone, state=RequestState.REFUSED).values_list("pk", flat=True)


@promise("P61", _("nothing is sent to, or about, whoever is restricted"))
def mailed_though_restricted(at: datetime.datetime) -> Iterable[object]:
    about = restricted_persons(declarations.categories_of(OutgoingMail))
    sent = OutgoingMail.objects.filter(state=MailState.SENT, reaches_restricted=False, subject__in=about)
    return [mail.pk for mail in sent.select_related("subject") if _is_restricted_before(mail)]


def _is_restricted_before(mail: OutgoingMail) -> bool:
    person = mail.subject.root_id if mail.subject else None
    theirs = Restriction.objects.in_force().filter(Q(subject=person) | Q(subject__merged_into=person))
    return theirs.filter(opened_at__lt=mail.sent_at).exists()


@promise("P62", _("nobody's restriction was lifted without a word before"))
def lifted_unannounced(at: datetime.datetime) -> Iterable[object]:
    early = Q(told_at=None) | Q(told_at__gte=F("lifted_at"))
    return Restriction.objects.filter(early, lifted_at__isnull=False).values_list("pk", flat=True)


@promise("P63", _("the address for questions is a real one"))
def address_of_nobody(at: datetime.datetime) -> Iterable[object]:
    return Controller.objects.filter(valid_until=None, contact_email="").values_list("pk", flat=True)
