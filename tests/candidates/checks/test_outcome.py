"""How it ends: offered and answered, employed and followed up, and nobody left without an answer (P39)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import applications, offers, placements
from candidates.models import Application, Offer, Placement, SpecialCheck
from clients.actions import orders
from clients.models import JobOrder
from privacy.models import OutgoingMail, TrailEntry
from tests.factories import (
    NOW,
    ApplicationFactory,
    OfferFactory,
    PlacementFactory,
    RestrictionFactory,
    SpecialCheckFactory,
    StaffFactory,
)
from tests.workspace import colleague, log_in, sign_in

pytestmark = pytest.mark.django_db

FIRST_DAY = datetime.date(2027, 1, 4)
REPLY_BY = datetime.date(2026, 12, 1)


def refused(saying: str):
    return pytest.raises(IntegrityError, match=saying)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- everybody is answered ---
@pytest.mark.promise("P39")
@pytest.mark.parametrize("stage", ["new", "screening", "interview", "presented", "offer"])
def test_the_database_refuses_to_close_an_order_with_somebody_unanswered(stage):
    application = ApplicationFactory(stage=stage)
    order = application.job_order

    with refused("answered before the order closes"), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(closed_at=NOW)
    with pytest.raises(orders.Unanswered):
        orders.close(order=order, by=order.adviser, at=NOW)
    applications.reject(application=application, reason="Besatt.", by=order.adviser, at=NOW)
    orders.close(order=order, by=order.adviser, at=NOW)

    assert JobOrder.objects.get(pk=order.pk).closed_at == NOW


@pytest.mark.promise("P39")
def test_whoever_is_set_aside_does_not_hold_it_up():
    application = ApplicationFactory(stage="new")
    RestrictionFactory(subject=application.candidate.subject)

    orders.close(order=application.job_order, by=application.job_order.adviser, at=NOW)

    assert Application.objects.get().stage == "new"


@pytest.mark.promise("P39")
def test_the_screen_lists_who_waits_with_the_way_to_answer(client, settings):
    settings.LANGUAGE_CODE = "en"
    application = ApplicationFactory(stage="new", candidate__first_name="Kari", candidate__last_name="Holm")
    log_in(client, colleague("adviser"))
    closing = reverse("admin:clients_joborder_step", args=[application.job_order_id, "close"])

    asked = client.get(closing).content.decode()
    answer = client.post(closing, follow=True)

    step = reverse("admin:candidates_application_step", args=[application.pk, "reject"])
    assert ["Kari Holm" in asked, step in asked] == [True, True]
    assert said(answer) == [
        "Somebody who applied waits for an answer. Answer each of them first: Close shows who it is."
    ]


# --- the offer ---
def make(application, **days):
    return offers.make(
        application=application, by=StaffFactory(), at=NOW, **{"starts_on": FIRST_DAY, "reply_by": REPLY_BY, **days}
    )


def test_an_offer_moves_the_application_and_is_answered_on_my_page(client):
    application = ApplicationFactory(stage="interview")
    make(application)
    offer = Offer.objects.get()
    log_in(client, application.candidate.subject.user)

    seen = client.get(reverse("my_application", args=[application.pk])).content.decode()
    pressed = client.get(reverse("answer_offer", args=[offer.pk]))
    silent = client.post(reverse("answer_offer", args=[offer.pk]), {"answer": "perhaps"})
    client.post(reverse("answer_offer", args=[offer.pk]), {"answer": "accepted"})
    again = client.post(reverse("answer_offer", args=[offer.pk]), {"answer": "declined"}, follow=True)

    offer.refresh_from_db()
    assert (offer.answer, offer.noted_by, offer.application.stage) == ("accepted", None, "offer")
    assert [each.status_code for each in (pressed, silent, again)] == [200, 200, 200]
    assert reverse("answer_offer", args=[offer.pk]) in seen
    adviser = offer.application.job_order.adviser.email
    told = OutgoingMail.objects.order_by("pk").values_list("template", "to")
    assert list(told) == [
        ("candidates/email/offer_made", application.candidate.subject.user.email),
        ("candidates/email/offer_answered", adviser),
    ]  # fmt: skip
    entries = TrailEntry.objects.filter(object_label="candidates.offer").order_by("pk")
    assert list(entries.values_list("role", "fields")) == [("adviser", ["made_at"]), ("person", ["answer"])]


def test_an_answered_offer_says_what_was_answered_and_waits_at_home_until_it_is_gone_on_with(client):
    offer = OfferFactory(answer="accepted", answered_at=NOW, application__stage="offer")
    page = client_of(offer, client).get(reverse("answer_offer", args=[offer.pk]), headers={"accept-language": "en"})
    sign_in(client, "adviser")
    counted = lambda: [  # noqa: E731
        each.count
        for each in client.get(reverse("admin:index"), headers={"accept-language": "en"}).context["waiting"]
        if str(each.label) == "answers to offers, to go on with"
    ]

    assert ("Your answer: accepted" in page.text, offer.application.job_order.company.name in page.text) == (True, True)
    assert counted() == [1]
    OfferFactory(application=offer.application)
    assert counted() == []


def client_of(offer, client):
    log_in(client, offer.application.candidate.subject.user)
    return client


@pytest.mark.parametrize(("answer", "is_offered"), [("", False), ("declined", False), ("accepted", True)])
def test_nobody_is_employed_from_a_page_before_the_yes(client, answer, is_offered):
    when = {"answered_at": NOW} if answer else {}
    offer = OfferFactory(answer=answer, application__stage="offer", **when)
    sign_in(client, "adviser")
    address = reverse("admin:candidates_application_step", args=[offer.application_id, "employ"])

    page = client.get(address, headers={"accept-language": "nb"}).text

    assert ("Det siste tilbudet er ikke besvart med ja" in page, 'name="starts_on"' in page) == (
        not is_offered,
        is_offered,
    )


def test_another_persons_offer_does_not_exist(client):
    offer = OfferFactory()
    log_in(client, ApplicationFactory().candidate.subject.user)

    assert client.post(reverse("answer_offer", args=[offer.pk]), {"answer": "accepted"}).status_code == 404


def test_what_a_colleague_was_told_is_written_with_the_colleagues_name():
    offer, by = OfferFactory(), StaffFactory()

    offers.answer(offer=offer, answer="declined", by=by, at=NOW)

    offer.refresh_from_db()
    assert (offer.answer, offer.noted_by) == ("declined", by)
    with pytest.raises(offers.NotWaiting):
        offers.withdraw(offer=offer, by=by, at=NOW)


@pytest.mark.parametrize(
    ("stage", "days", "wrong"),
    [
        ("new", {}, offers.WrongStage),
        ("offer", {"reply_by": datetime.date(2026, 11, 22)}, offers.WrongDays),
        ("offer", {"starts_on": datetime.date(2026, 11, 24)}, offers.WrongDays),
    ],
)
def test_an_offer_that_cannot_be_is_refused(stage, days, wrong):
    with pytest.raises(wrong):
        make(ApplicationFactory(stage=stage), **days)


def test_the_database_refuses_a_second_offer_a_second_answer_and_one_out_of_order():
    offer = OfferFactory()

    with refused("offer_waits_once"), transaction.atomic():
        OfferFactory(application=offer.application)
    with refused("not at the offer"), transaction.atomic():
        OfferFactory(application=ApplicationFactory(stage="new"))
    Offer.objects.filter(pk=offer.pk).update(answer="declined", answered_at=NOW)
    with refused("answered once"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(answer="accepted")


# --- the employment ---
def test_an_employment_waits_for_a_yes_and_ends_with_its_checks():
    offer, by = OfferFactory(), StaffFactory()
    employ = {"application": offer.application, "starts_on": FIRST_DAY, "follow_up_on": FIRST_DAY, "by": by, "at": NOW}
    with pytest.raises(placements.NotAnswered):
        placements.register(**employ)
    offers.answer(offer=offer, answer="accepted", by=by, at=NOW)

    placement = placements.register(**employ)
    SpecialCheckFactory(notice__application=placement.application)
    placements.follow_up(placement=placement, by=by, at=NOW)
    placements.end(placement=placement, ends_on=FIRST_DAY, by=by, at=NOW)

    placement.refresh_from_db()
    assert (placement.application.stage, placement.followed_up_by, placement.ends_on) == ("placed", by, FIRST_DAY)
    assert SpecialCheck.objects.count() == 0


def test_the_database_refuses_an_employment_of_nobody_placed_and_days_out_of_order():
    with refused("not placed"), transaction.atomic():
        PlacementFactory(application=ApplicationFactory(stage="offer"))
    with refused("placement_followed_up_in_time"), transaction.atomic():
        PlacementFactory(follow_up_on=datetime.date(2026, 1, 1))


def test_moved_back_from_placed_nobody_is_employed():
    placement = PlacementFactory()

    applications.advance(application=placement.application, to="offer", by=StaffFactory(), at=NOW)

    assert Placement.objects.count() == 0


def test_the_screens_offer_write_down_employ_and_follow_up(client, settings):
    settings.LANGUAGE_CODE = "en"
    application = ApplicationFactory(stage="presented")
    log_in(client, colleague("adviser"))

    def press(name, **typed):
        address = reverse("admin:candidates_application_step", args=[application.pk, name])
        return client.post(address, typed, follow=True)

    wrong = press("make-offer", starts_on="i morgen", reply_by="2126-01-01")
    late = press("make-offer", starts_on="2126-01-01", reply_by="2126-01-02")
    press("make-offer", starts_on="2126-01-01", reply_by="2125-12-01")
    early = press("employ", starts_on="2126-01-01", follow_up_on="2126-03-01")
    press("note-answer", answer="accepted")
    done = press("employ", starts_on="2126-01-01", follow_up_on="2126-03-01")

    assert wrong.context["form"].errors == {"starts_on": ["Enter a valid date."]}
    assert 'value="2126-01-01"' in wrong.text
    assert said(late) == [
        "The answer is wanted from today on, and no later than the first day at work. Change the days."
    ]
    assert said(early) == [
        "The last offer is not answered with yes. Wait for the answer, or write down what the candidate said."
    ]
    assert said(done) == ["Registered; on the day of the follow-up it stands on the home page."]
    assert said(press("followed-up")) == ["Written down."]
