"""Somebody here decides where no date can: until that day and no longer, by whom it is given to, for who is still there."""

import datetime
import uuid

import pytest

from candidates.choices import Origin, Source
from candidates.models import Candidate
from clients.models import ClientContact
from privacy.actions import erasure, purge, restrictions, retention, reviews, subjects
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.choices import Category, ErasureCause, JournalKind, RestrictionGround
from privacy.models import Erasure, JournalEntry, RetentionPeriod, ReviewDecision, Subject, TrailEntry
from privacy.queries import retention_overview
from privacy.queries.facts import BEGINNING
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    ClientContactFactory,
    OutgoingMailFactory,
    StaffFactory,
    SubjectFactory,
    UserFactory,
)
from tests.turns import Point, Turns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

TODAY = NOW.date()
A_DAY = datetime.timedelta(days=1)
UNTIL = datetime.date(2027, 6, 1)
LONGEST = datetime.date(2028, 11, 23)


@pytest.fixture
def officer():
    return StaffFactory(roles=["privacy"])


def undated(**more) -> Candidate:
    """Entered by hand, and nobody wrote down when the data were received."""
    candidate = CandidateFactory(source=Source.BY_HAND, received_on=None, **more)
    retention.refresh(candidate.subject_id)
    return candidate


def keep(candidate, by, keep_until=UNTIL, reason="Brevet er datert i juni.", at=NOW, **row):
    given = {"subject_id": candidate.subject_id, "object_label": "candidates.Candidate", "object_id": str(candidate.pk)}
    return reviews.keep(**given | row, keep_until=keep_until, reason=reason, by=by, at=at)


def due_on(candidate):
    return Subject.objects.get(pk=candidate.subject_id).due_on


def purged(as_of) -> tuple[int, int]:
    run = purge.run(as_of=as_of, at=NOW)
    return run.erased, run.review


# --- keeping ---
def test_it_is_kept_until_that_day_and_gone_on_it(officer):
    candidate = undated()
    assert purged(TODAY) == (0, 1)

    keep(candidate, officer)

    assert due_on(candidate) == UNTIL
    assert purged(UNTIL - A_DAY) == (0, 0)
    assert purged(UNTIL) == (1, 0)
    assert Subject.objects.filter(pk=candidate.subject_id).count() == 0


def test_nobody_waits_any_more_when_all_is_decided(officer):
    candidate = undated()
    assert retention_overview(TODAY).needs_review == 1

    keep(candidate, officer)
    retention.refresh_everybody()

    assert (retention_overview(TODAY).needs_review, due_on(candidate)) == (0, UNTIL)


@pytest.mark.parametrize("later", [UNTIL - 60 * A_DAY, UNTIL + 60 * A_DAY])
def test_decided_again_the_last_word_counts(later, officer):
    candidate = undated()
    keep(candidate, officer)

    keep(candidate, StaffFactory(roles=["manager"]), keep_until=later, at=NOW + A_DAY)

    assert due_on(candidate) == later
    assert ReviewDecision.objects.count() == 2
    assert (purged(later - A_DAY), purged(later)) == ((0, 0), (1, 0))


def test_it_has_a_name_a_reason_and_a_line(officer):
    candidate = undated()

    decided = keep(candidate, officer)

    line = TrailEntry.objects.get(subject_uuid=candidate.subject_id)
    noted = JournalEntry.objects.get(kind=JournalKind.REVIEWED)
    assert (decided.decided_by, decided.decided_at, decided.reason) == (officer, NOW, "Brevet er datert i juni.")
    assert (line.verb, line.actor_uuid, line.fields) == ("reviewed", officer.subject_id, ["keep_until", "reason"])
    assert noted.details == {
        "label": "candidates.Candidate", "number": str(candidate.pk), "keep_until": "2027-06-01",
        "by": str(officer.subject_id),
    }  # fmt: skip
    assert (line.object_label, line.object_id) == ("candidates.candidate", str(candidate.pk))


def test_one_row_is_decided_and_the_other_still_waits(officer):
    candidate = undated()
    other = ApplicationFactory(candidate=candidate, origin=Origin.APPLIED, keep_scope="forgotten")
    retention.refresh(candidate.subject_id)

    keep(candidate, officer)
    assert due_on(candidate) == BEGINNING
    keep(candidate, officer, object_label="candidates.Application", object_id=str(other.pk), keep_until=UNTIL + A_DAY)

    assert due_on(candidate) == UNTIL + A_DAY  # the profile cannot go before the application
    assert (purged(UNTIL), purged(UNTIL + A_DAY)) == ((0, 0), (1, 0))


