import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.choices import PeriodUnit
from privacy.deadlines import Period, add_months, answer_by, extended_answer_by, is_working_day, next_working_day

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


# Received, answered by, and by when if extended; worked out by hand with a calendar.
ANSWERED_BY = [
    (D(2026, 11, 23), D(2026, 12, 23), D(2027, 2, 23)),
    # 31 January, and other months that are too short
    (D(2026, 1, 31), D(2026, 3, 2), D(2026, 4, 30)),  # 28 February is a Saturday
    (D(2025, 1, 31), D(2025, 2, 28), D(2025, 4, 30)),
    (D(2024, 1, 31), D(2024, 2, 29), D(2024, 4, 30)),
    (D(2023, 1, 31), D(2023, 2, 28), D(2023, 5, 2)),  # 30 April is a Sunday, then 1 May
    (D(2026, 1, 30), D(2026, 3, 2), D(2026, 4, 30)),
    (D(2026, 1, 29), D(2026, 3, 2), D(2026, 4, 29)),
    (D(2026, 3, 31), D(2026, 4, 30), D(2026, 6, 30)),
    (D(2026, 5, 31), D(2026, 6, 30), D(2026, 8, 31)),
    (D(2026, 8, 31), D(2026, 9, 30), D(2026, 11, 30)),
    (D(2026, 10, 31), D(2026, 11, 30), D(2027, 2, 1)),  # 31 January is a Sunday
    # leap day
    (D(2024, 2, 29), D(2024, 4, 2), D(2024, 5, 29)),  # 29 March 2024 is Good Friday
    (D(2028, 2, 29), D(2028, 3, 29), D(2028, 5, 29)),
    (D(2028, 1, 29), D(2028, 2, 29), D(2028, 5, 2)),  # 29 April is a Saturday, then 1 May
    (D(2027, 11, 29), D(2027, 12, 29), D(2028, 2, 29)),
    (D(2027, 11, 30), D(2027, 12, 30), D(2028, 2, 29)),
    # Easter
    (D(2026, 3, 2), D(2026, 4, 7), D(2026, 6, 2)),  # Maundy Thursday
    (D(2026, 3, 3), D(2026, 4, 7), D(2026, 6, 3)),  # Good Friday
    (D(2026, 3, 6), D(2026, 4, 7), D(2026, 6, 8)),  # Easter Monday; 6 June is a Saturday
    (D(2026, 3, 1), D(2026, 4, 1), D(2026, 6, 1)),  # the Wednesday before is a working day
    (D(2027, 2, 25), D(2027, 3, 30), D(2027, 5, 25)),
    (D(2028, 3, 13), D(2028, 4, 18), D(2028, 6, 13)),
    (D(2026, 1, 2), D(2026, 2, 2), D(2026, 4, 7)),
    # 1 May, 17 May, Ascension Day, Whit Monday
    (D(2026, 4, 1), D(2026, 5, 4), D(2026, 7, 1)),
    (D(2027, 4, 1), D(2027, 5, 3), D(2027, 7, 1)),
    (D(2028, 4, 1), D(2028, 5, 2), D(2028, 7, 3)),
    (D(2026, 2, 1), D(2026, 3, 2), D(2026, 5, 4)),
    (D(2026, 4, 14), D(2026, 5, 15), D(2026, 7, 14)),
    (D(2026, 4, 17), D(2026, 5, 18), D(2026, 7, 17)),
    (D(2027, 4, 17), D(2027, 5, 18), D(2027, 7, 19)),  # 17 May 2027 is Whit Monday, too
    (D(2028, 4, 17), D(2028, 5, 18), D(2028, 7, 17)),
    (D(2024, 4, 17), D(2024, 5, 21), D(2024, 7, 17)),  # Friday, weekend, Whit Monday
    (D(2026, 4, 25), D(2026, 5, 26), D(2026, 7, 27)),
    # Christmas and New Year
    (D(2026, 11, 24), D(2026, 12, 24), D(2027, 2, 24)),  # Christmas Eve is no public holiday
    (D(2026, 11, 25), D(2026, 12, 28), D(2027, 2, 25)),
    (D(2026, 11, 26), D(2026, 12, 28), D(2027, 2, 26)),
    (D(2027, 11, 24), D(2027, 12, 24), D(2028, 2, 24)),
    (D(2027, 11, 25), D(2027, 12, 27), D(2028, 2, 25)),
    (D(2028, 11, 25), D(2028, 12, 27), D(2029, 2, 26)),
    (D(2025, 11, 25), D(2025, 12, 29), D(2026, 2, 25)),
    (D(2026, 12, 1), D(2027, 1, 4), D(2027, 3, 1)),
    (D(2025, 12, 1), D(2026, 1, 2), D(2026, 3, 2)),
    (D(2026, 12, 31), D(2027, 2, 1), D(2027, 3, 31)),
    # the days the clock is changed
    (D(2026, 3, 29), D(2026, 4, 29), D(2026, 6, 29)),
    (D(2026, 2, 28), D(2026, 3, 30), D(2026, 5, 28)),
    (D(2026, 10, 25), D(2026, 11, 25), D(2027, 1, 25)),
    (D(2026, 9, 25), D(2026, 10, 26), D(2026, 12, 28)),
]


@pytest.mark.parametrize(("received", "due", "extended"), ANSWERED_BY)
@pytest.mark.asvs("PRV-07")
def test_an_answer_is_due_after_a_month_and_an_extended_one_after_three_on_a_working_day(received, due, extended):
    assert (answer_by(received), extended_answer_by(received)) == (due, extended)


@given(st.dates(D(2000, 1, 1), D(2100, 1, 1)))
def test_the_next_working_day_is_one_and_none_lies_between(day):
    found = next_working_day(day)

    between = [day + datetime.timedelta(days=n) for n in range((found - day).days)]
    assert is_working_day(found)
    assert [each for each in between if is_working_day(each)] == []
