"""An agreement nobody ever signs is forgotten after a year; what was written or sent since, and what is signed, stays."""

import datetime

import pytest

from clients.actions import agreements, expiry
from clients.models import Agreement
from privacy.models import RetentionPeriod
from tests.factories import NOW, AgreementFactory, ClientContactFactory, StaffFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
A_YEAR_LATER = datetime.datetime(2027, 11, 23, 9, tzinfo=datetime.UTC)


@pytest.fixture
def draft():
    return AgreementFactory(signed_at=None, signed_by=None, drafted_at=NOW)


def test_a_draft_goes_a_year_after_the_last_word_and_what_is_signed_stays(draft, approved_periods):
    signed = AgreementFactory(drafted_at=NOW)

    assert (expiry.expire(at=A_YEAR_LATER - DAY)["drafts"], expiry.expire(at=A_YEAR_LATER)["drafts"]) == (0, 1)

    assert (expiry.expire(at=A_YEAR_LATER)["drafts"], list(Agreement.objects.all())) == (0, [signed])


@pytest.mark.usefixtures("approved_periods")
def test_written_anew_or_sent_it_is_no_forgotten_one(draft):
    other = AgreementFactory(signed_at=None, signed_by=None, drafted_at=NOW)
    contact, by = ClientContactFactory(company=other.company), StaffFactory()

    agreements.redraft(agreement=draft, at=NOW + DAY, terms="Annet.")
    agreements.send(agreement=other, contact=contact, by=by, at=NOW + DAY)

    assert (expiry.expire(at=A_YEAR_LATER)["drafts"], expiry.expire(at=A_YEAR_LATER + DAY)["drafts"]) == (0, 2)


def test_a_length_nobody_approved_deletes_nothing(draft):
    assert RetentionPeriod.objects.get(code="agreement_draft").approved_at is None
    assert ("drafts" in expiry.expire(at=A_YEAR_LATER), Agreement.objects.count()) == (False, 1)
