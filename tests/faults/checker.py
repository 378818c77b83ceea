"""Holds the list of what was acknowledged against database, files and mailbox: the four invariants.

I1 nothing acknowledged is lost. I2 nothing erased survives, and nothing else goes. I3 rows and files agree. I4 each promised
mail came once, or its row says that it may not have; none came about somebody erased but the farewell.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path

from django.utils import translation

from candidates.choices import TextState
from candidates.models import Application, Document
from privacy.choices import ConsentPurpose, MailState
from privacy.models import Erasure, FileTombstone, OutgoingMail, Subject
from privacy.queries import consent_in_force
from tests.faults.people import Member
from tests.faults.workload import Ledger
from tests.smtp import LetterBox

IN_DOUBT = {MailState.SENDING, MailState.UNKNOWN, MailState.FAILED}  # whoever looks at the mails sees it


def problems(ledger: Ledger, members: Iterable[Member], files: Path, box: LetterBox) -> list[str]:
    """What is not as it should be; within `Agency.seen`."""
    there = [member for member in members if member not in {*ledger.erased, *ledger.in_doubt}]
    return [
        *_applications(ledger.applied),
        *_consents(ledger.longer),
        *_erased(ledger.erased, files),
        *_still_there(there, files),
        *_rows_and_files(files),
        *_receipts(ledger.applied, box),
        *_farewells(ledger.erased, box),
        *_twice(box),
    ]


def _applications(applied: dict[str, str]) -> Iterator[str]:
    for email, word in applied.items():
        found = Application.objects.filter(candidate__unconfirmed_email=email)
        if (count := found.count()) != 1:
            yield f"I1: {count} applications of {email}"
        for document in Document.objects.filter(candidate__unconfirmed_email=email):
            if document.text_state != TextState.READ or word not in document.text:
                yield f"I1: the CV of {email} is not searchable ({document.state}, {document.text_state})"
            with document.file.open() as file:
                if hashlib.sha256(file.read()).hexdigest() != document.sha256:
                    yield f"I1: the CV of {email} is not the one that was sent"


def _consents(longer: dict[Member, bool]) -> Iterator[str]:
    for member, is_given in longer.items():
        in_force = consent_in_force(member.subject_id, ConsentPurpose.FURTHER_STORAGE) is not None
        if in_force != is_given:
            yield f"I1: {member.email} was told that the consent is {is_given}, and it is {in_force}"


def _erased(erased: Iterable[Member], files: Path) -> Iterator[str]:
    for member in erased:
        if Subject.objects.filter(pk=member.subject_id).exists():
            yield f"I2: {member.email} was erased and is there"
        if (count := Erasure.objects.filter(subject_uuid=member.subject_id).count()) != 1:
            yield f"I2: {count} proofs that {member.email} was erased"
        if (files / member.file).exists():
            yield f"I2: {member.email} was erased and the file is there"


def _still_there(members: list[Member], files: Path) -> Iterator[str]:
    there = set(Subject.objects.filter(pk__in=[each.subject_id for each in members]).values_list("pk", flat=True))
    for member in members:
        if member.subject_id not in there:
            yield f"I2: {member.email} is gone and nobody asked for it"
        elif not (files / member.file).exists():
            yield f"I3: the file of {member.email} is gone"


def _rows_and_files(files: Path) -> Iterator[str]:
    named = set(Document.objects.values_list("file", flat=True))
    buried = set(FileTombstone.objects.values_list("name", flat=True))
    stored = set(stored_in(files))
    if lost := named - stored:
        yield f"I3: {len(lost)} rows name a file that is not there"
    if buried & stored:
        yield f"I3: {len(buried & stored)} files still wait to be removed"


def orphans(files: Path) -> set[str]:
    """Files nobody names: a web server died between file and row. A day later they go (`files.reconcile`)."""
    named = set(Document.objects.values_list("file", flat=True))
    return set(stored_in(files)) - named - set(FileTombstone.objects.values_list("name", flat=True))


def stored_in(files: Path) -> list[str]:
    return [str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()]


def _receipts(applied: dict[str, str], box: LetterBox) -> Iterator[str]:
    came = Counter(str(mail["To"]) for mail in box.taken)
    for email in applied:
        states = list(OutgoingMail.objects.filter(to=email).values_list("state", flat=True))
        if len(states) != 1:
            yield f"I4: {len(states)} receipts written to {email}"
        elif came[email] > 1:
            yield f"I4: {came[email]} receipts came to {email}"
        elif states[0] not in IN_DOUBT and (states[0], came[email]) != (MailState.SENT, 1):
            yield f"I4: the receipt to {email} is {states[0]}, and came {came[email]} times"


def _farewells(erased: dict[Member, datetime.datetime], box: LetterBox) -> Iterator[str]:
    for member, at in erased.items():
        to = [mail for mail in box.taken if str(mail["To"]) == member.email]
        farewells = [mail for mail in to if _subject(mail) in _farewell()]
        left = OutgoingMail.objects.filter(to=member.email)
        if any(_written(mail) > at for mail in to if mail not in farewells):
            yield f"I4: a mail to {member.email}, who was erased before it was written"
        if len(farewells) > 1:
            yield f"I4: {len(farewells)} farewells to {member.email}"
        if not farewells and not left.filter(state__in=IN_DOUBT).exists():
            yield f"I4: no farewell to {member.email}"
        if left.filter(state=MailState.QUEUED).exists():
            yield f"I4: one more mail waits for {member.email}, who is erased"


def _twice(box: LetterBox) -> Iterator[str]:
    for number, count in Counter(mail["Message-ID"] for mail in list(box.taken)).items():
        if count > 1:
            yield f"I4: mail {number} came {count} times"


def _written(mail: Message) -> datetime.datetime:
    return parsedate_to_datetime(mail["Date"]).replace(tzinfo=datetime.UTC)  # "-0000": Django says it in UTC


def _subject(mail: Message) -> str:
    return str(make_header(decode_header(mail["Subject"])))


@cache
def _farewell() -> set[str]:
    """In each language."""
    said = set()
    for language in ("nb", "en"):
        with translation.override(language):
            said.add(translation.gettext("Your personal data with Fremrykk are deleted"))
    return said


def in_doubt(ledger: Ledger) -> int:
    """Mails whose rows say that nobody knows whether they went: a person decides."""
    to = [*ledger.applied, *(member.email for member in ledger.erased)]
    return OutgoingMail.objects.filter(to__in=to, state__in=IN_DOUBT).count()
