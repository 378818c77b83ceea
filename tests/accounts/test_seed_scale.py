"""Invented people in any number: the same each time, whole in the database, and never beside anybody real."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from candidates.actions import words as learning
from candidates.models import Application, Candidate, Document, Note, PresentationItem, SearchWord
from candidates.queries import search
from fremrykk.accounts.management.scale import applying, people, strangers, words
from fremrykk.accounts.management.scale.tables import TABLES
from privacy.actions import purge
from privacy.choices import ConsentAction
from privacy.models import ConsentEvent, OutgoingMail, Subject
from privacy.queries import promises
from tests.factories import CandidateFactory, StaffFactory, SubjectFactory

PEOPLE = 120
DUE = {people.key(1, "subject", number) for number in range(0, PEOPLE, people.DUE_EACH)}
pytestmark = pytest.mark.django_db


def fill(*options, candidates=PEOPLE):
    said = StringIO()
    call_command("seed_scale", "--candidates", str(candidates), *options, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module", autouse=True)
def seeded(made_once):
    return fill()


def counted():
    return [model.objects.count() for model, _rows in TABLES]


def drawn(seed):
    """Who they are and what stands in their papers, without what a sequence numbers."""
    rows = Candidate.objects.filter(user_email(seed)).order_by("pk", "documents")
    return [
        tuple(map(str, row)) for row in rows.values_list("pk", "subject", "first_name", "last_name", "documents__text")
    ]


def user_email(seed):
    return search.Q(subject__user__email__endswith=f".{seed}@example.test")


def consents(action):
    return ConsentEvent.objects.filter(action=action).count()


def test_all_a_person_has_is_there_and_can_be_searched():
    own = words.own(101)
    found = search.matching(search.asked(own), Candidate.objects.all()).people

    assert (Candidate.objects.count(), Application.objects.count(), Note.objects.count()) == (120, 360, 240)
    assert (Document.objects.count(), Document.objects.filter(search="").count()) == (360, 0)
    assert OutgoingMail.objects.filter(template="candidates/email/receipt").count() == 480
    assert (consents(ConsentAction.GIVEN), consents(ConsentAction.WITHDRAWN)) == (30, 3)
    assert PresentationItem.objects.exclude(disclosure=None).count() == PresentationItem.objects.count() > 0
    assert [each.pk.hex for each in found] == [people.key(1, "candidate", 101)]


def test_the_search_knows_the_words_it_would_have_learnt_of_each_document():
    known = set(SearchWord.objects.values_list("word", flat=True))
    SearchWord.objects.all().delete()

    for pk in Document.objects.values_list("pk", flat=True):
        learning.learn(document_id=pk)

    assert set(SearchWord.objects.values_list("word", flat=True)) == known


def test_words_are_drawn_as_in_life():
    with connection.cursor() as cursor:
        cursor.execute("SELECT ndoc FROM ts_stat('SELECT search FROM candidates_document') ORDER BY ndoc DESC")
        ndoc = [many for (many,) in cursor.fetchall()]

    assert ndoc[0] > PEOPLE  # in nearly every CV, and many letters
    assert ndoc.count(1) > len(ndoc) / 2


def test_every_promise_is_kept_but_for_who_is_due_and_the_purge_takes_those_and_nobody_else():
    at = timezone.now()
    broken = {(each.check.number, each.count) for each in promises.checked(at) if each.count}
    stay = set(Candidate.objects.values_list("subject", flat=True))

    run = purge.run(as_of=timezone.localdate(at), at=at)

    gone = {pk.hex for pk in stay - set(Candidate.objects.values_list("subject", flat=True))}
    assert broken == {("P48", len(DUE))}
    assert (run.erased, gone) == (len(DUE), DUE)
    assert [each.check.number for each in promises.checked(at) if each.count] == []


def test_no_row_points_at_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        Note.objects.filter(pk=Note.objects.earliest("pk").pk).update(
            application="99999999-9999-4999-8999-999999999999"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_same_seed_makes_the_same_people():
    first, rows = drawn(1), counted()
    person = people.Person(101, people.Batch(people.Surroundings(1, timezone.now(), (), 0, 0, 0, 0, 0, ())))

    said = fill()
    papers = {row["id"]: row["text"] for row in applying.documents(person)}

    assert ("120 people of seed 1 are there" in said, counted() == rows, drawn(1) == first) == (True, True, True)
    assert papers == {pk.hex: text for pk, text in texts(person)}


def texts(person):
    return Document.objects.filter(candidate=person.candidate).values_list("pk", "text")


def test_another_seed_makes_others_and_what_was_made_before_a_stop_stays():
    fill("--seed", "2", candidates=45)
    part = drawn(2)
    fill("--seed", "2", candidates=80)

    assert (len(part), len(drawn(2)), set(part) < set(drawn(2))) == (135, 240, True)
    assert {row[0] for row in drawn(2)} & {row[0] for row in drawn(1)} == set()


@pytest.mark.parametrize("email", ["kari@nordmann.example", "kari@notexample.test", ""])
def test_nobody_invented_is_put_beside_somebody_who_may_be_real(email):
    subject = StaffFactory(email=email).subject if email else SubjectFactory()
    before = Subject.objects.count()

    with pytest.raises(CommandError) as refused:
        fill("--seed", "4")

    assert str(refused.value).startswith("Somebody in this database may be real")
    assert (Subject.objects.count(), Subject.objects.filter(pk=subject.pk).exists()) == (before, True)


def test_the_invented_people_of_others_are_no_hindrance_and_those_without_an_address_only_in_a_demo(settings):
    CandidateFactory(unconfirmed_email="ola@example.test")
    strangers.refuse()
    SubjectFactory()

    with pytest.raises(strangers.NotOnlyInvented):
        strangers.refuse()
    settings.DEMO = True
    strangers.refuse()


@pytest.mark.parametrize("wrong", [("--seed", "-1"), ("--seed", "1000000")])
def test_a_number_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(CommandError):
        fill(*wrong)
    with pytest.raises(CommandError):
        fill(candidates=0)


def test_no_two_ranks_make_one_word():
    made = [words.word(rank) for rank in range(words.KNOWN + 1000)]

    assert len(set(made)) == len(made)
