"""Nobody waits in a ring: presentations hold people before the envelope, as merging and erasing do; orders come before both.

A sending that holds the envelope first, and a colleague let in without the order, are the negative controls.
"""

import pytest
from django.db import transaction

from candidates.actions import (
    merging,
    presentation_ends,
    presentation_locks,
    presentation_readers,
    presentation_reading,
    presentation_removals,
    presentations,
)
from candidates.models import Application, Candidate, PresentationItem
from candidates.queries import presentations as reading
from clients.actions import orders
from privacy.actions import erasure, subjects
from privacy.choices import ErasureCause
from tests.candidates.test_presentation_races import Other
from tests.candidates.test_presentations import candidate_of, draft, send  # noqa: F401
from tests.factories import NOW, CandidateFactory, JobOrderFactory, StaffFactory
from tests.turns import Deadlock, Point, Turns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]
SAYS = ("first_name", "last_name", "phone", "language")


def merges(whole):
    """Whoever is shown and somebody entered before are one person: the items go over, whose guard asks for the envelope."""
    lost, into, by = candidate_of(whole), CandidateFactory(), StaffFactory()
    said = {name: getattr(into, name) for name in SAYS}
    return lambda: merging.merge(lost=Candidate.objects.get(pk=lost.pk), into=into, by=by, at=NOW, **said)


def erases(whole):
    person = candidate_of(whole).subject_id
    return lambda: erasure.erase_person(subject_id=person, cause=ErasureCause.PERSON, by=None, at=NOW)


def sends(whole):
    by = StaffFactory()
    return lambda: presentations.send(presentation=whole, by=by, at=NOW)


def takes_out(whole):
    item, by = PresentationItem.objects.get(kind="document"), StaffFactory()
    return lambda: presentation_removals.take_out(item=item, by=by, at=NOW)


def takes_back(whole):
    send(whole)
    by = StaffFactory()
    return lambda: presentations.revoke(presentation=whole, by=by, at=NOW)


def reads(whole):
    send(whole)
    reader = reading.readers().get(presentation=whole)
    return lambda: presentation_reading.read(reader=reader, at=NOW)


def answers(whole):
    send(whole)
    reader, candidate = reading.readers().get(presentation=whole), candidate_of(whole).pk
    return lambda: presentation_reading.answer(reader=reader, candidate=candidate, answer="no", comment="", at=NOW)


def ends(whole):
    send(whole)
    return lambda: presentation_ends.tell(pk=whole.pk, at=whole.ends_at)


def lets_in(whole):
    send(whole)
    reader = reading.readers().get(presentation=whole)
    return lambda: presentation_readers.invite(reader=reader, name="Per", email="per@example.test", at=NOW)


def sends_again(whole):
    send(whole)
    reader, by = whole.readers.get(), StaffFactory()
    return lambda: presentation_readers.send_again(reader=reader, by=by, at=NOW)


def closes(whole):
    Application.objects.update(stage="placed")
    by = whole.job_order.adviser
    return lambda: orders.close(order=whole.job_order, by=by, at=NOW)


def in_turn(first, second):
    """The first stops with what it locked first; the second goes as far as it comes; then both to the end."""
    with Turns(2) as turns:
        one, other = turns.players
        one.begin(first, to=Point.LOCKED)
        other.begin(second, to=Point.END)
        turns.finish()
        return one, other


@pytest.mark.parametrize("first", [True, False], ids=["presentation first", "presentation second"])
@pytest.mark.parametrize(
    "shown", [sends, takes_out, takes_back, reads, answers, ends, lets_in, sends_again], ids=lambda each: each.__name__
)
def test_merging_waits_its_turn(draft, shown, first):  # noqa: F811
    shows, merge = shown(draft), merges(draft)

    players = in_turn(shows, merge) if first else in_turn(merge, shows)

    errors = [type(each.error) for each in players if each.error]
    gone = [presentation_reading.NotShown] if shown is answers and not first else []  # by the number it had no more
    assert (errors, Candidate.objects.count()) == (gone, 1), [each.error for each in players]


@pytest.mark.parametrize("shows", [sends, takes_back], ids=lambda each: each.__name__)
def test_erasing_waits_its_turn(draft, shows):  # noqa: F811
    shows, erase = shows(draft), erases(draft)

    _shows, erases_them = in_turn(shows, erase)

    assert (erases_them.error, PresentationItem.objects.count(), Candidate.objects.count()) == (None, 0, 0)


def test_whoever_came_into_it_meanwhile_is_locked_too(draft, monkeypatch):  # noqa: F811
    """It waited for one of two; the other was put in meanwhile, under a lock the sending did not hold."""
    new, by = CandidateFactory(), StaffFactory()
    others, as_it_is = [], subjects.lock_who_is_left

    def lock(*persons):
        if not others:
            put_in = Other(
                lambda: presentations.include(presentation=draft, candidate=new, text="Fem år.", by=by, at=NOW)
            )
            monkeypatch.undo()
            put_in.start()
            put_in.join()
            monkeypatch.setattr(subjects, "lock_who_is_left", lock)
        others.append(set(persons))
        return as_it_is(*persons)

    monkeypatch.setattr(subjects, "lock_who_is_left", lock)
    with transaction.atomic():
        roots = presentation_locks.everybody(draft.pk)

    assert set(roots) == {each.subject_id for each in reading.in_it(draft)}
    assert [len(each) for each in others] == [1, 2]


def test_an_envelope_held_before_its_people_ends_in_a_ring(draft, monkeypatch):  # noqa: F811
    def envelope_first(envelope, *others, to=presentation_locks.TO_CHANGE, must_be_there=False):
        presentation_locks.hold(envelope, to=to)
        return subjects.lock(*others, *presentation_locks.people_in(envelope))

    monkeypatch.setattr(presentation_locks, "everybody", envelope_first)

    with pytest.raises(Deadlock):
        in_turn(sends(draft), merges(draft))


# --- orders before people ---
@pytest.mark.parametrize("gives", [lets_in, sends], ids=lambda each: each.__name__)
def test_closing_waits_for_whoever_gives_the_client_something(draft, gives):  # noqa: F811
    gives, close = gives(draft), closes(draft)

    players = in_turn(gives, close)

    assert [each.error for each in players] == [None, None]


def test_people_held_before_the_order_end_in_a_ring(draft, monkeypatch):  # noqa: F811
    """Each line in the ledger asks the database for an open order of the client."""
    invite, close = lets_in(draft), closes(draft)
    monkeypatch.setattr(orders, "keep_open", lambda **_order: None)

    with pytest.raises(Deadlock):
        in_turn(invite, close)


def test_another_order_of_the_client_is_waited_for_by_nobody(draft):  # noqa: F811
    """What is given needs one open order; another one that is being closed stops nothing."""
    other = JobOrderFactory(company=draft.job_order.company, agreement=draft.job_order.agreement)
    by, shows = other.adviser, sends(draft)
    with Turns(2) as turns:
        one, two = turns.players
        one.begin(lambda: orders.close(order=other, by=by, at=NOW), to=Point.LOCKED)
        two.begin(shows, to=Point.END)
        sent = (two.is_busy, two.error)

    assert (sent, one.error) == ((False, None), None)
