"""Payroll and the purge at the same moment: whoever is first, nothing acknowledged is lost and nothing is half gone (P51)."""

import base64
import datetime

import pytest

from candidates.actions import employments
from candidates.models import Employment, EmploymentFile
from privacy.actions import keys as resealing
from privacy.actions import purge, retention
from privacy.actions.keys import Done
from privacy.actions.subjects import PersonIsGone
from privacy.models import PurgeFailure
from privacy.queries import keys
from tests import tables
from tests.factories import EmploymentFactory, EmploymentFileFactory, StaffFactory, employed
from tests.turns import Point, Turns

pytestmark = pytest.mark.promise("P51")
D = datetime.date
DAY = D(2026, 11, 23)
NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)


@pytest.fixture
def turns(transactional_db, approved_periods, monkeypatch):
    monkeypatch.setattr(purge, "LOCK_TIME_OUT", "100s")  # whoever is slow here is the machine
    with tables.as_now() as forget, Turns(2) as two:
        yield two
        two.finish()
        forget()


def night():
    return purge.run(as_of=DAY, at=NIGHT)


def prepared():
    """A whole draft whose three months are over."""
    begun = datetime.datetime(2026, 8, 1, 12, tzinfo=datetime.UTC)
    row = EmploymentFactory(begun_at=begun)
    EmploymentFileFactory(employment=row, signed_on=D(2026, 8, 1))
    whole = employed()
    values = {
        name: getattr(whole, name)
        for name in (
            "occupation_code", "form", "percentage", "pay_kind", "pay", "full_time_hours", "working_time", "national_id",
        )
    }  # fmt: skip
    Employment.objects.filter(pk=row.pk).update(**values)
    retention.refresh(row.subject_id)
    return Employment.objects.get(pk=row.pk), lambda: employments.activate(
        employment=row, by=StaffFactory(roles=["payroll"]), at=NIGHT
    )


def over():
    """One whose file goes today, and who is asked back for longer."""
    row = employed(starts_on=D(2026, 1, 1), ends_on=D(2026, 5, 23), end_cause="resigned")
    retention.refresh(row.subject_id)
    return row, lambda: employments.end(
        employment=row, ends_on=D(2026, 12, 31), end_cause="expired", by=StaffFactory(roles=["payroll"]), at=NIGHT
    )


@pytest.mark.parametrize(("made", "told"), [(prepared, PersonIsGone), (over, employments.Over)])
def test_when_the_purge_is_first_payroll_is_told(turns, made, told):
    row, write = made()
    eraser, writer = turns.players

    eraser.begin(night, to=Point.DECIDED)
    writer.begin(write, to=Point.END)
    waited = writer.is_waiting
    turns.finish()

    assert (waited, eraser.error, type(writer.error)) == (True, None, told)
    assert (EmploymentFile.objects.filter(employment=row).exists(), PurgeFailure.objects.exists()) == (False, False)


@pytest.mark.parametrize("made", [prepared, over])
def test_when_payroll_is_first_it_stays(turns, made):
    row, write = made()
    eraser, writer = turns.players

    writer.begin(write, to=Point.COMMITTING)
    eraser.begin(night, to=Point.END)
    turns.finish()
    night()

    assert (eraser.error, writer.error) == (None, None)
    assert EmploymentFile.objects.filter(employment=row).exists()


def test_a_number_that_goes_is_not_sealed_anew(turns, settings):
    row = employed(starts_on=D(2019, 1, 1), ends_on=D(2020, 1, 31), end_cause="resigned")
    retention.refresh(row.subject_id)
    settings.FIELD_KEYS = ["new:" + base64.b64encode(bytes(range(32))).decode(), *settings.FIELD_KEYS]
    place = next(each for each in keys.places() if each.label == "candidates.Employment.national_id")
    eraser, writer = turns.players

    eraser.begin(night, to=Point.DECIDED)
    writer.begin(lambda: resealing.reseal(place=place, pk=row.pk), to=Point.END)
    waited = writer.is_waiting
    turns.finish()

    assert (waited, eraser.error, writer.error, writer.result) == (True, None, None, Done.NOTHING)
    assert not Employment.objects.filter(pk=row.pk).exists()