def test_what_is_decided_goes_with_the_person_after_a_merge(officer):
    candidate, root = undated(), SubjectFactory()
    keep(candidate, officer)

    subjects.merge(lost=candidate.subject, into=root, by=officer, at=NOW)

    assert Subject.objects.get(pk=root.pk).due_on == UNTIL
    again = keep(candidate, officer, keep_until=UNTIL + A_DAY, at=NOW + A_DAY)
    assert (again.subject_id, Subject.objects.get(pk=root.pk).due_on) == (root.pk, UNTIL + A_DAY)


def test_a_date_found_later_takes_the_place_of_the_decision(officer):
    candidate = undated()
    keep(candidate, officer)

    Candidate.objects.filter(pk=candidate.pk).update(received_on=datetime.date(2026, 9, 1))
    retention.refresh(candidate.subject_id)

    assert due_on(candidate) == datetime.date(2028, 9, 1)
    with pytest.raises(reviews.NotInReview):
        keep(candidate, officer)


# --- refusals ---
WRONG = {
    "today": ({"keep_until": TODAY}, reviews.TooSoon),
    "the past": ({"keep_until": datetime.date(2020, 1, 1)}, reviews.TooSoon),
    "a day more than two years": ({"keep_until": LONGEST + A_DAY}, reviews.TooLong),
    "three years": ({"keep_until": datetime.date(2029, 11, 23)}, reviews.TooLong),
    "no reason": ({"reason": ""}, reviews.NoReason),
    "a reason of blanks": ({"reason": " \n\t"}, reviews.NoReason),
    "no such row": ({"object_id": str(uuid.uuid4())}, reviews.NotInReview),
    "no such model": ({"object_label": "candidates.Nobody"}, reviews.NotInReview),
    "another label of the same number": ({"object_label": "candidates.Application"}, reviews.NotInReview),
}


@pytest.mark.promise("P50")
@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_and_changes_nothing(what, officer):
    candidate = undated()
    wrong, refusal = WRONG[what]

    with pytest.raises(refusal):
        keep(candidate, officer, **wrong)

    assert (ReviewDecision.objects.count(), due_on(candidate)) == (0, BEGINNING)
    assert TrailEntry.objects.count() == 0


@pytest.mark.promise("P50")
def test_two_years_to_the_day_is_the_longest(officer):
    candidate = undated()

    keep(candidate, officer, keep_until=LONGEST)

    assert due_on(candidate) == LONGEST


def test_a_row_of_somebody_else_is_refused(officer):
    candidate, another = undated(), undated()

    with pytest.raises(reviews.NotInReview):
        keep(candidate, officer, object_id=str(another.pk))

    assert (ReviewDecision.objects.count(), due_on(another)) == (0, BEGINNING)


@pytest.mark.parametrize("role", ["adviser", "system", "finance", "editor"])
def test_only_manager_and_privacy_officer_decide(role):
    candidate, colleague = undated(), StaffFactory(roles=[role])

    with pytest.raises(reviews.NotResponsible):
        keep(candidate, colleague)
    with pytest.raises(reviews.NotResponsible):
        reviews.erase(subject_id=candidate.subject_id, by=colleague, at=NOW)

    assert (ReviewDecision.objects.count(), due_on(candidate)) == (0, BEGINNING)


def test_what_has_a_date_is_nobodys_to_decide(officer):
    contact = ClientContactFactory()
    dated = CandidateFactory(source=Source.BY_HAND, received_on=TODAY)

    with pytest.raises(reviews.NotInReview):
        keep(dated, officer)
    with pytest.raises(reviews.NotInReview):
        keep(contact, officer, object_label="clients.ClientContact")
    with pytest.raises(reviews.NotInReview):
        reviews.erase(subject_id=dated.subject_id, by=officer, at=NOW)

    assert (Candidate.objects.count(), ClientContact.objects.count()) == (1, 1)


def test_a_storage_time_nobody_approved_is_no_matter_of_one_person(officer):
    candidate = CandidateFactory(source=Source.BY_HAND, received_on=TODAY)
    RetentionPeriod.objects.filter(code="entered_by_hand").update(approved_at=None, approved_by=None)

    with pytest.raises(reviews.AwaitsApproval):
        keep(candidate, officer)
    with pytest.raises(reviews.NotInReview):
        reviews.erase(subject_id=candidate.subject_id, by=officer, at=NOW)

    assert (ReviewDecision.objects.count(), Candidate.objects.count()) == (0, 1)


