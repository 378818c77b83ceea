"""Ordering, making and fetching a copy: once at a time, whole or not at all, whatever happens to worker and person."""

import datetime
import os
import tempfile
import time
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from privacy import registries
from privacy.actions import erasure, packages, purge, retention, subjects
from privacy.choices import ErasureCause, Verb
from privacy.choices.packages import PackageState
from privacy.models import FileTombstone, OutgoingMail, Package, TrailEntry
from privacy.ports import PdfFailed
from privacy.queries.package.folder import SPOOL, left_over
from privacy.queries.packages import of_person
from privacy.queries.trails import for_person
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    PackageFactory,
    RestrictionFactory,
    SubjectFactory,
)
from tests.privacy.package.world import build, ordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


@pytest.fixture
def candidate():
    return ApplicationFactory(candidate__language="en").candidate


class Interrupting:
    """A maker of PDFs during whose work something happens."""

    def __init__(self, happens):
        self.happens = happens

    def make(self, template, data, *, to):
        self.happens()
        registries.pdf_maker().make(template, data, to=to)


def verbs(subject_id):
    return [entry.verb for entry in TrailEntry.objects.filter(subject_uuid=subject_id).order_by("id")]


def stored():
    root = Path(storages["files_raw"].base_location)
    return {str(each) for each in root.rglob("*") if each.is_file()}


# --- ordering ---------------------------------------------------------------------------------------
def test_an_order_waits_and_is_in_the_history(candidate):
    user = candidate.subject.user

    package = packages.order(subject_id=candidate.subject_id, by=user, at=NOW)

    assert (package.state, package.language, package.subject_id) == ("wanted", "en", candidate.subject_id)
    assert packages.waiting(at=NOW) == [package.pk]
    assert verbs(candidate.subject_id) == [Verb.ASKED]
    assert for_person(candidate.subject_id)[0].text.startswith(str(Verb.ASKED.label).capitalize())


def test_a_second_order_is_the_one_that_waits(candidate):
    first, second = ordered(candidate.subject_id), ordered(candidate.subject_id)

    assert first == second
    assert verbs(candidate.subject_id) == [Verb.ASKED]


def test_the_database_refuses_two_that_wait(candidate):
    PackageFactory(subject=candidate.subject, state="wanted", file="", ready_at=None, expires_on=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        PackageFactory(subject=candidate.subject, state="building", file="", ready_at=None, expires_on=None)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "ready", "file": ""},
        {"state": "ready", "ready_at": None},
        {"state": "ready", "expires_on": None},
        {"state": "ready", "size": 0},
        {"state": "ready", "sha256": ""},
        {"state": "building"},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_half_a_copy(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageFactory(**changes)


def test_so_many_in_a_day_are_enough(candidate):
    for number in range(5):
        at = NOW + number * MINUTE
        build(ordered(candidate.subject_id, at=at), at=at)

    with pytest.raises(packages.TooMany):
        ordered(candidate.subject_id, at=NOW + 10 * MINUTE)
    assert ordered(candidate.subject_id, at=NOW + DAY + MINUTE).state == "wanted"


def test_somebody_erased_orders_nothing():
    subject = SubjectFactory()
    subject_id = subject.pk
    subject.delete()

    with pytest.raises(subjects.PersonIsGone):
        ordered(subject_id)


# --- making -----------------------------------------------------------------------------------------
def test_a_copy_is_made_once_told_by_mail_and_to_be_fetched_for_a_week(candidate):
    package = build(ordered(candidate.subject_id))
    before = stored()
    build(package)

    assert (package.state, package.done, package.expires_on) == ("ready", package.total, datetime.date(2026, 11, 30))
    with package.file.open() as copy:
        assert package.size == len(copy.read())
    assert verbs(candidate.subject_id) == [Verb.ASKED, Verb.PACKED]
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.reaches_restricted) == (candidate.subject.user.email, True)
    assert f"/personvern/kopi/{package.pk}/" in mail.body_text
    assert candidate.last_name not in mail.body_text
    assert stored() == before


def test_a_restricted_person_has_a_copy_all_the_same(candidate):
    DocumentFactory(candidate=candidate)
    RestrictionFactory(subject=candidate.subject)

    package = build(ordered(candidate.subject_id))

    assert package.is_ready


def test_the_person_sees_how_far_it_is(candidate):
    DocumentFactory(candidate=candidate)
    package, seen = ordered(candidate.subject_id), []

    def look():
        seen.append(Package.objects.values_list("state", "done", "total").get(pk=package.pk))

    packages.build(pk=package.pk, pdf_maker=Interrupting(look), at=NOW)

    assert seen == [("building", 3, 5)]


def test_no_two_workers_make_one_copy(candidate):
    package, others = ordered(candidate.subject_id), []

    def another():
        others.append(Package.objects.get(pk=package.pk).attempts)
        packages.build(pk=package.pk, pdf_maker=registries.pdf_maker(), at=NOW + MINUTE)
        others.append(Package.objects.get(pk=package.pk).state)

    packages.build(pk=package.pk, pdf_maker=Interrupting(another), at=NOW)

    assert others == [1, "building"]
    assert verbs(candidate.subject_id) == [Verb.ASKED, Verb.PACKED]


