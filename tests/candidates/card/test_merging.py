"""Two candidates are one person: nothing is lost, the more private choice holds, and a human being decides."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.actions import merging, people
from candidates.models import BlockedEmployer, Candidate, Certificate, PresentationItem, Profile, TagUse
from candidates.queries import duplicates
from candidates.queries.people import confirmed_address_of
from privacy.models import OutgoingMail, Subject, TrailEntry
from tests import factories as made
from tests import workspace
from tests.candidates.card.people import ONCE, counted, full
from tests.privacy.package.world import copy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
NOW = made.NOW
SAYS = ("first_name", "last_name", "phone", "language")


def merge(lost, into, **stays):
    said = {name: getattr(into, name) for name in SAYS} | stays
    return merging.merge(lost=lost, into=into, by=made.StaffFactory(), at=NOW, **said)


def by_hand(**values):
    return made.CandidateFactory(source="by_hand", received_on=NOW.date(), account=False, **values)


def test_two_full_people_are_one_and_no_row_is_lost():
    lost, into = made.CandidateFactory(last_name="Tapt"), made.CandidateFactory(last_name="Blir")
    full(lost)
    full(into)
    before = counted(lost, into)

    one = merge(lost, into)

    assert {label for label, count in before.items() if count == 0} == set()
    assert counted(one) == {label: count - (label in ONCE) for label, count in before.items()}
    assert Subject.objects.get(pk=lost.subject_id).merged_into_id == into.subject_id
    assert Candidate.objects.filter(pk=lost.pk).exists() is False


def test_the_copy_of_the_one_that_goes_on_has_it_all():
    lost, into = made.CandidateFactory(), made.CandidateFactory()
    for each, word in ((lost, "Havhest"), (into, "Nordstjerne")):
        made.NoteFactory(application__candidate=each, text=f"{word} i notatet")
        made.DocumentFactory(candidate=each, original_name=f"{word}.pdf")
        made.SkillFactory(candidate=each, name=f"{word} som kompetanse")
        made.BlockedEmployerFactory(candidate=each, name=f"{word} arbeidsgiver")
    copies = [made.ConsentEventFactory(subject_uuid=each.subject_id) for each in (lost, into)]

    text = copy_of(merge(lost, into).subject_id).everything

    assert [text.count(word) > 3 for word in ("havhest", "nordstjerne")] == [True, True]
    assert len(copies) == 2


def test_what_both_say_is_there_once_and_the_more_private_choice_holds():
    lost, into = by_hand(), made.CandidateFactory()
    made.TagUseFactory(candidate=lost)
    made.ApplicationFactory(candidate=into, keep_scope="this_position")
    blocked = made.BlockedEmployerFactory(candidate=lost).org_number
    made.BlockedEmployerFactory(candidate=into, org_number=blocked)
    made.BlockedEmployerFactory(candidate=into)
    made.CertificateFactory(candidate=lost, name="TRUCK T1")
    made.CertificateFactory(candidate=into, name="Truck T1", valid_until=datetime.date(2027, 1, 1))
    made.ProfileFactory(candidate=lost, place="Bergen")
    made.ProfileFactory(candidate=into, place="", availability="notice")

    one = merge(lost, into)

    assert TagUse.objects.count() == 0  # kept for one position only: in no list
    assert BlockedEmployer.objects.filter(candidate=one).count() == 2
    assert list(Certificate.objects.values_list("candidate", "name")) == [(one.pk, "Truck T1")]
    assert list(Profile.objects.values_list("place", "availability")) == [("Bergen", "notice")]


def test_somebody_shown_twice_to_a_client_is_introduced_once_with_both_documents():
    lost, into = made.CandidateFactory(), made.CandidateFactory()
    papers = [made.DocumentFactory(candidate=each) for each in (lost, into)]
    whole = made.PresentationFactory()
    for each, paper in zip((lost, into), papers, strict=True):
        made.PresentationItemFactory(presentation=whole, candidate=each, text=f"Om {each.pk}")
        made.PresentationItemFactory(presentation=whole, candidate=each, document=paper)

    one = merge(lost, into)

    items = PresentationItem.objects.filter(presentation=whole, candidate=one)
    assert sorted(items.values_list("kind", flat=True)) == ["document", "document", "introduction"]
    assert items.get(kind="introduction").text == f"Om {into.pk}"


def test_the_one_with_the_account_goes_on():
    with pytest.raises(merging.AccountGoesOn):
        merge(made.CandidateFactory(), by_hand())


def test_of_two_accounts_one_opens_my_page_and_both_addresses_are_told():
    lost, into = made.CandidateFactory(), made.CandidateFactory()
    addresses = {confirmed_address_of(each) for each in (lost, into)}

    one = merge(lost, into)

    accounts = get_user_model().objects.filter(subject__in=[lost.subject_id, into.subject_id])
    assert dict(accounts.values_list("subject", "is_active")) == {lost.subject_id: False, into.subject_id: True}
    mails = OutgoingMail.objects.filter(template="candidates/email/brought_together")
    assert {each.to for each in mails} == addresses
    assert all(confirmed_address_of(one) in each.body_text for each in mails)
    with pytest.raises(people.AlreadyKnown):  # the closed one's address is still known as the person's
        people.add_by_hand(
            email=(addresses - {confirmed_address_of(one)}).pop(), received_on=NOW.date(), by=made.StaffFactory(),
            at=NOW, **{name: getattr(one, name) for name in SAYS},
        )  # fmt: skip


def test_nobody_who_works_here_is_locked_out_and_nobody_is_merged_twice():
    colleague = made.CandidateFactory(account=False, subject=made.StaffFactory().subject)
    into = made.CandidateFactory()

    with pytest.raises(merging.WorksHere):
        merge(colleague, into)
    with pytest.raises(merging.SamePerson):
        merge(into, into)


def test_what_only_one_says_stays_with_an_address_and_a_contact_person():
    adviser = made.StaffFactory()
    lost = by_hand(phone="+4799887766", unconfirmed_email="kari@example.test", adviser=adviser)
    into = by_hand(phone="")

    one = merge(lost, into, phone="+4799887766", first_name="Kari")

    assert (one.phone, one.unconfirmed_email, one.adviser_id, one.first_name) == (
        "+4799887766", "kari@example.test", adviser.pk, "Kari",
    )  # fmt: skip
    entries = TrailEntry.objects.filter(subject_uuid=one.subject_id).order_by("pk")
    assert [(each.verb, each.fields) for each in entries] == [("merged", []), ("changed", ["first_name"])]


def test_likely_ones_are_offered_with_what_they_have_in_common():
    one = by_hand(first_name="Kari", last_name="Berg", phone="+4740000001", unconfirmed_email="kari@example.test")
    by_hand(first_name="Kari", last_name="Berg", phone="", unconfirmed_email="")
    by_hand(first_name="K", last_name="B", phone="+4740000001", unconfirmed_email="kari@example.test")
    by_hand(first_name="Ola", last_name="Dal", phone="+4740000002")

    found = duplicates.of(one, one.unconfirmed_email, among=Candidate.objects.all())

    assert sorted(len(alike) for _who, alike in found) == [1, 2]
    assert {word for _who, alike in found for word in alike} == {*duplicates.SAME.values()}


@pytest.fixture
def adviser(client, settings):
    settings.LANGUAGE_CODE = "en"
    return workspace.sign_in(client, "adviser")


def page(one, other):
    return reverse("admin:merge_candidates", args=[one.pk, other.pk])


def test_the_screen_compares_asks_and_brings_together(client, adviser):
    one = by_hand(first_name="Kari", last_name="Berg", phone="+4740000001")
    other = made.CandidateFactory(first_name="Kari", last_name="Berg Dal", phone="+4740000001")
    made.NoteFactory(application__candidate=one)

    assertContains(client.get(one.get_absolute_url()), page(one, other))
    assertContains(client.get(page(one, other)), "Berg Dal")
    refused = client.post(page(one, other), {"goes_on": str(one.pk), "last_name": "Berg"})
    answer = client.post(page(one, other), {"goes_on": str(other.pk), "last_name": "Berg", "is_one": "on"}, follow=True)

    assertContains(refused, "Make sure first")
    assertContains(answer, "They are one now")
    assert list(Candidate.objects.values_list("pk", "last_name")) == [(other.pk, "Berg")]
    assert client.get(page(one, other)).status_code == 404


def test_two_are_chosen_from_the_list(client, adviser):
    rows = [by_hand(first_name=name) for name in ("A", "B", "C")]
    address = reverse("admin:candidates_candidate_changelist")

    def chosen(number):
        return client.post(address, {"action": "compare", "_selected_action": [str(each.pk) for each in rows[:number]]})

    assert {chosen(2).headers["Location"]} <= {page(rows[0], rows[1]), page(rows[1], rows[0])}
    assertContains(client.get(chosen(3).headers["Location"]), "Choose two candidates")
