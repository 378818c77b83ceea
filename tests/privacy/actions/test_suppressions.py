"""No to advertising: at once, for good, without a login, and past erasure and restore (P42-P45, P54)."""

from urllib.parse import urlsplit

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from privacy import registries
from privacy.actions import erasure, mails, relay, replay, requests, suppressions
from privacy.choices.marketing import SuppressionCause
from privacy.emails import advertisement
from privacy.models import JournalHead, OutgoingMail, Suppression, TrailEntry
from privacy.queries import suppressions as asked
from tests.factories import (
    NOW,
    AdvertisementFactory,
    CandidateFactory,
    ClientContactFactory,
    OutgoingMailFactory,
    RestrictionFactory,
    StaffFactory,
    UserFactory,
)
from tests.workspace import log_in, sign_in

pytestmark = [
    pytest.mark.usefixtures("advertising_templates"),
    pytest.mark.django_db,
    pytest.mark.promise("P44"),
    pytest.mark.promise("P54"),
]

KARI = "kari@example.test"
OLD_AND_NEW = ["new:" + "bmV3" * 10 + "bmU=", "old:" + "b2xk" * 10 + "b2w="]


@pytest.fixture
def kari():
    return UserFactory(email=KARI)


def advertise(user, to=KARI, kind="client_newsletter"):
    message = advertisement("tests/advertising/news", kind=kind, ground="customer", context={})
    return mails.queue(message, to=to, subject_id=user and user.subject_id, language="en", by=StaffFactory(), at=NOW)


def link(user, kind="client_newsletter", name="unsubscribe"):
    return reverse(name, args=[asked.token(email=KARI, subject_id=user and user.subject_id, kind=kind)])


def refused(user, to=KARI, kind="client_newsletter"):
    """By the action, and by the database alone."""
    with pytest.raises(mails.Suppressed):
        advertise(user, to, kind)
    with pytest.raises(IntegrityError, match="wants no advertising"), transaction.atomic():
        AdvertisementFactory(address_digests=asked.digests_of(to), to=to, marketing_kind=kind)
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
    assert not Suppression.objects.exists()
    answers = [stranger.post(link(kari), {"List-Unsubscribe": "One-Click"}).status_code for _twice in range(2)]

    assert answers == [200, 200]
    assert refused(kari)
    assert refused(kari, "KARI@example.TEST")
    assert [(entry.verb, entry.fields) for entry in TrailEntry.objects.filter(subject_uuid=kari.subject_id)] == [
        ("objected", ["client_newsletter"])
    ]
    assert (Suppression.objects.get().cause, Suppression.objects.get().kind) == ("link", "client_newsletter")


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
        {"marketing_ground": ""},
        {"marketing_ground": "mood"},
        {"address_digests": []},
        {"marketing_kind": ""},
        {"author_uuid": None},
        {"template": "candidates/email/receipt"},
        {"message_class": "service"},
    ],
)
def test_the_database_knows_advertising_from_service(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        AdvertisementFactory(**facts)


def test_a_service_message_never_advertises():
    with pytest.raises(IntegrityError, match="mail_template_has_a_class"), transaction.atomic():
        OutgoingMailFactory(template="clients/advertising/newsletter")


# --- kind by kind ---
def test_one_kind_is_stopped_and_another_is_not(kari, client):
    client.post(link(kari), {"stop": "job_alerts"})

    assert refused(kari, kind="job_alerts")
    assert advertise(kari).pk
    assert client.post(link(kari), {"stop": "all that is"}).status_code == 404


def test_none_at_all(kari, client):
    page = client.post(link(kari), {"stop": ""})

    assert page.context["is_all_stopped"] is True
    assert all(refused(kari, kind=kind) for kind in registries.kinds_of_advertising)


def test_asked_for_again_by_its_reader_alone_and_for_one_kind_alone(kari):
    anonymous, hers, stranger = Client(), Client(), Client()
    anonymous.post(link(kari), {"stop": ""})
    log_in(hers, kari)
    log_in(stranger, UserFactory())
    again = link(kari, name="advertise_again")

    answers = [each.post(again, {"kind": "job_alerts"}).status_code for each in (anonymous, stranger)]
    assert (answers, asked.is_suppressed(KARI, "job_alerts")) == ([302, 200], True)
    hers.get(again)
    assert asked.is_suppressed(KARI, "job_alerts")
    hers.post(again, {"kind": "job_alerts"})

    open_ones = [kind for kind in registries.kinds_of_advertising if not asked.is_suppressed(KARI, kind)]
    assert open_ones == ["job_alerts"]
    assert hers.post(again, {"kind": "all that is"}).status_code == 404


# --- all doors, all addresses ---
def test_asked_on_own_pages_every_address_of_the_person_is_stopped(kari):
    candidate = CandidateFactory(account=False, subject=kari.subject, unconfirmed_email="kari.ny@example.test")
    ClientContactFactory(subject=kari.subject, email="kari@firma.example.test")

    requests.ask(right="marketing", message="", language="nb", by=kari, at=NOW)

    everywhere = (KARI, candidate.unconfirmed_email, "kari@firma.example.test")
    assert [asked.is_suppressed(each, "position_tips") for each in everywhere] == [True, True, True]
    assert not asked.is_suppressed("ola@example.test", "position_tips")


def test_the_no_outlives_the_person(kari):
    suppressions.stop_for_person(subject_id=kari.subject_id, cause=SuppressionCause.REQUEST, by=kari, at=NOW)

    erasure.erase_person(subject_id=kari.subject_id, cause="person", by=None, at=NOW)

    assert refused(None)
    assert KARI not in str(list(Suppression.objects.values_list()))


def test_the_link_still_works_when_the_person_is_gone(kari, client):
    where = link(kari)
    erasure.erase_person(subject_id=kari.subject_id, cause="person", by=None, at=NOW)

    assert client.post(where).status_code == 200
    assert asked.is_suppressed(KARI, "client_newsletter")


def test_a_restore_does_not_undo_it(kari):
    head = JournalHead.objects.values().get()
    suppressions.stop_for_address(email=KARI, at=NOW)
    relay.write(at=NOW)
    JournalHead.objects.update(**head)
    Suppression.objects.all().delete()

    counts = replay.run(at=NOW)

    assert (counts, asked.is_suppressed(KARI, "job_alerts")) == ({"opted_out": 1}, True)


def test_nor_does_it_undo_that_somebody_asked_again(kari):
    suppressions.stop_for_address(email=KARI, at=NOW)
    relay.write(at=NOW)
    head = JournalHead.objects.values().get()
    suppressions.resume(email=KARI, kind="job_alerts", by=kari, at=NOW)
    relay.write(at=NOW)
    JournalHead.objects.update(**head)
    Suppression.objects.all().delete()
    suppressions._suppress([asked.digests_of(KARI)[0]], "", "link", None, NOW)

    replay.run(at=NOW)

    open_ones = [kind for kind in registries.kinds_of_advertising if not asked.is_suppressed(KARI, kind)]
    assert open_ones == ["job_alerts"]


def test_a_new_key_does_not_forget_an_old_no(settings):
    settings.FIELD_KEYS = OLD_AND_NEW[1:]
    suppressions.stop_for_address(email=KARI, at=NOW)

    settings.FIELD_KEYS = OLD_AND_NEW

    assert asked.is_suppressed(KARI, "job_alerts")
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