def test_a_worker_that_died_is_found_and_the_copy_begun_anew(candidate):
    package = ordered(candidate.subject_id)

    class Died(BaseException):
        pass

    def die():
        raise Died

    with pytest.raises(Died):
        packages.build(pk=package.pk, pdf_maker=Interrupting(die), at=NOW)
    package.refresh_from_db()
    assert (package.state, package.is_ready, packages.waiting(at=NOW + MINUTE)) == ("building", False, [])

    assert packages.waiting(at=NOW + 10 * MINUTE) == [package.pk]
    assert build(package, at=NOW + 10 * MINUTE).is_ready


def test_a_slow_worker_whose_claim_is_over_leaves_nothing_behind(candidate):
    package = ordered(candidate.subject_id)

    def overtake():
        build(Package.objects.get(pk=package.pk), at=NOW + 20 * MINUTE)

    packages.build(pk=package.pk, pdf_maker=Interrupting(overtake), at=NOW)

    package.refresh_from_db()
    assert (package.attempts, package.ready_at) == (2, NOW + 20 * MINUTE)
    assert verbs(candidate.subject_id) == [Verb.ASKED, Verb.PACKED]


def test_what_fails_is_tried_again_and_given_up_after_five_times(candidate, caplog):
    package = ordered(candidate.subject_id)

    def fail():
        raise PdfFailed(candidate.last_name)

    at, states = NOW, []
    for _ in range(5):
        packages.build(pk=package.pk, pdf_maker=Interrupting(fail), at=at)
        package.refresh_from_db()
        states.append(package.state)
        at = package.next_at or at

    assert states == [*[PackageState.WANTED] * 4, PackageState.FAILED]
    assert packages.waiting(at=NOW + DAY) == []
    assert ordered(candidate.subject_id, at=NOW + DAY) != package
    assert candidate.last_name not in caplog.text


def test_somebody_erased_meanwhile_gets_no_copy_and_no_file_stays(candidate):
    package, before = ordered(candidate.subject_id), stored()

    def erase():
        erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    packages.build(pk=package.pk, pdf_maker=Interrupting(erase), at=NOW)

    assert (Package.objects.count(), stored()) == (0, before)


def test_somebody_merged_meanwhile_gets_it_under_the_new_number(candidate):
    package, other = ordered(candidate.subject_id), CandidateFactory()

    def merge():
        subjects.merge(lost=candidate.subject, into=other.subject, by=None, at=NOW)

    packages.build(pk=package.pk, pdf_maker=Interrupting(merge), at=NOW)

    package.refresh_from_db()
    assert package.is_ready
    assert list(of_person(other.subject_id)) == [package]
    assert OutgoingMail.objects.get().subject_id == other.subject_id


def test_no_plain_copy_is_left_in_the_spool(candidate, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others tidy up in the common one meanwhile

    build(ordered(candidate.subject_id))

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_worker_left_in_the_spool_is_removed_by_the_next(candidate, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / f"{SPOOL}old", tmp_path / f"{SPOOL}new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "data.json").write_text("{}")
    long_ago = time.time() - 2 * 60 * 60
    os.utime(old, (long_ago, long_ago))
    assert left_over() == [old]

    build(ordered(candidate.subject_id))

    assert sorted(tmp_path.iterdir()) == [new]


# --- fetching ---------------------------------------------------------------------------------------
def test_each_fetching_is_in_the_history_and_the_first_is_remembered(candidate):
    package, user = build(ordered(candidate.subject_id)), candidate.subject.user

    packages.fetched(package=package, by=user, at=NOW + MINUTE)
    packages.fetched(package=package, by=user, at=NOW + 2 * MINUTE)

    package.refresh_from_db()
    assert package.downloaded_at == NOW + MINUTE
    assert verbs(candidate.subject_id) == [Verb.ASKED, Verb.PACKED, Verb.FETCHED, Verb.FETCHED]


def test_after_a_week_it_cannot_be_fetched(candidate):
    package, user = build(ordered(candidate.subject_id)), candidate.subject.user

    packages.fetched(package=package, by=user, at=NOW + 6 * DAY)
    with pytest.raises(packages.NotThere):
        packages.fetched(package=package, by=user, at=NOW + 7 * DAY)


def test_what_is_not_made_cannot_be_fetched(candidate):
    package = ordered(candidate.subject_id)

    with pytest.raises(packages.NotThere):
        packages.fetched(package=package, by=candidate.subject.user, at=NOW)


# --- its own storage time ---------------------------------------------------------------------------
def test_after_a_week_the_purge_takes_the_copy_and_its_file_and_nothing_else(candidate):
    package = build(ordered(candidate.subject_id))
    retention.refresh(candidate.subject_id)

    before = purge.run(as_of=(NOW + 6 * DAY).date(), at=NOW + 6 * DAY)
    assert (before.erased, Package.objects.count()) == (0, 1)
    purge.run(as_of=(NOW + 7 * DAY).date(), at=NOW + 7 * DAY)

    assert Package.objects.count() == 0
    assert FileTombstone.objects.get().name == package.file.name
    candidate.refresh_from_db()


def test_with_the_person_go_the_copies_and_their_files(candidate):
    package = build(ordered(candidate.subject_id))

    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert Package.objects.count() == 0
    assert package.file.name in FileTombstone.objects.values_list("name", flat=True)
