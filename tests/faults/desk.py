"""Candidates who send, remove, have themselves erased, and are told so; the machinery's turns; and what must then be true.

In the tests' own process, with its clock in hand: for what breaks outside of the program, as storage, scanner and mail.
`tests/faults/agency.py` has the programs themselves, to be killed.
"""

import datetime
import hashlib
import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from candidates.actions import documents, scanning
from candidates.adapters.inspector import SandboxInspector
from candidates.adapters.virus_scanner import NoScanner
from candidates.choices import DocumentState, TextState
from candidates.models import Application, Document
from candidates.ports import Inspector, VirusScanner
from privacy import registries
from privacy.actions import delivery, erasure, files, packages, relay
from privacy.choices import ErasureCause
from privacy.choices.packages import PackageState
from privacy.models import Erasure, FileTombstone, OutgoingMail, Package, Subject
from tests.factories import JobAdFactory
from tests.files import pdf_cv

FORM = {
    "first_name": "Kari", "last_name": "Nordmann", "phone": "", "sharing_acknowledged": "on", "terms_accepted": "on",
    "sharing_scope": "this_position", "keep_scope": "this_position", "notice_version": "2",
}  # fmt: skip
AWAY = "Dette ble ikke mottatt, for vi kan ikke lagre filer akkurat nå."
UNREAD = "Vi når ikke filene våre akkurat nå"  # so early that not even the words were read: the browser has them
BUSY = "Vi rakk ikke å se på filen akkurat nå."
MINUTE = datetime.timedelta(minutes=1)


@dataclass
class Sent:
    """What somebody was told was received."""

    email: str
    subject_id: UUID
    documents: dict[UUID, str]  # and the digest of what was sent
    names: list[str]  # under which they lie
    is_erased: bool = False


