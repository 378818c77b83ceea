"""F21: a copy whose worker dies, that two make at once, or whose person goes meanwhile: never half a ZIP, and none that outlives them."""

import datetime
import io
import json
import os
import subprocess
import sys
import threading
import zipfile

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import Document
from privacy import registries
from privacy.actions import erasure, files, packages
from privacy.choices import ErasureCause
from privacy.choices.packages import PackageState
from privacy.models import Package, Subject
from tests.factories import ApplicationFactory, DocumentFactory
from tests.faults.desk import named
from tests.faults.rounds import IS_LONG, SEEDS, noted, told
from tests.programs import database_of_the_test
from tests.workspace import confirm, log_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

LATER = packages.CLAIM + datetime.timedelta(minutes=1)


class Dying:
    """The worker that dies, on this test's own database and files."""

    def __init__(self, folder):
        environment = {"DATABASE_URL": database_of_the_test(), "STORAGE_URL": f"file://{folder}"}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.export_child"], env=os.environ | environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._program.stdout.readline() == "ready\n"

    def build(self, pk, dies_before=0):
        print(json.dumps([str(pk), dies_before]), file=self._program.stdin, flush=True)
        return json.loads(self._program.stdout.readline())

    def end(self):
        self._program.communicate()


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """Files of this test alone, so that none of another's is taken for left over."""
    kept = {"BACKEND": "privacy.storage.folder.FolderStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"files_raw": kept}
    return tmp_path


@pytest.fixture
def dying(folder):
    worker = Dying(folder)
    yield worker
    worker.end()


def somebody():
    application = ApplicationFactory()
    DocumentFactory(candidate=application.candidate)
    return application.candidate.subject


def order(subject, at):
    return packages.order(subject_id=subject.pk, by=subject.user, at=at)


def fetched(package):
    """What the person gets, as a ZIP opens it: the names in it; or the status of the page that has nothing to give."""
    browser, user = Client(), package.subject.user
    log_in(browser, user)
    confirm(browser, user, "code")
    answer = browser.get(reverse("fetch_copy", args=[package.pk]))
    if answer.status_code != 200:
        return answer.status_code
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as opened:
        return opened.testzip() or sorted(opened.namelist())


def again_later(package):
    """The claim is over: the sweep begins anew."""
    Package.objects.filter(pk=package.pk).update(next_at=timezone.now())
    for pk in packages.waiting(at=timezone.now()):
        packages.build(pk=pk, pdf_maker=registries.pdf_maker(), at=timezone.now())


def stored():
    folders, _ = storages["files_raw"].listdir("")
    return {f"{folder}/{name}" for folder in folders for name in storages["files_raw"].listdir(folder)[1]}


def a_life(dice, dying, steps):
    """Ordered, begun, killed; perhaps erased before or after; made at last, or never."""
    subject = somebody()
    package = order(subject, timezone.now())
    died = dying.build(package.pk, dies_before=dice.randrange(2, steps)) is None
    half = fetched(package) if Package.objects.get(pk=package.pk).state != PackageState.READY else 410
    end = dice.choice(["made", "erased", "made and erased"])
    if end != "erased":
        again_later(package)
        assert fetched(package)[0] == "copy.pdf"
    if end != "made":
        erasure.erase_person(subject_id=subject.pk, cause=ErasureCause.PERSON, by=None, at=timezone.now())
        again_later(package)
    there = Subject.objects.filter(pk=subject.pk).exists()
    return died, half, (there, Package.objects.filter(pk=package.pk).exists()), end


def test_a_copy_whose_worker_dies_is_whole_or_not_there_and_goes_with_the_person(dying):
    steps, killed = dying.build(order(somebody(), timezone.now()).pk), 0
    for seed in SEEDS:
        with told("export", seed) as dice:
            for _ in range(4 if IS_LONG else 3):
                died, half, left, end = a_life(dice, dying, steps)

                assert (half, left) == (410, (end == "made", end == "made"))
                killed += died
    files.sweep(at=timezone.now() + LATER)
    old = timezone.now() + files.GRACE + LATER
    files.reconcile(at=old)
    files.sweep(at=old)
    assert (stored() ^ named(), killed > 0) == (set(), True)
    noted(
        "export", f"{killed} workers killed in {steps} steps, no half copy was handed out and none outlived its person"
    )


def test_two_workers_make_one_copy_and_whoever_goes_meanwhile_leaves_none():
    for seed in SEEDS:
        with told("two exports", seed) as dice:
            subject = somebody()
            package = order(subject, timezone.now())
            is_erased = dice.random() < 0.5
            workers = [threading.Thread(target=made, args=(package.pk, dice.uniform(0, 0.2))) for _ in range(2)]
            for worker in workers:
                worker.start()
            if is_erased:
                erasure.erase_person(subject_id=subject.pk, cause=ErasureCause.PERSON, by=None, at=timezone.now())
            for worker in workers:
                worker.join()
            files.sweep(at=timezone.now() + LATER)

            ready = Package.objects.filter(pk=package.pk, state=PackageState.READY, attempts=1).count()
            assert ready == (not is_erased)
            assert stored() == named()
    assert Document.objects.count() == Subject.objects.filter(candidate__documents__isnull=False).count()


def made(pk, after):
    threading.Event().wait(after)
    try:
        packages.build(pk=pk, pdf_maker=registries.pdf_maker(), at=timezone.now())
    finally:
        connection.close()
