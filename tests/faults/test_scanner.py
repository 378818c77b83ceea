"""F16: a scanner that is down, reloads, hangs or talks nonsense: nothing is called clean by it, and all is scanned once it is back.

Each answer a scanner can give, one by one: `tests/candidates/adapters/test_virus_scanner.py`, `tests/candidates/test_uploads.py`.
"""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from candidates import jobs, registries
from candidates.adapters.virus_scanner import Clamd
from candidates.choices import DocumentState
from candidates.models import Document
from privacy.choices import AlarmCode
from privacy.queries import vitals
from tests.factories import DocumentFactory
from tests.faults.clamd import EICAR, debians, is_installed, known
from tests.faults.desk import Desk
from tests.faults.proxy import CUTS, Harm, proxy
from tests.faults.rounds import IS_LONG, SEEDS, noted, told
from tests.files import pdf_cv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

MINUTE = datetime.timedelta(minutes=1)
OPEN = [DocumentState.CLEAN, DocumentState.UNSCANNED]
NONSENSE = b"INSTREAM size limit exceeded. ERROR\0"


@pytest.fixture
def with_scanner(settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"


def papers(dice, at, how_many=8):
    """Some of them infected, the oldest first."""
    found = {}
    for number in range(how_many):
        content = pdf_cv() + b"%" + (EICAR if dice.random() < 0.4 else b"clean") + b"%d\n" % dice.randrange(10**9)
        document = DocumentFactory(
            content=content,
            state="received",
            text_state="waiting",
            text="",
            uploaded_at=at + number * MINUTE,
            next_at=None,
        )
        found[document.pk] = content
    return found


def wrongly_open(content):
    return [pk for pk in Document.objects.filter(state__in=OPEN).values_list("pk", flat=True) if EICAR in content[pk]]


def scanned_wrong(content):
    found = Document.objects.filter(pk__in=content).values_list("pk", "state")
    return {pk: state for pk, state in found if state != ("infected" if EICAR in content[pk] else "clean")}


def ill_turns(desk, content, turns):
    """Scanned as well as it goes; gives what was opened that must not be, and whether the alarm came when it was late."""
    opened = []
    for _ in range(turns):
        desk.at += desk.dice.randrange(2, 20) * MINUTE
        desk.read_files()
        opened += wrongly_open(content)
    return opened


def test_a_scanner_that_fails_calls_nothing_clean_and_all_is_scanned_once_it_is_back(with_scanner):
    harms = 0
    for seed in SEEDS:
        with told("scanner", seed) as dice, known() as server:
            ill_most_of_the_time = {"harms": [*CUTS, Harm.SILENT], "share": 0.6, "refusal": NONSENSE}
            with proxy(server.server_address, seed=seed, **ill_most_of_the_time) as ill:
                desk = Desk(dice, scanner=Clamd("127.0.0.1", ill.port, connect_seconds=2, answer_seconds=0.5))
                content = papers(dice, desk.at)
                opened = ill_turns(desk, content, turns=3)
                is_late = Document.objects.waits_for_scan().exists()
                alarm = AlarmCode.SCANS in vitals.wrong(desk.at + 16 * MINUTE)
                ill.heal()
                server.seen.clear()
                waiting = Document.objects.waits_for_scan().order_by("uploaded_at").values_list("pk", flat=True)
                in_order = [content[pk] for pk in waiting]
                desk.at += 61 * MINUTE
                desk.read_files()

                assert (opened, alarm, server.seen) == ([], is_late, in_order)
                assert (scanned_wrong(content), AlarmCode.SCANS in vitals.wrong(desk.at)) == ({}, False)
                harms += sum(times for harm, times in ill.done.items() if harm is not Harm.NONE)
                Document.objects.all().delete()
    noted("scanner", f"{harms} times ill, nothing infected was opened")
    assert harms > 0


def silent(server):
    return proxy(server.server_address, seed=1, refusal=b"", harms=[Harm.SILENT], share=1)


def test_a_scanner_that_hangs_holds_the_worker_once_and_not_for_every_file(with_scanner, time_machine):
    now = timezone.now()
    with told("hung scanner", 1) as dice, known() as server, silent(server) as ill:
        content, whole = papers(dice, now - 60 * MINUTE), registries.outside()
        registries.use(replace(whole, virus_scanner=Clamd("127.0.0.1", ill.port, answer_seconds=0.2)))
        try:
            jobs.scan_waiting()
            asked = ill.done[Harm.SILENT]
            ill.heal()
            jobs.scan_waiting()
            time_machine.move_to(now + 2 * MINUTE)
            jobs.scan_waiting()
        finally:
            registries.use(whole)

    assert (asked, len(server.seen), scanned_wrong(content)) == (1, len(content), {})


@pytest.mark.skipif(not is_installed(), reason="Debian's clamd is not here: apt-get install clamav-daemon")
def killed_frozen_and_reloading(with_scanner, tmp_path):
    with debians(tmp_path) as clamd:
        for seed in SEEDS:
            with told("clamd", seed) as dice:
                desk = Desk(dice, scanner=Clamd("127.0.0.1", clamd.port, connect_seconds=2, answer_seconds=1))
                content = papers(dice, desk.at, how_many=5)
                opened = []
                for harm in dice.choices([clamd.kill, clamd.freeze, clamd.reload], k=2):
                    harm()
                    opened += ill_turns(desk, content, turns=1)
                    clamd.begin()
                desk.at += 61 * MINUTE
                desk.read_files()

                assert (opened, scanned_wrong(content)) == ([], {})
                Document.objects.all().delete()
    noted("clamd", "killed, frozen and reloaded; nothing infected was opened")


if IS_LONG:  # in `make test` all that is there is run
    test_debians_own_scanner_killed_frozen_and_reloading = killed_frozen_and_reloading
