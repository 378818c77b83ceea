"""Trail, consents and erasures: only ever added to, and gone by themselves when their own time is over."""

import datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from privacy.actions import subjects
from privacy.choices import ConsentAction, ErasureScope
from privacy.models import ConsentEvent, Erasure, TrailEntry
from privacy.queries import consents
from tests.database_role import by_force
from tests.factories import NOW, ConsentEventFactory, ErasureFactory, SubjectFactory, TrailEntryFactory

pytestmark = pytest.mark.django_db

LEDGERS = {TrailEntry: TrailEntryFactory, ConsentEvent: ConsentEventFactory, Erasure: ErasureFactory}
DAY = datetime.timedelta(days=1)


def refused(statement):
    """The program lacks the right; who has every right meets the trigger."""
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    with pytest.raises(ProgrammingError, match="is append-only"), transaction.atomic(), by_force() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no deferred check
        cursor.execute(statement)


def expire(as_of):
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_expire_ledgers(%s)", [as_of])
        return cursor.fetchone()[0]


def day(year, month, number):
    return datetime.date(year, month, number)


@pytest.mark.parametrize("model", LEDGERS)
def test_the_database_refuses_every_change(model):
    row = LEDGERS[model]()
    table = model._meta.db_table

    refused(f"UPDATE {table} SET at = now()")
    refused(f"DELETE FROM {table}")
    refused(f"TRUNCATE {table} CASCADE")

    assert model.objects.get(pk=row.pk).at == row.at


@pytest.mark.usefixtures("approved_periods")
def test_the_trail_goes_two_years_after_the_person():
    gone = ErasureFactory(at=NOW)
    about_gone = TrailEntryFactory(subject_uuid=gone.subject_uuid)
    in_part = ErasureFactory(at=NOW, scope=ErasureScope.PART)
    about_others = {TrailEntryFactory(subject_uuid=in_part.subject_uuid).pk, TrailEntryFactory().pk}
    two_years = timezone.localdate(NOW).replace(year=NOW.year + 2)

    assert expire(two_years - DAY) == 0
    assert TrailEntry.objects.filter(pk=about_gone.pk).exists()
    assert expire(two_years) == 1
    assert set(TrailEntry.objects.values_list("pk", flat=True)) == about_others


@pytest.mark.usefixtures("approved_periods")
def test_a_proof_that_was_invented_takes_nothing_of_somebody_who_is_here():
    subject = SubjectFactory()
    TrailEntryFactory(subject_uuid=subject.pk)
    ConsentEventFactory(subject_uuid=subject.pk)
    ErasureFactory(subject_uuid=subject.pk, scope=ErasureScope.PERSON, at=NOW - 3000 * DAY)

    assert expire(NOW.date()) == 0
    assert (TrailEntry.objects.count(), ConsentEvent.objects.count()) == (1, 1)


@pytest.mark.usefixtures("approved_periods")
def test_the_proof_of_a_consent_goes_three_years_after_its_withdrawal():
    given = ConsentEventFactory(at=NOW)
    withdrawn = ConsentEventFactory(
        subject_uuid=given.subject_uuid, notice=given.notice, action=ConsentAction.WITHDRAWN, at=NOW + 10 * DAY
    )
    standing = ConsentEventFactory(at=NOW)
    three_years = timezone.localdate(withdrawn.at).replace(year=withdrawn.at.year + 3)

    assert expire(three_years - DAY) == 0
    assert expire(three_years) == 2
    assert list(ConsentEvent.objects.values_list("pk", flat=True)) == [standing.pk]


@pytest.mark.usefixtures("approved_periods")
def test_the_proof_of_an_erasure_goes_after_ten_years():
    ErasureFactory(at=NOW)
    ten_years = timezone.localdate(NOW).replace(year=NOW.year + 10)

    assert (expire(ten_years - DAY), Erasure.objects.count()) == (0, 1)
    assert (expire(ten_years), Erasure.objects.count()) == (1, 0)


def test_without_an_approved_length_nothing_goes():
    gone = ErasureFactory(at=NOW)
    TrailEntryFactory(subject_uuid=gone.subject_uuid)

    assert expire(day(2099, 1, 1)) == 0


@pytest.mark.usefixtures("approved_periods")
def test_the_proof_of_a_consent_never_withdrawn_goes_three_years_after_the_person():
    gone = ErasureFactory(at=NOW)
    ConsentEventFactory(subject_uuid=gone.subject_uuid, at=NOW - 100 * DAY)
    three_years = timezone.localdate(NOW).replace(year=NOW.year + 3)
    expire(three_years - DAY)

    assert ConsentEvent.objects.count() == 1
    expire(three_years)

    assert ConsentEvent.objects.count() == 0


@pytest.mark.usefixtures("approved_periods")
def test_a_consent_given_under_another_number_does_not_rise_again_when_its_withdrawal_goes():
    alias, root = SubjectFactory(), SubjectFactory()
    ConsentEventFactory(subject_uuid=alias.pk, at=NOW - 100 * DAY)
    subjects.merge(lost=alias, into=root, by=None, at=NOW)
    ConsentEventFactory(subject_uuid=root.pk, at=NOW, action=ConsentAction.WITHDRAWN)
    three_years = timezone.localdate(NOW).replace(year=NOW.year + 3)

    assert expire(three_years - DAY) == 0
    assert expire(three_years) == 2
    assert consents.in_force(root.pk, "further_storage") is None


@pytest.mark.usefixtures("approved_periods")
def test_the_day_is_the_day_in_oslo():
    ErasureFactory(at=datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC))  # half past midnight there

    assert expire(day(2036, 11, 22)) == 0
    assert expire(day(2036, 11, 23)) == 1


@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize("model", LEDGERS)
def test_after_the_expiry_the_refusal_stands_again(model):
    LEDGERS[model]()
    expire(timezone.localdate(NOW))

    refused(f"DELETE FROM {model._meta.db_table}")

    assert model.objects.count() == 1
