"""Nothing of an erased person is left anywhere: through every door, a real worker, the purge and the own button."""

import datetime
import time
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db.models import Model
from django.utils import timezone

from candidates.models import Document
from clients.models import Agreement
from privacy import declarations, graph
from privacy.actions import holds, purge, retention, subjects
from privacy.choices import HoldReason
from privacy.declarations import Kind
from privacy.models import FileTombstone, OutgoingMail, Subject
from tests.database_role import by_force
from tests.factories import StaffFactory, SubjectFactory
from tests.privacy.residue.doors import come_in, delete_oneself
from tests.privacy.residue.filling import employed_long_ago, fill_every_field, number_rows_apart
from tests.privacy.residue.marks import Marks
from tests.privacy.residue.places import all_rows, everywhere, without

PATIENCE = 60
MACHINERY = {"privacy_purgerun", "privacy_journalhead", "privacy_alarm"}  # what a run writes of itself


def wait_until(done, what):
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {PATIENCE} s in vain for {what}")
        time.sleep(0.1)


@pytest.fixture
def mail_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    monkeypatch.setenv("EMAIL_URL", f"filemail:///{folder}")
    return folder


@pytest.fixture
def worker_log(mail_folder, request) -> Path:
    return request.getfixturevalue("worker")


def nothing_waits() -> bool:
    """The worker has done all it was asked to."""
    mails = OutgoingMail.objects.filter(state="queued")
    texts = Document.objects.filter(state="received") | Document.objects.filter(text_state="waiting")
    return not (mails.exists() or texts.exists() or FileTombstone.objects.exists())


def come_in_twice(nth: int) -> tuple[Subject, Marks]:
    """Somebody who came in through the doors, and is known under two numbers."""
    marks = Marks(nth)
    candidate, alias = come_in(marks), SubjectFactory()
    subjects.merge(lost=alias, into=candidate.subject, by=None, at=timezone.now())
    marks.number(alias.pk, "privacy_subject.id")
    return Subject.objects.get(pk=candidate.subject_id), marks


def keep(subject: Subject, marks: Marks, rows: dict[type[Model], Model]) -> None:
    """What makes the other person stay: a hold, and no row whose own time is over; then what a purge stores of it."""
    now = timezone.now()
    for declaration in declarations.personal_models():
        if declaration.expires and not declaration.outlives and "__" not in declaration.expires.anchor:
            anchor = declaration.model._meta.get_field(declaration.expires.anchor)
            declaration.model._base_manager.filter(pk=rows[declaration.model].pk).update(**{anchor.name: now})
            marks.forget(f"{declaration.model._meta.db_table}.{anchor.column}")
    holds.place(
        subject_id=subject.pk, reason=HoldReason.LEGAL_CLAIM, explanation="brev", ends_on=now.date().replace(year=2099),
        by=StaffFactory(roles=["privacy"]), at=now,
    )  # fmt: skip
    purge.run(as_of=timezone.localdate(now), at=now)
    marks.forget("privacy_subject.due_on")


def what_the_law_kept_is_over(subject: Subject) -> None:
    """The agreement the person signed has ended long ago: until then no request and no clock takes the signature."""
    with by_force() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE clients_agreement DISABLE TRIGGER USER")
    day = datetime.date(2001, 1, 1)
    Agreement.objects.filter(signatories__subject=subject).update(valid_from=day, valid_until=day, ended_on=day)
    employed_long_ago(subject)


def store_dates_of_the_new(but: Subject) -> None:
    """Of whoever the filling made on the way, and no purge has met yet: it would store them, and seem to touch a row."""
    new = Subject.objects.filter(due_on=None, merged_into=None).exclude(pk=but.pk)
    retention.refresh(*new.values_list("pk", flat=True))


def by_the_purge(subject: Subject) -> None:
    now = timezone.now()
    run = purge.run(as_of=timezone.localdate(now), at=now)
    assert (run.erased, run.failed, run.review) == (1, 0, 0)


def by_the_person(subject: Subject) -> None:
    delete_oneself(subject.candidate)


def missing(marks: Marks) -> dict[str, set[str]]:
    """Marks that the scan does not find where they stand: it would be blind to them afterwards, too."""
    held = marks.held | marks.numbers
    found = everywhere(held)
    return {mark: places - found.get(mark, set()) for mark, places in held.items() if places - found.get(mark, set())}


def may_stay() -> set[str]:
    """Where the declarations let the random number of somebody erased stand: in rows that outlive the person."""
    outliving = [each for each in declarations.personal_models() if each.outlives]
    return {
        f"{each.model._meta.db_table}.{graph.column_of(each.model._meta.get_field(name))}"
        for each in outliving
        for name, spec in each.fields.items()
        if spec.kind is Kind.SOFT or each.model._meta.get_field(name).get_internal_type() == "JSONField"
    }


def left(marks: Marks) -> dict[str, set[str]]:
    """What should not be there: a value anywhere, a number where no declaration keeps it."""
    found = everywhere(marks.all)
    allowed = may_stay() | {"storage journal"}
    kept = {mark: places - (allowed if mark in marks.numbers else set()) for mark, places in found.items()}
    for mark in marks.told_to_the_source():
        kept[mark] = kept.get(mark, set()) - {
            "privacy_recipientnotice.source_references",
            "privacy_outgoingmail.body_text",
        }
    return {mark: places for mark, places in kept.items() if places}


def stored(but: Marks) -> dict[str, bytes]:
    """Every file as it lies in storage, but for those of this person."""
    root = Path(storages["files_raw"].base_location)
    files = {str(each.relative_to(root)): each for each in root.rglob("*") if each.is_file()}
    return {name: file.read_bytes() for name, file in files.items() if name not in but.numbers}


def bodies(folder: Path, but: set[Path]) -> str:
    """What the mails say that were sent since, without their heads: an address is needed to send them."""
    mails = [each.read_text() for each in set(folder.iterdir()) - but]
    return "".join(mail.partition("\n\n")[2] for mail in mails)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("erase", [by_the_purge, by_the_person])
@pytest.mark.asvs("PRV-02")
def test_nothing_is_left_of_one_and_the_other_is_untouched(erase, approved_periods, worker_log, mail_folder, caplog):
    number_rows_apart()
    (gone, marks), (other, others) = come_in_twice(0), come_in_twice(1)
    wait_until(nothing_waits, f"the worker, whose log is {worker_log}")
    keep(other, others, fill_every_field(other, others))
    fill_every_field(gone, marks)
    what_the_law_kept_is_over(gone)
    store_dates_of_the_new(but=gone)
    assert (missing(marks), missing(others)) == ({}, {})
    rows, files, mails = without(all_rows(), marks.all), stored(but=marks), set(mail_folder.iterdir())

    erase(gone)
    wait_until(lambda: nothing_waits() and not left(marks), "the files, the words and the farewell to go")

    assert left(marks) == {}
    now = without(all_rows(), marks.all)
    assert {table for table in now if now[table] != rows[table]} <= MACHINERY
    assert (stored(but=marks), missing(others)) == (files, {})
    assert marks.known_in(bodies(mail_folder, but=mails)) - marks.told_to_the_source() == set()
    assert {mark for known in (marks, others) for mark in known.known_in(worker_log.read_text() + caplog.text)} == set()
