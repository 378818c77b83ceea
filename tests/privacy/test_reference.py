"""The engine's decision against a reference model written from the promises: they agree on every history.

No database: the rows are plain dictionaries, read by the rules that are declared. `PROVE=1` tries ten thousand.
"""

import datetime
import os
import uuid
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy import declarations
from privacy.choices import Category, HoldReason, RestrictionGround
from privacy.deadlines import Period
from privacy.decide import Facts, Ground, Holding, Verdict, decide
from privacy.grounds import Consent, Known
from privacy.models import Hold
from privacy.queries import facts
from tests.privacy import reference
from tests.privacy.machine import history
from tests.privacy.machine.history import APPLICATION, CANDIDATE, DOCUMENT, History, Row

HISTORIES = 10_000 if os.environ.get("PROVE") == "1" else 1_000
PERSON = uuid.UUID(int=1)
LENGTHS = {
    "account": Period(30, "days"),
    "this_position": Period(3, "months"),
    "enquiry": Period(12, "months"),
    "lead": Period(6, "months"),
    "mail": Period(1, "years"),
    "not_informed": Period(30, "days"),
    "agreement": Period(42, "months"),
    "payroll": Period(5, "years"),
    "employee_file": Period(6, "months"),
    "pay_account": Period(2, "months"),
    "next_of_kin": Period(1, "days"),
    "employment_draft": Period(3, "months"),
    "assignment": Period(3, "years"),
    **dict.fromkeys(("candidate_base", "further_storage", "entered_by_hand", "client_contact"), Period(2, "years")),
}

# Few days, so that many meet: what ends on the day something else begins is where engines go wrong.
DAYS = [datetime.date(year, month, day) for year in range(2020, 2027) for month in (2, 5, 11) for day in (1, 28)]
DAYS += [datetime.date(2020, 2, 29), datetime.date(2024, 2, 29), datetime.date(2023, 8, 31)]
HOURS = [0, 12, 22, 23]  # around midnight in Oslo, summer and winter
days = st.sampled_from(DAYS)
moments = st.builds(
    lambda day, hour: datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC),
    days,
    st.sampled_from(HOURS),
)
looking = st.builds(lambda day, more: day + datetime.timedelta(more), days, st.sampled_from([-1, 0, 1, 13, 14, 29, 30]))
sometimes = st.none() | moments


@st.composite
def histories(draw):
    """One person: in half of them a candidate, and a few of everything else."""
    number = count(1)
    rows = draw(candidacies(number)) if draw(st.booleans()) else []
    for kind, label, since in (
        ("account", history.ACCOUNT, st.none()),
        ("staff", history.ACCOUNT, st.none()),
        ("contact", history.CONTACT, sometimes),
        ("enquiry", history.CASE, sometimes),
        ("lead", history.LEAD, moments),
        ("mail", history.MAIL, sometimes),
        ("signature", history.SIGNATURE, st.none() | days),
    ):
        if draw(st.integers(0, 3)) == 0:
            rows.append(Row((label, str(next(number))), kind, draw(since)))
    said = sorted(draw(st.lists(st.tuples(moments, st.booleans()), max_size=3)), key=lambda word: word[0])
    return History(
        rows,
        said,
        draw(st.lists(HOLDS, max_size=1)),
        draw(st.lists(RESTRICTIONS, max_size=1)),
        {row.key: draw(days) for row in rows if draw(st.integers(0, 5)) == 0},
        history.PERIODS - {draw(st.sampled_from([*sorted(history.PERIODS), *[""] * 16]))},
    )


HOLDS = st.builds(history.Hold, st.sampled_from(HoldReason.values), moments, days, st.booleans(), st.booleans())
CATEGORIES = ["", *Category.values]
RESTRICTIONS = st.builds(
    history.Restriction, st.sampled_from(RestrictionGround.values), st.sampled_from(CATEGORIES), st.booleans()
)


