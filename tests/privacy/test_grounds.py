import datetime

import pytest

from candidates.personal_data.candidates import ENTERED_BY_US, SENT_BY_THE_PERSON
from privacy.deadlines import Period
from privacy.decide import Ground
from privacy.grounds import Consent, Earliest, FollowsPerson, Found, Known, Statutory, Until, civil_day

D = datetime.date
PERIODS = {
    "candidate_base": Period(2, "years"),
    "this_position": Period(3, "months"),
    "further_storage": Period(2, "years"),
    "entered_by_hand": Period(2, "years"),
}


def at(year, month, day, hour=12):
    return datetime.datetime(year, month, day, hour, tzinfo=datetime.UTC)


def known(consent=None, periods=PERIODS):
    consents = {"further_storage": Consent("further_storage", consent)} if consent else {}
    return Known(periods, consents)


def row(**changes):
    base = {
        "keep_scope": "candidate_base",
        "submitted_at": at(2024, 11, 23),
        "job_order__closed_at": None,
        "job_ad__closed_at": None,
    }
    return base | changes


def untils(found: Found) -> list[tuple[str, D | None]]:
    return [(ground.code, ground.until) for ground in found.grounds]


def test_an_application_goes_two_calendar_years_after_it_was_sent():
    found = SENT_BY_THE_PERSON.read(row(), known())

    assert untils(found) == [("candidate_base", D(2026, 11, 23))]


def test_the_day_is_the_day_in_oslo():
    late = datetime.datetime(2024, 11, 22, 23, 30, tzinfo=datetime.UTC)

    assert civil_day(late) == D(2024, 11, 23)
    assert untils(SENT_BY_THE_PERSON.read(row(submitted_at=late), known())) == [("candidate_base", D(2026, 11, 23))]


@pytest.mark.parametrize(
    ("order_closed", "ad_closed", "until"),
    [
        (None, None, ("candidate_base", D(2026, 11, 23))),
        (at(2025, 1, 15), None, ("this_position", D(2025, 4, 15))),
        (at(2025, 1, 15), at(2024, 12, 1), ("this_position", D(2025, 3, 1))),
        (at(2026, 10, 1), None, ("candidate_base", D(2026, 11, 23))),
    ],
)
def test_this_position_only_ends_three_months_after_the_first_closing_and_never_after_two_years(
    order_closed, ad_closed, until
):
    changes = {"job_order__closed_at": order_closed, "job_ad__closed_at": ad_closed}

    found = SENT_BY_THE_PERSON.read(row(keep_scope="this_position", **changes), known())

    assert untils(found) == [until]


@pytest.mark.parametrize(
    ("given", "until"),
    [(at(2025, 6, 1), D(2028, 11, 23)), (at(2026, 11, 22), D(2028, 11, 23)), (at(2027, 3, 1), D(2029, 3, 1))],
)
def test_a_consent_moves_on_from_the_due_day_or_from_the_consent_whichever_is_later(given, until):
    found = SENT_BY_THE_PERSON.read(row(), known(given))

    assert untils(found) == [("candidate_base", D(2026, 11, 23)), ("further_storage", until)]


def test_a_consent_does_not_cover_what_is_sent_after_it():
    found = SENT_BY_THE_PERSON.read(row(), known(at(2024, 11, 22)))

    assert untils(found) == [("candidate_base", D(2026, 11, 23))]


def test_a_length_nobody_approved_is_a_missing_fact():
    found = SENT_BY_THE_PERSON.read(row(), known(periods={}))

    assert found == Found(missing=("period:candidate_base",))


@pytest.mark.parametrize(
    ("received", "found"),
    [
        (None, Found(missing=("received_on",))),
        (D(2024, 2, 29), Found((Ground("entered_by_hand", D(2026, 2, 28)),))),
    ],
)
def test_somebody_entered_by_hand_counts_from_the_day_the_data_came(received, found):
    assert ENTERED_BY_US.read({"received_on": received, "created_at": at(2024, 3, 1)}, known()) == found


def test_a_value_nobody_thought_of_is_a_missing_fact():
    assert SENT_BY_THE_PERSON.read(row(keep_scope="for_ever"), known()) == Found(missing=("keep_scope",))


def test_a_consent_whose_length_nobody_approved_is_a_missing_fact_beside_what_is_known():
    only_base = {code: period for code, period in PERIODS.items() if code != "further_storage"}

    found = SENT_BY_THE_PERSON.read(row(), known(at(2025, 6, 1), only_base))

    assert found == Found((Ground("candidate_base", D(2026, 11, 23)),), ("period:further_storage",))


def test_what_follows_the_person_needs_only_what_its_own_end_needs():
    alone, ending = FollowsPerson(), FollowsPerson(at_most=Until("sent_at", "mail", optional=True))

    assert (alone.lookups, alone.periods) == ((), ())
    assert (ending.lookups, ending.periods) == (("sent_at",), ("mail",))


def test_of_the_earliest_only_the_part_that_is_missing_is_named_and_all_when_none_says_anything():
    strict = Earliest((Until("closed_at", "this_position"), Until("submitted_at", "candidate_base")))
    silent = Earliest((Until("a", "this_position", optional=True), Until("b", "candidate_base", optional=True)))

    assert strict.read({"closed_at": None, "submitted_at": at(2024, 1, 1)}, known()) == Found(missing=("closed_at",))
    assert silent.read({"a": None, "b": None}, known()) == Found(missing=("a", "b"))


# --- what a law keeps ---------------------------------------------------------------------------------
SIGNED = Statutory("ended_on", "agreement", while_empty="agreement_in_force")


@pytest.mark.parametrize(
    ("ended", "length", "until"),
    [
        (D(2026, 1, 1), Period(42, "months"), D(2030, 7, 1)),
        (D(2026, 12, 31), Period(42, "months"), D(2030, 7, 1)),
        (at(2026, 12, 31, 23), Period(42, "months"), D(2031, 7, 1)),  # New Year's Day in Oslo
        (D(2028, 2, 29), Period(5, "years"), D(2034, 1, 1)),
        (D(2026, 5, 1), None, None),
        (None, Period(42, "months"), None),
    ],
)
def test_what_a_law_keeps_goes_after_its_financial_year_and_no_sooner(ended, length, until):
    found = SIGNED.read({"ended_on": ended}, known(periods={"agreement": length} if length else {}))

    code = "agreement" if until else "agreement_in_force"
    assert found == Found((Ground(code, until, mandatory=True),), stands_alone=True)
