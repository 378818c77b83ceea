"""Trail, consents and erasures: only ever added to, and gone by themselves when their own time is over."""

import datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from privacy.choices import ConsentAction, ErasureScope
from privacy.models import ConsentEvent, Erasure, TrailEntry
from tests.factories import NOW, ConsentEventFactory, ErasureFactory, TrailEntryFactory

pytestmark = pytest.mark.django_db

LEDGERS = {TrailEntry: TrailEntryFactory, ConsentEvent: ConsentEventFactory, Erasure: ErasureFactory}
DAY = datetime.timedelta(days=1)


def refused(statement):
    with pytest.raises(ProgrammingError, match="is append-only"), transaction.atomic(), connection.cursor() as cursor:
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
