import datetime

import pytest

from candidates.actions import people
from candidates.models import Candidate
from candidates.queries import people as reads
from privacy.actions.subjects import PersonIsGone
from privacy.models import TrailEntry
from privacy.queries import explain, reviews
from tests.factories import NOW, CandidateFactory, StaffFactory, UserFactory

LATER = NOW + datetime.timedelta(days=1)
PROFILE = {"first_name": "Kari", "last_name": "Nordmann", "phone": "+4722334455", "language": "nb"}


def trail(candidate):
    return list(TrailEntry.objects.filter(subject_uuid=candidate.subject_id).values_list("verb", "role", "fields"))


def test_the_person_corrects_the_profile(db):
    candidate = CandidateFactory(**PROFILE)
    me = candidate.subject.user

    people.update_profile(candidate=candidate, by=me, at=LATER, **PROFILE | {"last_name": "Hansen", "phone": ""})

    assert Candidate.objects.values_list("last_name", "phone", "last_active_at").get() == ("Hansen", "", LATER)
    assert trail(candidate) == [("changed", "person", ["last_name", "phone"])]


def test_nothing_changed_nothing_recorded(db):
    candidate = CandidateFactory(**PROFILE)

    people.update_profile(candidate=candidate, by=candidate.subject.user, at=LATER, **PROFILE)

    assert (trail(candidate), Candidate.objects.get().last_active_at) == ([], NOW)


def test_a_correction_by_the_staff_is_no_activity_of_the_persons(db):
    candidate = CandidateFactory(**PROFILE)

    people.update_profile(candidate=candidate, by=StaffFactory(), at=LATER, **PROFILE | {"phone": ""})

    assert (Candidate.objects.get().phone, Candidate.objects.get().last_active_at) == ("", NOW)


def test_entered_by_hand_counts_from_the_day_it_came(db, approved_periods):
    by = StaffFactory()

    candidate = people.add_by_hand(
        email="Per@example.test", received_on=datetime.date(2026, 10, 1), by=by, at=NOW, **PROFILE
    )

    assert (candidate.unconfirmed_email, candidate.source, candidate.adviser) == ("per@example.test", "by_hand", by)
    assert explain(candidate.subject_id, NOW.date()).due_on == datetime.date(2028, 10, 1)
    assert trail(candidate) == [
        ("collected", "adviser", ["email", "first_name", "language", "last_name", "phone", "received_on"]),
        ("informed", "program", ["email"]),
    ]


def test_entered_without_a_day_it_came_somebody_has_to_decide(db, approved_periods):
    candidate = people.add_by_hand(email="per@example.test", received_on=None, by=StaffFactory(), at=NOW, **PROFILE)

    assert list(reviews.waiting()) == [candidate.subject]
    assert trail(candidate) == [
        ("collected", "adviser", ["email", "first_name", "language", "last_name", "phone"]),
        ("informed", "program", ["email"]),
    ]


def test_somebody_known_is_not_entered_again(db):
    known = CandidateFactory(account__email="per@example.test")

    with pytest.raises(people.AlreadyKnown) as refusal:
        people.add_by_hand(email="Per@example.test", received_on=NOW.date(), by=StaffFactory(), at=NOW, **PROFILE)

    assert (refusal.value.candidate, Candidate.objects.count()) == (known, 1)


def test_being_looked_at_is_told_and_moves_nothing(db):
    candidate, by = CandidateFactory(), StaffFactory()

    people.record_view(candidate=candidate, by=by, at=LATER)

    assert trail(candidate) == [("viewed", "adviser", [])]
    assert Candidate.objects.get().last_active_at == NOW


def test_assign_gives_a_contact_person(db):
    candidate, by = CandidateFactory(), StaffFactory()

    people.assign(candidate=candidate, adviser=by, by=by, at=LATER)

    assert (Candidate.objects.get().adviser, trail(candidate)) == (by, [("changed", "adviser", ["adviser"])])


def test_who_is_erased_is_not_written_to(db):
    candidate = CandidateFactory(account=False)
    Candidate.objects.all().delete()
    candidate.subject.delete()

    with pytest.raises(PersonIsGone):
        people.update_profile(candidate=candidate, by=StaffFactory(), at=NOW, **PROFILE)


@pytest.mark.parametrize(
    ("values", "email"),
    [
        ({"account__email": "ola@example.test"}, "ola@example.test"),
        ({"unconfirmed_email": "kari@example.test"}, "kari@example.test"),
        ({"account": False}, ""),
    ],
)
def test_where_to_write(db, values, email):
    candidate = CandidateFactory(**values)

    assert reads.email_of(candidate) == email
    assert reads.with_email(Candidate.objects.all()).get().email == email


def test_who_an_account_is(db):
    candidate = CandidateFactory()

    assert reads.for_person(candidate.subject.user) == candidate
    assert reads.for_person(UserFactory()) is None


@pytest.mark.parametrize("number", [1, 3])
def test_addresses_of_a_list_take_one_query(db, django_assert_num_queries, number):
    for _ in range(number):
        CandidateFactory()

    with django_assert_num_queries(1):
        assert len([candidate.email for candidate in reads.with_email(Candidate.objects.all())]) == number
