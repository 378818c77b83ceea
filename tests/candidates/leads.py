"""A campaign as its partner sees it: what is sent of a person, signed or in a file."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from candidates.actions import campaigns, leads
from candidates.choices import LeadDoor
from candidates.models import Lead
from candidates.queries.campaigns import secret_of, signature
from candidates.queries.leads import Answer
from tests.factories import NOW, CampaignFactory

OLA = {
    "reference": "PS-1001",
    "first_name": "Ola",
    "last_name": "Øygard",
    "email": "ola@example.test",
    "phone": "+4790012345",
    "answered_on": "2026-11-20",
    "answer": "Har førerkort klasse CE.",
}
HEADS = "Referanse;Fornavn;Etternavn;E-post;Telefon;Dato;Svar"


def taken_in(campaign=None, at=NOW, **said: Any) -> Lead:
    """Ola, or who he is called, by a file."""
    campaign = campaign or CampaignFactory()
    known = OLA | {"answered_on": NOW.date()} | said
    leads.take_in(campaign=campaign, answers=[Answer(**known)], door=LeadDoor.FILE, by=None, at=at)
    return Lead.objects.select_related("subject", "campaign").get(reference=known["reference"])


def line(**said: str) -> str:
    known = {name: str(value) for name, value in (OLA | said).items()}
    return ";".join(
        known[name] for name in ("reference", "first_name", "last_name", "email", "phone", "answered_on", "answer")
    )


class Partner:
    """Post Social's system: signs with a key of the campaign, at a moment, for one delivery."""

    def __init__(self, campaign) -> None:
        self.campaign, self.client = campaign, Client()
        self.secret = secret_of(campaigns.make_key(campaign=campaign, at=NOW))

    def deliver(
        self, *, delivery: str = "delivery-number-0001", at=NOW, headers: Any = None, raw: bytes = b"", **said: Any
    ):
        body = raw or json.dumps(OLA | said).encode()
        stamp = str(int(at.timestamp()))
        signed = signature(self.secret, f"{stamp}.{delivery}.".encode() + body)
        sent = {"X-Timestamp": stamp, "Idempotency-Key": delivery, "X-Signature": signed} | (headers or {})
        return self.client.post(
            reverse("deliver_lead", args=[self.campaign.pk]), body, content_type="application/json", headers=sent
        )
