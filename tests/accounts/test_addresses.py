"""A person changes the own address: both have to say yes, nobody learns whose the new one is."""

import datetime
import re
import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.asserts import assertContains

from fremrykk.accounts.actions import addresses
from fremrykk.accounts.choices import Side
from fremrykk.accounts.models import AddressChange, User
from privacy.actions import erasure, restrictions
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.models import OutgoingMail, TrailEntry
from privacy.queries import storage_links
from tests.factories import NOW, CandidateFactory, StaffFactory, UserFactory
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

OLD, NEW = "kari@example.test", "kari.ny@example.test"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def kari():
    return CandidateFactory(account__email=OLD).subject.user


def asked(user, new=NEW, at=NOW):
    return addresses.ask(user=user, new_email=new, at=at)


def confirmed(change, *sides, at=NOW):
    for side in sides:
        change = addresses.confirm(change=change, side=side, at=at)
    return change


@pytest.mark.promise("P20")
@pytest.mark.parametrize("order", [(Side.OLD, Side.NEW), (Side.NEW, Side.OLD)])
def test_it_is_changed_when_both_have_said_yes_and_not_before(kari, order):
    change = asked(kari)
    assert [each.to for each in OutgoingMail.objects.order_by("pk")] == [OLD, NEW]

    confirmed(change, order[0])
    assert User.objects.get(pk=kari.pk).email == OLD
    done = confirmed(change, order[1])

    assert done.is_done
    assert User.objects.get(pk=kari.pk).email == NEW
    assert list(EmailAddress.objects.filter(user=kari).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    assert {each.to for each in OutgoingMail.objects.order_by("-pk")[:2]} == {OLD, NEW}
    assert TrailEntry.objects.latest("id").fields == ["email"]


def test_links_to_the_old_address_open_nothing_any_more(kari):
    token = storage_links.token(
        subject_id=kari.subject_id, email=OLD, until=NOW.date() + 30 * datetime.timedelta(days=1)
    )
    assert storage_links.read(token, today=NOW.date())

    confirmed(asked(kari), Side.OLD, Side.NEW)

    with pytest.raises(storage_links.LinkOver):
        storage_links.read(token, today=NOW.date())


def test_whoever_was_logged_in_is_out(kari):
    browser = Client()
    log_in(browser, kari)
    assert browser.get("/min-side/").status_code == 200

    confirmed(asked(kari), Side.OLD, Side.NEW)

    assert browser.get("/min-side/").status_code == 302


def test_one_no_stops_it_for_both(kari):
    change = asked(kari)
    confirmed(change, Side.NEW)

    addresses.stop(change=change, at=NOW)

    for side in Side:
        with pytest.raises(addresses.IsOver):
            addresses.confirm(change=change, side=side, at=NOW)


def test_after_a_day_it_is_over(kari):
    change = asked(kari)

    with pytest.raises(addresses.IsOver):
        addresses.confirm(change=change, side=Side.OLD, at=NOW + 25 * HOUR)


def test_the_second_wish_takes_the_place_of_the_first(kari):
    first = asked(kari)
    asked(kari, new="kari.igjen@example.test")

    with pytest.raises(addresses.IsOver):
        addresses.confirm(change=first, side=Side.NEW, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.update(ended_at=None)


def test_an_address_of_somebody_elses_is_refused_to_its_reader_alone(kari):
    UserFactory(email=NEW)
    change = asked(kari)

    assert [each.to for each in OutgoingMail.objects.order_by("pk")] == [OLD, NEW]
    confirmed(change, Side.OLD)
    with pytest.raises(addresses.AddressIsTaken):
        addresses.confirm(change=change, side=Side.NEW, at=NOW)
    assert User.objects.get(pk=kari.pk).email == OLD


def test_an_address_taken_meanwhile_is_not_taken_twice(kari):
    change = asked(kari)
    confirmed(change, Side.NEW)
    UserFactory(email=NEW.upper())

    with pytest.raises(addresses.AddressIsTaken):
        addresses.confirm(change=change, side=Side.OLD, at=NOW)


def test_who_works_here_and_who_has_it_already_are_told(kari):
    with pytest.raises(addresses.NotForStaff):
        asked(StaffFactory())
    with pytest.raises(addresses.SameAddress):
        asked(kari, new=OLD.upper())


def test_the_database_wants_both_words(kari):
    change = asked(kari)

    with pytest.raises(IntegrityError, match="address_changed_with_both"), transaction.atomic():
        AddressChange.objects.filter(pk=change.pk).update(done_at=NOW, ended_at=NOW)


def test_the_restricted_may_still_put_the_own_address_right(kari):
    restrictions.place(subject_id=kari.subject_id, ground="accuracy", by=kari, at=NOW)

    assert confirmed(asked(kari), Side.OLD, Side.NEW).is_done


def test_whoever_was_erased_meanwhile_is_gone(kari):
    change = asked(kari)
    erasure.erase_person(subject_id=kari.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    with pytest.raises(PersonIsGone):
        addresses.confirm(change=change, side=Side.NEW, at=NOW)


# --- the pages ---
@pytest.fixture
def browser(kari):
    client = Client()
    log_in(client, kari)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(kari.pk)
    session.save()
    client.cookies["django_language"] = "en"
    return client


def test_somebody_at_a_screen_left_open_has_to_say_who_it_is(kari, client):
    log_in(client, kari)

    assert client.get("/konto/adresse/").url.startswith("/konto/reauthenticate/")


def links():
    bodies = OutgoingMail.objects.filter(template__startswith="account/email/change_").order_by("pk")
    return [re.search(r"/konto/adresse/\S+/", each.body_text)[0] for each in bodies]


def test_the_same_page_for_a_free_address_and_for_anothers(browser):
    UserFactory(email="opptatt@example.test")
    pages = []
    for email in ("ledig@example.test", "opptatt@example.test"):
        sent = browser.post("/konto/adresse/", {"new_email": email})
        pages.append((sent.status_code, sent.headers["Location"]))
        assertContains(browser.get("/konto/adresse/"), f"We have written to {email}")

    assert pages[0] == pages[1]


def test_opening_a_link_changes_nothing_and_each_says_what_is_next(browser):
    browser.post("/konto/adresse/", {"new_email": NEW})
    old, new = links()
    reader = Client()
    reader.cookies["django_language"] = "en"

    assertContains(reader.get(old), "Shall the address be changed?")
    assert AddressChange.objects.get().old_confirmed_at is None
    assertContains(reader.post(old, {"answer": "yes"}), "Now open the link in the e-mail to the new address.")
    assertContains(reader.post(new, {"answer": "yes"}), "The address is changed")
    assertContains(reader.get(old), "The address is changed")


def test_no_on_the_page_stops_it(browser):
    browser.post("/konto/adresse/", {"new_email": NEW})
    old, new = links()

    assertContains(Client().post(old, {"answer": "no"}), "stanset")
    assert Client().get(new).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_link_that_is_none_says_so(client, token):
    assert client.get(f"/konto/adresse/{token}/").status_code == 410


@pytest.mark.parametrize("bad", ["", "kari", "kari@localhost", OLD])
def test_bad_input_is_told_and_nothing_is_sent(browser, bad):
    response = browser.post("/konto/adresse/", {"new_email": bad})

    assertContains(response, 'role="alert"')
    assert OutgoingMail.objects.count() == 0
