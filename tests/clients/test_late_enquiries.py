"""Whoever works on an enquiry while its person is erased, or writes one, leaves nothing of the person.

Whether the writer had begun before the erasure, comes while it stands, or holds the person until its own commit.
"""

import pytest

from clients.actions import enquiries
from clients.models import ClientCompany, ClientContact, Enquiry, OrderReader
from privacy.actions import erasure
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.models import OutgoingMail, Subject
from privacy.queries.residue import in_database
from tests.clients.test_story import ASKED
from tests.factories import NOW, EnquiryFactory, StaffFactory, UserFactory
from tests.turns import Point, Turns

pytestmark = pytest.mark.usefixtures("transactional_db", "approved_periods")

MARKS = ["merkenavn07", "merkenavn07@example.test", "+4790000707"]
TYPED = ASKED | {"headcount": 2, "language": "nb"}
ABOUT = {"name": MARKS[0], "email": MARKS[1], "phone": MARKS[2]}


class Desk:
    """An account whose person has an open enquiry, and those at work on it."""

    def __init__(self):
        self.user = UserFactory(email=MARKS[1], subject__created_at=NOW)
        self.adviser, self.other = StaffFactory(roles=["adviser"]), StaffFactory(roles=["adviser"])
        self.enquiry = EnquiryFactory(subject=self.user.subject, owner=self.adviser, **ABOUT)
        self.how = {"enquiry": self.enquiry, "by": self.adviser, "at": NOW}

    def erase(self):
        erasure.erase_person(subject_id=self.user.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    def ask_for_more(self):
        return enquiries.receive(by=self.user, at=NOW, **TYPED | ABOUT)

    def assign(self):
        enquiries.assign(owner=self.other, **self.how)

    def answer(self):
        enquiries.answer(answer="Ja, gjerne.", **self.how)

    def close(self):
        enquiries.close(outcome="no_need", reason=f"{MARKS[0]} valgte andre.", **self.how)

    def convert(self):
        enquiries.convert(
            org_number=ASKED["org_number"], company_name="Fjellvik Bygg AS", title="Tømrer", kind="recruitment",
            adviser=self.adviser, **self.how,
        )  # fmt: skip


WRITERS = ["ask_for_more", "assign", "answer", "close", "convert"]


def write_and_erase(desk, writer, stands_at):
    """`stands_at` is where the writer stands while the person is erased: None, and it comes while the eraser stands."""
    with Turns(2) as turns:
        late, eraser = turns.players
        if stands_at:
            late.begin(getattr(desk, writer), to=stands_at)
            assert late.at is stands_at
            eraser.begin(desk.erase, to=Point.END)
        else:
            eraser.begin(desk.erase, to=Point.DELETED)
            late.begin(getattr(desk, writer), to=Point.END)
            assert late.is_waiting
            eraser.finish()
        late.finish()
    assert eraser.error is None
    return late.error


@pytest.mark.parametrize("stands_at", [Point.BEGUN, None, Point.COMMITTING])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_writer_of_an_enquiry_and_an_erasure_leave_nothing(writer, stands_at):
    desk = Desk()

    error = write_and_erase(desk, writer, stands_at)

    assert isinstance(error, type(None) if stands_at is Point.COMMITTING else PersonIsGone)
    left = (Enquiry.objects.count(), ClientContact.objects.count(), OrderReader.objects.count())
    assert (left, Subject.objects.filter(pk=desk.user.subject_id).exists()) == ((0, 0, 0), False)
    OutgoingMail.objects.filter(subject=None).delete()  # the farewell goes when it is sent
    assert list(in_database(MARKS)) == []


def test_the_same_words_again_while_the_first_are_erased_are_somebody_news():
    desk = Desk()
    first = enquiries.receive(by=None, at=NOW, **TYPED)

    with Turns(2) as turns:
        eraser, late = turns.players
        eraser.begin(lambda: erase(first), to=Point.DELETED)
        late.begin(lambda: enquiries.receive(by=None, at=NOW, **TYPED), to=Point.END)
        eraser.finish()
        late.finish()

    second = Enquiry.objects.exclude(pk=desk.enquiry.pk).get()
    assert (eraser.error, late.error, late.result) == (None, None, second)
    assert second.subject_id != first.subject_id
    assert OutgoingMail.objects.filter(subject=second.subject, template="clients/email/enquiry_received").count() == 1


def test_two_enquiries_of_one_company_become_one_client_with_two_orders():
    desk, other = Desk(), EnquiryFactory(email="en-annen@example.test", name="En Annen")

    with Turns(2) as turns:
        first, second = turns.players
        first.begin(desk.convert, to=Point.COMMITTING)
        desk.how["enquiry"] = other
        second.begin(desk.convert, to=Point.END)
        assert second.is_waiting
        first.finish()

    assert (first.error, second.error) == (None, None)
    assert ClientCompany.objects.get().orders.count() == 2


def erase(enquiry):
    erasure.erase_person(subject_id=enquiry.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)
