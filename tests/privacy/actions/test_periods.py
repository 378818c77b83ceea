"""Storage times: a proposal counts for nothing, the manager decides, the ceiling is the database's."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from privacy.actions import periods, retention
from privacy.jobs import refresh_due_dates
from privacy.models import RetentionPeriod, Subject
from privacy.queries import facts
from tests.factories import NOW, ApplicationFactory, StaffFactory

pytestmark = pytest.mark.django_db

SENT = datetime.datetime(2026, 1, 10, 9, tzinfo=datetime.UTC)
D = datetime.date


def propose(length, unit="years", ceiling=2, code="candidate_base", authority="personvernerklæringen"):
    return periods.propose(code=code, length=length, unit=unit, ceiling=ceiling, authority=authority, at=NOW)


def approve(period, role="manager"):
    periods.approve(period=period, by=StaffFactory(roles=[role]), at=NOW)


def in_force(code="candidate_base"):
    period = facts.approved_periods().get(code)
    return period and (period.length, period.unit)


def test_nothing_is_in_force_before_somebody_approved_it():
    propose(1)

    assert facts.approved_periods() == {}


@pytest.mark.parametrize("role", ["privacy", "adviser", "system", "finance"])
def test_only_the_manager_approves(role):
    period = propose(1)

    with pytest.raises(periods.NotTheManager):
        approve(period, role)

    assert in_force() is None


@pytest.mark.usefixtures("approved_periods")
def test_the_next_length_supersedes_the_one_before():
    approve(propose(1))

    kept = RetentionPeriod.objects.filter(code="candidate_base").order_by("pk").values_list("length", "superseded_at")
    assert list(kept) == [(2, NOW), (1, None)]
    assert in_force() == (1, "years")


@pytest.mark.usefixtures("approved_periods")
def test_a_length_is_approved_once_and_one_superseded_never_again():
    first = RetentionPeriod.objects.get(code="candidate_base")
    second = propose(1)
    approve(second)

    for decided in (first, second):
        with pytest.raises(periods.AlreadyDecided):
            approve(decided)

    assert in_force() == (1, "years")


@pytest.mark.parametrize("wrong", [{"length": 3}, {"length": 2, "authority": ""}])
def test_the_database_refuses_more_than_the_ceiling_and_what_nothing_allows(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        propose(**wrong)

    assert RetentionPeriod.objects.filter(proposed_at=NOW).count() == 0


def test_the_database_lets_one_length_be_in_force():
    manager = StaffFactory(roles=["manager"])
    first, second = propose(1), propose(2)
    approve(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionPeriod.objects.filter(pk=second.pk).update(approved_at=NOW, approved_by=manager)

    assert in_force() == (1, "years")


@pytest.mark.usefixtures("approved_periods")
def test_a_shorter_length_brings_every_date_forward_and_a_longer_one_leaves_them_early():
    person = ApplicationFactory(submitted_at=SENT).candidate.subject_id
    retention.refresh(person)
    dates = [Subject.objects.get(pk=person).due_on]

    for length, unit, ceiling in ((6, "months", 24), (2, "years", 2)):
        approve(propose(length, unit, ceiling))
        refresh_due_dates()
        dates.append(Subject.objects.get(pk=person).due_on)

    assert dates == [D(2028, 1, 10), D(2026, 7, 10), D(2026, 7, 10)]