@st.composite
def candidacies(draw, number):
    kind = draw(st.sampled_from(["website", "by_hand"]))
    since = draw(moments if kind == "website" else st.none() | days)
    rows = [Row((CANDIDATE, str(next(number))), kind, since, draw(moments))]
    for _ in range(draw(st.integers(0, 3))):
        sent_at, is_one_position = draw(moments), draw(st.booleans())
        closings = (draw(sometimes), draw(sometimes))
        row_kind = draw(st.sampled_from(["sent", "sent", "added"]))
        key = (APPLICATION, str(next(number)))
        rows.append(Row(key, row_kind, sent_at, sent_at, is_one_position, closings))
    keys = [row.key for row in rows[1:]]
    for _ in range(draw(st.integers(0, 2))):
        used_by = draw(st.frozensets(st.sampled_from(keys), max_size=2)) if keys else frozenset()
        untold_since = draw(st.none() | st.none() | moments)  # one that others gave us, of which the person is not told
        rows.append(Row((DOCUMENT, str(next(number))), "document", untold_since, used_by=used_by))
    return rows


# --- The same history as the engine reads it ------------------------------------------------------
def as_facts(person):
    """Through the rules that are declared: `Facts` as they would come from the database."""
    yes = person.said and person.said[-1][1]
    consents = {"further_storage": Consent("further_storage", person.said[-1][0])} if yes else {}
    known = Known({code: LENGTHS[code] for code in person.periods}, consents)
    decided = {key: Ground(facts.REVIEWED, until) for key, until in person.decided.items()}
    items = [facts.item(declared(row), row.key[1], joined(row, person), known, decided) for row in person.rows]
    return Facts(PERSON, tuple(items), tuple(holdings(person)))


def declared(row):
    return next(each for each in declarations.with_storage_time() if each.label == row.key[0])


def joined(row, person):
    """The row's columns, and once each what a join would bring."""
    columns = {
        CANDIDATE: {"source": row.kind, "last_active_at": row.since, "received_on": row.since},
        APPLICATION: {
            "origin": "added" if row.kind == "added" else "applied",
            "keep_scope": "this_position" if row.this_position else "candidate_base",
            "submitted_at": row.since,
            **dict(zip(("job_order__closed_at", "job_ad__closed_at"), row.closings, strict=False)),
        },
        history.ACCOUNT: {"is_staff": row.kind == "staff"},
        history.CONTACT: {"ended_at": row.since},
        history.CASE: {"closed_at": row.since},
        history.MAIL: {"sent_at": row.since},
        history.LEAD: {"received_at": row.since},
        history.SIGNATURE: {"agreement__ended_on": row.since},
        DOCUMENT: {"collection__collected_at": row.since, "collection__informed_at": None},
    }.get(row.key[0], {})
    columns |= {"created_at": row.made_at, "candidate_id": next((key for key in keys(person, CANDIDATE)), None)}
    others = keys(person, APPLICATION) if row.key[0] == CANDIDATE else sorted(pk for _label, pk in row.used_by)
    return [columns | {"applications__id": pk, "uses__application_id": pk} for pk in others or [None]]


def keys(person, label):
    return [row.key[1] for row in person.rows if row.key[0] == label]


def holdings(person):
    for each in person.holds:
        hold = Hold(
            opened_at=each.opened_at, ends_on=each.ends_on, approved_at=each.opened_at if each.is_approved else None
        )
        if not each.is_released:
            yield Holding(Ground(f"hold:{each.reason}", hold.last_day_after, mandatory=True))
    for wish in person.restrictions:
        if not wish.is_lifted and wish.ground in RestrictionGround.that_hold():
            yield Holding(Ground(f"restriction:{wish.ground}", None), wish.category)


@settings(max_examples=HISTORIES, deadline=None, database=None, derandomize=HISTORIES < 10_000)
@given(histories(), looking, st.sampled_from([False, False, True]))
@pytest.mark.asvs("PRV-01")
def test_the_engine_decides_as_the_promises_say(person, day, is_asked):
    fates, goes = reference.judge(person, day, asked=is_asked)

    known = as_facts(person)
    decision = decide(known.on_request() if is_asked else known, day)

    found = {each.item.key: (each.verdict.value, {ground.code for ground in each.active}) for each in decision.outcomes}
    assert (found, decision.erases_person) == (fates, goes)
    assert (decision.verdict is Verdict.ERASE) == (goes or "erase" in {what for what, _why in fates.values()})
