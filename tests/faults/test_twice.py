"""F15: every task of the program done twice, or in another order, leaves what it leaves when it is done once.

The world is the demo's, where something waits for nearly every task. A task with a key is done for each key there is.
"""

import shutil
from collections import Counter

import pytest
from celery import current_app
from django.core import mail
from django.core.files.storage import storages
from django.utils import timezone

from candidates.models import Document, Import
from fremrykk.accounts.management.commands import seed_demo
from privacy.models import Mailing, OutgoingMail, Package
from tests import tables
from tests.privacy import crash_world

pytestmark = pytest.mark.django_db(transaction=True)

WATCHES = "privacy.jobs.watch"  # what it sees hangs on when it looks: it looks last, whatever the order
ROUNDS = 3  # what one task leaves to another is found in the next round, also when all are begun backwards
KEYS = {
    "privacy.jobs.send_mail": OutgoingMail,
    "privacy.jobs.write_mailing": Mailing,
    "privacy.jobs.build_package": Package,
    "candidates.jobs.scan": Document,
    "candidates.jobs.read_text": Document,
    "candidates.jobs.go_on_importing": Import,
}
# Drawn anew by whoever writes it, or saying how often it was tried; numbers the database gives.
DRAWN = {
    "file",
    "sha256",
    "size",
    "attempts",
    "next_at",
    "key_hash",
    "subject_uuid",
    "object_id",
    "mail_number",
    "mail_id",
    "content",
}


def tasks():
    current_app.loader.import_default_modules()
    return sorted(name for name in current_app.tasks if not name.startswith("celery.") and name != WATCHES)


def calls(name):
    """The task with each of the keys there are, or the one call of a sweep."""
    task = current_app.tasks[name]
    keys = KEYS[name].objects.order_by("pk").values_list("pk", flat=True) if name in KEYS else [None]
    return [(task, () if key is None else (key if isinstance(key, int) else str(key),)) for key in keys]


def once(names):
    return [call for name in names for call in calls(name)]


def twice(names):
    return [call for call in once(names) for _again in range(2)]


def backwards(names):
    return once(names)[::-1]


@pytest.fixture
def world(time_machine, settings, tmp_path):
    """The demo in the evening; hands over what puts it back to how it was, rows and files."""
    settings.DEMO = settings.ALLOW_TIME_TRAVEL = True
    settings.INBOX_URL = "none"
    time_machine.move_to(timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0), tick=False)
    seed_demo.seed(timezone.now())
    files, kept = storages["files_raw"].location, tmp_path / "kept"
    shutil.copytree(files, kept)
    with tables.as_now() as forget:

        def begin_anew():
            forget()
            shutil.rmtree(files)
            shutil.copytree(kept, files)
            shutil.rmtree(storages["journal"].location, ignore_errors=True)
            mail.outbox.clear()

        yield begin_anew


def end_of(order):
    for _round in range(ROUNDS):
        for task, args in [*order(tasks()), *order([WATCHES])]:
            task(*args)
    letters = Counter((each.to[0], each.subject) for each in mail.outbox)
    numbers = Counter(each.extra_headers["Message-ID"] for each in mail.outbox)
    return letters, [number for number, count in numbers.items() if count > 1], rows()


def rows():
    crash_world.DRAWN, before = crash_world.DRAWN | DRAWN, crash_world.DRAWN
    try:
        left = [name for name in crash_world.tables() if name not in crash_world.OF_TRIES]
        return {name: crash_world.rows_of(name) for name in left}
    finally:
        crash_world.DRAWN = before


def differences(first, second):
    return {
        name: (sorted(set(first[name]) - set(second[name]))[:3], sorted(set(second[name]) - set(first[name]))[:3])
        for name in first
        if first[name] != second[name]
    }


def test_every_task_may_be_done_twice_or_in_another_order(world):
    world()
    letters, _twice, left = end_of(once)
    assert letters

    for order in (twice, backwards):
        world()
        now, sent_twice, is_left = end_of(order)

        assert (now - letters, letters - now, sent_twice) == (Counter(), Counter(), [])
        assert differences(left, is_left) == {}
