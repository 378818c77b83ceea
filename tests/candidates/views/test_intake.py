"""The partner's system at its door: signed, in time, once; and nothing told of anybody."""

import datetime

import pytest
from django.urls import reverse

from candidates.actions import campaigns
from candidates.models import Lead
from privacy.actions import suppressions
from tests.candidates.leads import Partner
from tests.factories import NOW, CampaignFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "approved_periods"), pytest.mark.promise("P46")]

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def partner(db):
    return Partner(CampaignFactory())


def told(response):
    return response.status_code, response.json()


RECEIVED = (202, {"status": "received"})


def test_the_same_delivery_is_one_and_the_same_key_for_something_else_is_refused(partner):
    assert [told(partner.deliver()) for _ in range(2)] == [RECEIVED] * 2

    other = partner.deliver(first_name="Per")

    assert told(other) == (409, {"error": "idempotency_key_reused"})
    assert [(lead.first_name, lead.door) for lead in Lead.objects.all()] == [("Ola", "system")]


@pytest.mark.parametrize(("moved", "answer"), [(300, 202), (-300, 202), (301, 401), (-301, 401)])
def test_a_signature_holds_for_five_minutes_to_either_side(partner, moved, answer):
    assert partner.deliver(at=NOW + moved * SECOND).status_code == answer


def test_a_captured_delivery_brings_nothing_new(partner):
    partner.deliver()
    signed = partner.deliver(delivery="delivery-number-0002").wsgi_request.headers["X-Signature"]

    replayed = partner.deliver(delivery="delivery-number-0003", headers={"X-Signature": signed})
    late = partner.deliver(at=NOW - 400 * SECOND)

    assert [told(each) for each in (replayed, late)] == [(401, {"error": "signature"}), (401, {"error": "timestamp"})]
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"headers": {"X-Signature": "æ"}}, (401, {"error": "signature"})),
        ({"headers": {"X-Timestamp": "1e9"}}, (401, {"error": "timestamp"})),
        ({"delivery": "short"}, (401, {"error": "idempotency_key"})),
        ({"raw": b"{"}, (422, {"error": "not_json"})),
        ({"raw": b"\xff"}, (422, {"error": "not_json"})),
        ({"raw": b"[" * 15_000}, (422, {"error": "not_json"})),
        ({"raw": b'{"reference": "PS-1", "reference": "PS-2"}'}, (422, {"error": "not_json"})),
        ({"raw": b'{"reference": ' + b"9" * 5000 + b"}"}, (422, {"error": "not_json"})),
        ({"reference": " \u200b\t"}, (422, {"error": "invalid", "fields": {"reference": "missing"}})),
        ({"first_name": float("nan")}, (422, {"error": "invalid", "fields": {"first_name": "not_text"}})),
        ({"raw": b"[]"}, (422, {"error": "invalid", "fields": {"": "not_an_object"}})),
        ({"raw": b" " * 16_385}, (413, {"error": "too_large", "most": 16_384})),
        ({"email": "ola@"}, (422, {"error": "invalid", "fields": {"email": "invalid"}})),
        ({"email": "", "phone": None}, (422, {"error": "invalid", "fields": {"email": "email_or_phone"}})),
        ({"first_name": ""}, (422, {"error": "invalid", "fields": {"first_name": "missing"}})),
        ({"last_name": 7, "answer": "x" * 2001}, (422, {"error": "invalid", "fields": {"last_name": "not_text", "answer": "too_long"}})),
        ({"fodselsnummer": "x"}, (422, {"error": "invalid", "fields": {"fodselsnummer": "unknown"}})),
        ({"answered_on": "2026-11-24"}, (422, {"error": "invalid", "fields": {"answered_on": "invalid"}})),
        ({"answered_on": "2025-12-31"}, (422, {"error": "invalid", "fields": {"answered_on": "outside_campaign"}})),
    ],
)  # fmt: skip
def test_what_is_not_as_agreed_is_refused_with_a_code(partner, said, answer):
    assert told(partner.deliver(**said)) == answer
    assert not Lead.objects.exists()


def test_nobody_is_told_whether_we_know_a_person_or_have_a_no(partner):
    UserFactory(email="kjent@example.test")
    suppressions.stop_for_address(email="nei@example.test", at=NOW)
    sent = [
        (f"delivery-number-100{number}", f"{who}@example.test") for number, who in enumerate(("kjent", "nei", "ny"))
    ]

    answers = [told(partner.deliver(delivery=key, email=email, reference=email)) for key, email in sent]

    assert answers == [RECEIVED] * 3
    assert [lead.email for lead in Lead.objects.all()] == ["ny@example.test"]


def test_two_keys_work_while_the_partner_changes_over_and_a_closed_campaign_takes_nobody(partner):
    old, campaign = partner.secret, partner.campaign
    new = Partner(campaign).secret
    with pytest.raises(campaigns.TwoKeysAlready):
        campaigns.make_key(campaign=campaign, at=NOW)
    answers = []
    for number, secret in enumerate((old, new)):
        partner.secret = secret
        answers.append(partner.deliver(delivery=f"delivery-number-200{number}").status_code)
    campaigns.end_key(campaign=campaign, at=NOW)
    partner.secret = old
    answers.append(partner.deliver().status_code)
    partner.secret = new
    campaign.__class__.objects.filter(pk=campaign.pk).update(closed_at=NOW)

    assert answers == [202, 202, 401]
    assert told(partner.deliver()) == (409, {"error": "campaign_closed"})


def test_a_campaign_that_is_not_there_is_a_wrong_signature(partner, monkeypatch):
    address = reverse("deliver_lead", args=["00000000-0000-4000-8000-000000000000"])
    headers = partner.deliver().wsgi_request.headers
    sent = {name: headers[name] for name in ("X-Timestamp", "X-Signature", "Idempotency-Key")}

    answer = partner.client.post(address, b"{}", content_type="application/json", headers=sent)

    assert told(answer) == (401, {"error": "signature"})
    assert partner.client.get(address).status_code == 405
    assert partner.client.post(address, {"a": "b"}).status_code == 415
    monkeypatch.setattr("candidates.views.intake.MOST", 3)
    busy = partner.deliver()
    assert (told(busy), busy["Retry-After"]) == ((429, {"error": "too_many"}), "3600")


def test_no_day_tells_whether_we_know_the_person(partner):
    UserFactory(email="kjent@example.test")
    suppressions.stop_for_address(email="nei@example.test", at=NOW)

    answers = [
        told(partner.deliver(delivery=f"delivery-number-00{email}", email=email, answered_on="2025-12-31"))
        for email in ("kjent@example.test", "nei@example.test", "ola@example.test")
    ]

    assert answers == [(422, {"error": "invalid", "fields": {"answered_on": "outside_campaign"}})] * 3


def test_what_nobody_sees_and_lines_of_ones_own_stay_outside(partner):
    said = {
        "first_name": "Ola\n\nhttps://ond.example.test/\u202e",
        "reference": "PS\r\n1",
        "answer": "Ja\ud800\r\n\x1bnei",
    }

    assert told(partner.deliver(**said)) == RECEIVED

    lead = Lead.objects.get()
    assert (lead.first_name, lead.reference, lead.answer) == ("Ola https://ond.example.test/", "PS 1", "Ja\nnei")