@dataclass
class Desk:
    """`at` is the clock; `inspector` and `scanner` are outside; `named` tells the people of one round from others."""

    dice: Random
    named: object = ""  # whom the addresses of this round are of
    scanner: VirusScanner = field(default_factory=NoScanner)
    inspector: Inspector = field(default_factory=SandboxInspector)
    sent: list[Sent] = field(default_factory=list)
    refused: int = 0
    unread: int = 0  # of these, how many were not even asked again
    at: datetime.datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        ad = JobAdFactory(title="Sykepleier")
        self.path, self.browser, self.number = f"/stillinger/{ad.slug}/sok/", Client(), 0

    # --- what people do ---
    def apply(self, size: int | None = None) -> None:
        """Received, or asked again with all that was typed."""
        self.number += 1
        cache.clear()  # nobody is held back for sending often
        email = f"kari{self.named}-{self.number}@example.test"
        size = size or self.dice.choice([10, 10, 200_000, 700_000])  # beyond a megabyte it is spooled to a disk
        cv = pdf_cv([email]) + b"%" + self.dice.randbytes(size).hex().encode() + b"\n"
        word = f"kanari{self.number}"
        answer = self.browser.post(
            self.path, FORM | {"email": email, "message": word, "cv": SimpleUploadedFile("cv.pdf", cv)}
        )
        if answer.status_code == 302:
            self._received(email, hashlib.sha256(cv).hexdigest())
            return
        page = html.unescape(answer.content.decode())
        if answer.status_code == 422:  # this machine had no time for its file
            assert BUSY in page and word in page and email in page, page
            self.refused += 1
            return
        is_asked_again = AWAY in page and word in page and email in page
        assert (answer.status_code, answer["Retry-After"]) == (503, "300"), page
        assert is_asked_again or UNREAD in page, page
        self.refused, self.unread = self.refused + 1, self.unread + (not is_asked_again)

    def _received(self, email: str, digest: str) -> None:
        application = Application.objects.get(candidate__unconfirmed_email=email)
        found = list(application.documents.all())
        names = [str(document.file) for document in found]
        self.sent.append(
            Sent(email, application.candidate.subject_id, {document.pk: digest for document in found}, names)
        )

    def erase(self) -> None:
        if left := [each for each in self.sent if not each.is_erased]:
            gone = self.dice.choice(left)
            gone.names += Package.objects.filter(subject=gone.subject_id).values_list("file", flat=True)
            erasure.erase_person(subject_id=gone.subject_id, cause=ErasureCause.PERSON, by=None, at=self.at)
            gone.is_erased = True

    def all_go(self) -> None:
        while any(not each.is_erased for each in self.sent):
            self.erase()
        files.sweep(at=self.at)

    def order(self) -> None:
        if left := [each for each in self.sent if not each.is_erased]:
            packages.order(subject_id=self.dice.choice(left).subject_id, by=None, at=self.at)

    # --- what the machinery does ---
    def turn(self) -> None:
        """All sweeps, some minutes later."""
        self.at += self.dice.randrange(1, 30) * MINUTE
        files.sweep(at=self.at)
        relay.write(at=self.at)
        self.read_files()
        for pk in packages.waiting(at=self.at):
            packages.build(pk=pk, pdf_maker=registries.pdf_maker(), at=self.at)
        delivery.doubt(at=self.at)

    def read_files(self) -> None:
        for pk, is_unscanned in scanning.waiting(at=self.at):
            if is_unscanned:
                scanning.scan(pk=pk, scanner=self.scanner, at=self.at)
            else:
                scanning.read_text(pk=pk, inspector=self.inspector, at=self.at)

    def settle(self, turns: int = 40) -> None:
        """Healed: turn after turn, until nothing waits."""
        for _ in range(turns):
            self.turn()
            if not self.waits():
                return

    def waits(self) -> bool:
        unread = Document.objects.filter(text_state=TextState.WAITING).exclude(state=DocumentState.INFECTED)
        unmade = Package.objects.exclude(state__in=[PackageState.READY, PackageState.FAILED])
        return any(each.exists() for each in (unread, unmade, FileTombstone.objects.all()))

    def a_day_later(self) -> None:
        """What nobody names is found, and goes."""
        self.at = max(self.at, timezone.now()) + files.GRACE + MINUTE
        files.reconcile(at=self.at)
        files.sweep(at=self.at)

    # --- what must be true then ---
    def problems(self) -> list[str]:
        return [*self._lost(), *self._survived(), *self._unread(), *self._unreceipted()]

    def _lost(self) -> Iterator[str]:
        for each in self.sent:
            there = Application.objects.filter(candidate__subject=each.subject_id).count()
            if there != (not each.is_erased):
                yield f"I1: {each.email} has {there} applications"
            for pk, digest in each.documents.items() if not each.is_erased else ():
                with Document.objects.get(pk=pk).file.open() as file:
                    if hashlib.sha256(file.read()).hexdigest() != digest:
                        yield f"I1: the CV of {each.email} is not what was sent"

    def _survived(self) -> Iterator[str]:
        for each in self.sent:
            if not each.is_erased:
                continue
            if Subject.objects.filter(pk=each.subject_id).exists() or OutgoingMail.objects.filter(
                subject=each.subject_id
            ):
                yield f"I2: {each.email} was erased and is there"
            if Erasure.objects.filter(subject_uuid=each.subject_id).count() != 1:
                yield f"I2: no one proof that {each.email} was erased"
            if left := [name for name in each.names if name and storages["files_raw"].exists(name)]:
                yield f"I2: {each.email} was erased and {len(left)} files are there"

    def _unread(self) -> Iterator[str]:
        for document in Document.objects.exclude(text_state=TextState.READ):
            yield f"I1: a CV is {document.state}, {document.text_state} after {document.attempts} tries"

    def _unreceipted(self) -> Iterator[str]:
        for each in self.sent:
            receipts = OutgoingMail.objects.filter(to=each.email, template="candidates/email/receipt").count()
            if receipts != (not each.is_erased):
                yield f"I4: {receipts} receipts to {each.email}"


def named() -> set[str]:
    """The files that rows name."""
    return {str(name) for rows, field in files._rows_with_files() for name in rows.values_list(field, flat=True)}


def remove_one(desk: Desk) -> None:
    """Somebody takes a paper back that nobody needs any more."""
    kept = [each for each in desk.sent if not each.is_erased]
    found = Document.objects.filter(candidate__subject__in=[each.subject_id for each in kept]).order_by("pk").first()
    if found:
        Application.objects.filter(candidate=found.candidate).update(stage="rejected")
        documents.remove(document=found, by=found.candidate.subject.user, at=desk.at)
