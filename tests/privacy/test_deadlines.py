import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.choices import PeriodUnit
from privacy.deadlines import Period, add_months, answer_by, is_working_day, next_working_day

D = datetime.date


@pytest.mark.parametrize(
    ("day", "gone", "at_least"),
    [
        (D(2024, 11, 23), D(2026, 11, 23), D(2026, 11, 23)),
        (D(2024, 2, 29), D(2026, 2, 28), D(2026, 3, 1)),
        (D(2022, 2, 28), D(2024, 2, 28), D(2024, 2, 28)),
        (D(2023, 12, 31), D(2025, 12, 31), D(2025, 12, 31)),
    ],
)
def test_two_years_are_calendar_years_and_29_february_is_defined_once(day, gone, at_least):
    period = Period(2, PeriodUnit.YEARS)

    assert period.after(day) == gone
    assert period.after(day, at_least=True) == at_least


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [(D(2026, 11, 30), 3, D(2027, 2, 28)), (D(2026, 1, 31), 1, D(2026, 2, 28)), (D(2026, 12, 15), 1, D(2027, 1, 15))],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(day, months, end):
    assert add_months(day, months) == end


@given(st.dates(D(1990, 1, 1), D(2080, 1, 1)), st.integers(0, 200), st.sampled_from(PeriodUnit.values))
def test_a_maximum_is_never_longer_than_a_minimum(day, length, unit):
    period = Period(length, unit)

    assert day <= period.after(day) <= period.after(day, at_least=True)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (D(2026, 11, 23), D(2026, 12, 23)),
        (D(2026, 1, 31), D(2026, 3, 2)),  # 28 February is a Saturday
        (D(2026, 4, 1), D(2026, 5, 4)),  # 1 May, then a weekend
        (D(2026, 11, 25), D(2026, 12, 28)),  # Christmas, then a weekend
        (D(2027, 2, 25), D(2027, 3, 30)),  # Maundy Thursday to Easter Monday
    ],
)
def test_an_answer_is_due_after_a_month_on_a_working_day(received, due):
    assert answer_by(received) == due


@given(st.dates(D(2000, 1, 1), D(2100, 1, 1)))
def test_the_next_working_day_is_one_and_none_lies_between(day):
    found = next_working_day(day)

    between = [day + datetime.timedelta(days=n) for n in range((found - day).days)]
    assert is_working_day(found)
    assert [each for each in between if is_working_day(each)] == []
