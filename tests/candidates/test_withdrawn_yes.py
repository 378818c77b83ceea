"""A yes to being shown for a position goes with the application it was given beside."""

import datetime

import pytest

from candidates.actions import applications, permissions
from candidates.queries import presentations as reading
from privacy.models import JournalEntry
from tests.candidates.test_presentations import candidate_of, draft, sent  # noqa: F401
from tests.factories import NOW, SharingPermissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P33")]
HOUR = datetime.timedelta(hours=1)


def test_whoever_withdraws_is_shown_no_more_also_after_a_yes(sent):  # noqa: F811
    candidate, reader = candidate_of(sent), reading.readers().get(presentation=sent)
    own, asked = candidate.subject.user, SharingPermissionFactory(candidate=candidate, job_order=sent.job_order)
    said = {"interest": "interested", "has_acknowledged": True, "channel": "own_pages", "by": own}
    permissions.answer(permission=asked, **said, at=NOW + HOUR)
    before = reading.shown_to(reader, at=NOW + 2 * HOUR)

    applications.withdraw(application=candidate.applications.get(), by=own, at=NOW + 3 * HOUR)

    assert (before, reading.shown_to(reader, at=NOW + 4 * HOUR)) == ([candidate.pk], [])
    assert JournalEntry.objects.filter(kind="showing_ended").count() == 1
