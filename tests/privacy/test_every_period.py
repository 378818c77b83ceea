"""Nothing is kept longer than necessary: each storage time, on its last day and on the first one after it (P47)."""

import datetime
import shutil
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from django.core.files.storage import storages

from candidates.models import Campaign
from clients.models import Agreement, ClientCompany, JobAd, JobOrder
from fremrykk.timetable import TIMETABLE
from privacy import declarations
from privacy.choices import PeriodCode
from tests.privacy.periods import candidates, clients, employees, engine, night
from tests.privacy.periods.case import faults, gone

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P47")]

CASES = sorted([*candidates.CASES, *clients.CASES, *employees.CASES, *engine.CASES], key=attrgetter("first", "last"))
DAYS = [list(cases) for _, cases in groupby(CASES, key=attrgetter("first", "last"))]
HELD = (JobOrder, JobAd, Agreement, ClientCompany)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _empty_storage():
    """A row that is rolled back leaves its file: what other tests left is not found here."""
    root = Path(storages["files_raw"].base_location)
    shutil.rmtree(root)
    root.mkdir()


def named(cases):
    return f"{cases[0].first}: {', '.join(sorted({case.code.value for case in cases}))}"


@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize("cases", DAYS, ids=named)
def test_it_is_there_on_the_last_day_and_nowhere_on_the_first(cases):
    assert faults(cases) == []


def test_every_storage_time_has_a_case():
    assert {case.code for case in CASES} == set(PeriodCode)


def test_every_task_of_the_timetable_is_part_of_the_night_or_deletes_nothing():
    tasks = {entry["task"] for entry in TIMETABLE.values()}

    assert (tasks, set(night.DELETES) & night.DELETES_NOTHING) == ({*night.DELETES, *night.DELETES_NOTHING}, set())


def test_nothing_that_is_nobodys_keeps_a_client_for_good():
    """What names an order, an ad, an agreement or a client holds it: each such row is among those the cases see go."""
    named = [relation.related_model for model in HELD for relation in model._meta.related_objects]
    nobodys = {model for model in named if not declarations.of(model).is_personal}

    gone_with_it = {type(row) for case in CASES for row in case.make(case.word).goes}

    assert nobodys - gone_with_it == {Campaign}  # what a partner ran for us stays, and the ad it ran for


def test_without_an_approved_length_nothing_goes():
    made = [case.make(case.word) for case in CASES]

    night.night(CASES[-1].first + 9000 * DAY)

    assert [fault for each in made for fault in gone(each)] == []


@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize(
    ("wrong", "fault"), [(-1, "candidates.ImportRow is there"), (1, "candidates.ImportRow is gone")]
)
def test_a_day_off_is_found(wrong, fault):
    case = next(case for case in CASES if case.code == PeriodCode.IMPORT_ROW)
    wrong_day = replace(case, last=case.last + wrong * DAY, first=case.first + wrong * DAY)

    assert faults([wrong_day])[0].endswith(fault)