@pytest.mark.parametrize("category", ["", Category.IDENTITY, Category.HISTORY])
def test_whoever_is_restricted_is_not_decided_about_here(category, officer):
    candidate = undated()
    ground = {"ground": RestrictionGround.ACCURACY, "category": category}
    restrictions.place(subject_id=candidate.subject_id, by=officer, at=NOW, **ground)

    with pytest.raises(IsRestricted):
        keep(candidate, officer)
    with pytest.raises(IsRestricted):
        reviews.erase(subject_id=candidate.subject_id, by=officer, at=NOW)

    assert (ReviewDecision.objects.count(), due_on(candidate)) == (0, BEGINNING)


def test_whoever_was_erased_meanwhile_is_gone(officer):
    candidate = undated()
    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    with pytest.raises(PersonIsGone):
        keep(candidate, officer)
    with pytest.raises(PersonIsGone):
        reviews.erase(subject_id=candidate.subject_id, by=officer, at=NOW)

    assert ReviewDecision.objects.count() == 0


# --- erasing ---
def test_whoever_waits_is_erased_with_everything(officer):
    candidate = undated()
    OutgoingMailFactory(subject=candidate.subject)

    answer = reviews.erase(subject_id=candidate.subject_id, by=officer, at=NOW)

    proof = Erasure.objects.get(subject_uuid=candidate.subject_id)
    assert (answer.is_erased, proof.cause) == (True, "staff")
    assert Subject.objects.filter(pk=candidate.subject_id).count() == 0


def test_whom_no_rule_speaks_of_can_only_be_erased(officer):
    user = UserFactory()
    retention.refresh(user.subject_id)
    assert Subject.objects.get(pk=user.subject_id).due_on == BEGINNING

    with pytest.raises(reviews.NotInReview):
        keep(user, officer, object_label="accounts.User")
    answer = reviews.erase(subject_id=user.subject_id, by=officer, at=NOW)

    assert (answer.is_erased, Subject.objects.filter(pk=user.subject_id).count()) == (True, 0)


def test_what_was_decided_meanwhile_is_not_erased(officer):
    candidate = undated()
    keep(candidate, StaffFactory(roles=["manager"]))

    with pytest.raises(reviews.NotInReview):
        reviews.erase(subject_id=candidate.subject_id, by=officer, at=NOW)

    assert due_on(candidate) == UNTIL


# --- at once ---
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", [Point.LOCKED, Point.COMMITTING])
def test_of_two_at_once_the_second_waits_and_has_the_last_word(point, officer):
    candidate, manager = undated(), StaffFactory(roles=["manager"])

    with Turns(2) as turns:
        first, second = turns.players
        first.begin(lambda: keep(candidate, officer), to=point)
        second.begin(lambda: keep(candidate, manager, keep_until=UNTIL + A_DAY, at=NOW + A_DAY), to=Point.END)
        waited = second.is_waiting
        turns.finish()

    assert (first.error, second.error, waited, first.order < second.order) == (None, None, True, True)
    assert (ReviewDecision.objects.count(), due_on(candidate)) == (2, UNTIL + A_DAY)


@pytest.mark.django_db(transaction=True)
def test_one_keeps_while_another_erases_and_whoever_comes_second_is_told(officer):
    kept, gone, manager = undated(), undated(), StaffFactory(roles=["manager"])

    with Turns(2) as turns:
        keeps, erases = turns.players
        keeps.begin(lambda: keep(kept, officer), to=Point.COMMITTING)
        erases.begin(lambda: reviews.erase(subject_id=kept.subject_id, by=manager, at=NOW), to=Point.END)
        turns.finish()
        late_eraser = type(erases.error)
        erases.begin(lambda: reviews.erase(subject_id=gone.subject_id, by=manager, at=NOW), to=Point.DELETED)
        keeps.begin(lambda: keep(gone, officer), to=Point.END)
        turns.finish()

    assert (late_eraser, type(keeps.error)) == (reviews.NotInReview, PersonIsGone)
    assert list(Candidate.objects.all()) == [kept]
    assert list(ReviewDecision.objects.values_list("subject", flat=True)) == [kept.subject_id]


@pytest.mark.django_db(transaction=True)
def test_the_purge_waits_for_a_decision_on_its_way_and_keeps(officer):
    candidate = undated()
    keep(candidate, officer)

    with Turns(2) as turns:
        night, decides = turns.players
        decides.begin(lambda: keep(candidate, officer, keep_until=UNTIL + A_DAY, at=NOW + A_DAY), to=Point.COMMITTING)
        night.begin(lambda: purge.run(as_of=UNTIL, at=NOW), to=Point.END)
        turns.finish()

    assert (night.error, decides.error, night.result.erased) == (None, None, 0)
    assert due_on(candidate) == UNTIL + A_DAY
