"""No to advertising: at once, for good, without a login, and past erasure and restore (P42-P45, P54)."""

from urllib.parse import urlsplit

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from privacy.actions import erasure, mails, relay, replay, requests, suppressions
from privacy.choices import MessageClass
from privacy.choices.marketing import SuppressionCause
from privacy.emails import Message
from privacy.models import JournalHead, OutgoingMail, Suppression, TrailEntry
from privacy.queries import suppressions as asked
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientContactFactory,
    OutgoingMailFactory,
    ProcessingActivityFactory,
    RestrictionFactory,
    UserFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P44"), pytest.mark.promise("P54")]

KARI = "kari@example.test"
OLD_AND_NEW = ["new:" + "bmV3" * 10 + "bmU=", "old:" + "b2xk" * 10 + "b2w="]


@pytest.fixture
def kari():
    ProcessingActivityFactory(code="client_newsletter")
    return UserFactory(email=KARI)


def advertise(user, to=KARI):
    message = Message(
        "privacy/email/storage_ends",
        activity="client_newsletter",
        message_class=MessageClass.MARKETING,
        ground="customer",
    )
    return mails.queue(message, to=to, subject_id=user and user.subject_id, language="en", at=NOW)


def link(user):
    return reverse("unsubscribe", args=[asked.token(email=KARI, subject_id=user and user.subject_id)])


def refused(user, to=KARI):
    """By the action, and by the database alone."""
    with pytest.raises(mails.Suppressed):
        advertise(user, to)
    with pytest.raises(IntegrityError, match="wants no advertising"), transaction.atomic():
        OutgoingMailFactory(
            message_class="marketing", marketing_ground="consent", address_digests=asked.digests_of(to), to=to
        )
    return True


def test_an_advertisement_says_what_it_is_why_and_how_it_ends(kari):
    row = advertise(kari)
    mails.send(pk=row.pk, at=NOW)

    sent = outbox.outbox[0]
    where = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert "This is advertising. You get it because you are a customer of ours." in sent.body
    assert where in sent.body
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "kari" not in where
    assert Client().get(urlsplit(where).path).status_code == 200


def test_a_service_message_has_no_way_to_be_stopped(kari):
    row = OutgoingMailFactory(subject=kari.subject, to=KARI)
    mails.send(pk=row.pk, at=NOW)

    assert "List-Unsubscribe" not in outbox.outbox[0].extra_headers


def test_opening_the_link_changes_nothing_and_one_press_ends_it(kari):
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.get(link(kari)).status_code == 200
    assert not asked.is_suppressed(KARI)
    answers = [stranger.post(link(kari), {"List-Unsubscribe": "One-Click"}).status_code for _twice in range(2)]

    assert answers == [200, 200]
    assert refused(kari)
    assert refused(kari, "KARI@example.TEST")
    assert [(entry.verb, entry.fields) for entry in TrailEntry.objects.filter(subject_uuid=kari.subject_id)] == [
        ("objected", ["marketing"])
    ]
    assert Suppression.objects.get().cause == "link"


@pytest.mark.parametrize("token", ["x", "eyJhIjoxfQ:abc", "%00"])
def test_a_link_that_is_not_ours_says_so(client, token):
    assert client.post(reverse("unsubscribe", args=[token])).status_code == 404


def test_service_messages_go_on(kari):
    suppressions.stop_for_person(subject_id=kari.subject_id, cause="request", by=kari, at=NOW)
    row = OutgoingMailFactory(subject=kari.subject, to=KARI)

    mails.send(pk=row.pk, at=NOW)

    assert OutgoingMail.objects.get(pk=row.pk).state == "sent"


def test_what_was_written_before_the_no_is_not_sent_after_it(kari):
    row = advertise(kari)
    suppressions.stop_for_address(email=KARI, at=NOW)

    mails.send(pk=row.pk, at=NOW)

    assert (OutgoingMail.objects.get(pk=row.pk).state, outbox.outbox) == ("withheld", [])


def test_a_restricted_person_gets_no_advertising(kari):
    row = advertise(kari)
    RestrictionFactory(subject=kari.subject)

    mails.send(pk=row.pk, at=NOW)

    assert OutgoingMail.objects.get(pk=row.pk).state == "withheld"


@pytest.mark.parametrize(
    "facts",
    [
        {"message_class": "marketing"},
        {"message_class": "marketing", "marketing_ground": "consent"},
        {"message_class": "marketing", "marketing_ground": "mood", "address_digests": ["a"]},
        {"message_class": "service", "marketing_ground": "consent"},
    ],
)
def test_the_database_knows_advertising_from_service(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMailFactory(**facts)


# --- all doors, all addresses ---
def test_asked_on_own_pages_every_address_of_the_person_is_stopped(kari):
    candidate = CandidateFactory(account=False, subject=kari.subject, unconfirmed_email="kari.ny@example.test")
    ClientContactFactory(subject=kari.subject, email="kari@firma.example.test")

    requests.ask(right="marketing", message="", language="nb", by=kari, at=NOW)

    assert all(map(asked.is_suppressed, (KARI, candidate.unconfirmed_email, "kari@firma.example.test")))
    assert not asked.is_suppressed("ola@example.test")


def test_the_no_outlives_the_person(kari):
    suppressions.stop_for_person(subject_id=kari.subject_id, cause=SuppressionCause.REQUEST, by=kari, at=NOW)

    erasure.erase_person(subject_id=kari.subject_id, cause="person", by=None, at=NOW)

    assert refused(None)
    assert KARI not in str(list(Suppression.objects.values_list()))


def test_the_link_still_works_when_the_person_is_gone(kari, client):
    where = link(kari)
    erasure.erase_person(subject_id=kari.subject_id, cause="person", by=None, at=NOW)

    assert client.post(where).status_code == 200
    assert asked.is_suppressed(KARI)


def test_a_restore_does_not_undo_it(kari):
    head = JournalHead.objects.values().get()
    suppressions.stop_for_address(email=KARI, at=NOW)
    relay.write(at=NOW)
    JournalHead.objects.update(**head)
    Suppression.objects.all().delete()

    counts = replay.run(at=NOW)

    assert (counts, asked.is_suppressed(KARI)) == ({"opted_out": 1}, True)


def test_a_new_key_does_not_forget_an_old_no(settings):
    settings.FIELD_KEYS = OLD_AND_NEW[1:]
    suppressions.stop_for_address(email=KARI, at=NOW)

    settings.FIELD_KEYS = OLD_AND_NEW

    assert asked.is_suppressed(KARI)
    assert len(asked.digests_of(KARI)) == 2


# --- on screen ---
def test_the_officer_writes_a_no_down_and_finds_it_by_the_address_only(client, settings):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "privacy")
    add = reverse("admin:privacy_suppression_add")

    wrong = client.post(add, {"email": "kari"})
    for _twice in range(2):
        client.post(add, {"email": "Kari@Example.test"})

    listed = reverse("admin:privacy_suppression_changelist")
    found = client.get(listed, {"q": KARI}).context["cl"].result_count
    assert ("email" in wrong.context["adminform"].form.errors, found) == (True, 1)
    assert client.get(listed, {"q": "kar"}).context["cl"].result_count == 0
    sign_in(client, "adviser")
    assert client.get(listed).status_code == 403
