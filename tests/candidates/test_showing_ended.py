"""No restore brings back what a candidate or an adviser ended: each no is done again from the journal outside."""

import datetime

import pytest

from candidates.actions import blocked_employers, permissions, presentation_readers, presentations, showing_ended
from candidates.models import BlockedEmployer, SharingPermission
from candidates.queries import presentations as reading
from privacy.actions import relay, replay
from privacy.models import JournalEntry, JournalHead
from tests.candidates.test_presentations import candidate_of, draft, sent  # noqa: F401
from tests.factories import NOW, StaffFactory, org_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
LATER = NOW + datetime.timedelta(hours=3)


def no(whole):
    candidate = candidate_of(whole)
    permissions.stop(candidate=candidate, order=whole.job_order, by=candidate.subject.user, at=LATER)


def restored_from_no(whole):
    SharingPermission.objects.all().delete()


def barred(whole):
    candidate = candidate_of(whole)
    number = whole.job_order.company.org_number
    blocked_employers.block(
        candidate=candidate, org_number=number, name="Arbeidsgiver", by=candidate.subject.user, at=LATER
    )


def restored_from_barred(whole):
    BlockedEmployer.objects.all().delete()


def taken_back(whole):
    presentations.revoke(presentation=whole, by=StaffFactory(), at=LATER)


def closed(whole):
    presentation_readers.take_out(reader=whole.readers.get(), at=LATER)


@pytest.mark.promise("P33")
@pytest.mark.parametrize(("happens", "restored"), [(no, restored_from_no), (barred, restored_from_barred)])
def test_a_no_that_a_restore_undid_is_said_again(sent, happens, restored):  # noqa: F811
    relay.write(at=NOW)
    head = JournalHead.objects.values().get()
    happens(sent)
    relay.write(at=LATER)
    restored(sent)
    JournalHead.objects.update(**head)
    assert reading.why_not(sent.job_order, candidate_of(sent), at=LATER) == ""

    counts = [replay.run(at=LATER), replay.run(at=LATER)]

    assert counts == [{"showing_ended": 1, "mails_in_doubt": 2}, {}]
    assert reading.why_not(sent.job_order, candidate_of(sent), at=LATER) in ("said_no", "blocked_employer")


@pytest.mark.parametrize(("happens", "named"), [(taken_back, "presentation"), (closed, "reader")])
def test_an_access_that_was_closed_is_noted(sent, happens, named):  # noqa: F811
    happens(sent)

    noted = JournalEntry.objects.get(kind="showing_ended")
    assert noted.details == {named: str(sent.pk if named == "presentation" else sent.readers.get().pk)}


def test_closing_again_leaves_nothing_to_see(sent):  # noqa: F811
    whose, reader = candidate_of(sent).subject_id, sent.readers.get()
    for details in ({"presentation": str(sent.pk)}, {"reader": str(reader.pk)}):
        assert reading.shown_to(reader, at=LATER) != [] or "reader" in details
        showing_ended.again(subject_id=whose, at=LATER, details=details)
        assert reading.shown_to(reader, at=LATER) == []


def test_an_employer_let_go_of_again_stays_let_go_of(sent):  # noqa: F811
    candidate = candidate_of(sent)
    relay.write(at=NOW)
    head = JournalHead.objects.values().get()
    row = blocked_employers.block(
        candidate=candidate, org_number=org_number(9), name="", by=candidate.subject.user, at=LATER
    )
    blocked_employers.unblock(employer=row, by=candidate.subject.user, at=LATER)
    relay.write(at=LATER)
    JournalHead.objects.update(**head)

    replay.run(at=LATER)

    assert not BlockedEmployer.objects.exists()
