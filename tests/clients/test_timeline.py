"""A client's history: short, about the business, gone by its own time, and never about a candidate (P19)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from clients.actions import orders, timeline
from clients.models import TimelineEntry
from privacy.actions import housekeeping
from tests.factories import (
    NOW,
    AgreementFactory,
    ClientCompanyFactory,
    JobOrderFactory,
    StaffFactory,
    TimelineEntryFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P19")]

BAD = [
    ("Snakket om 010190 12345.", "This looks like a national identity number"),
    ("Snakket om 01019012345.", "This looks like a national identity number"),
    ("Skriv til kari@example.test", "This contains an e-mail address"),
    ("x" * 281, "at most 280 characters"),
    ("", "This field is required"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_a_line_is_short_and_about_the_business(client, settings, text, sentence):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "adviser")
    company = ClientCompanyFactory()
    typed = {"company": str(company.pk), "kind": "meeting", "text": text}

    page = client.get(reverse("admin:clients_timelineentry_add"))
    answer = client.post(reverse("admin:clients_timelineentry_add"), typed)

    assertContains(page, "Never about a named candidate")
    assertContains(answer, sentence)
    assert TimelineEntry.objects.count() == 0


@pytest.mark.parametrize("text", ["010190 12345", "01019012345", "kari@example.test", ""])
def test_the_database_refuses_it_too(text):
    with pytest.raises(IntegrityError), transaction.atomic():
        TimelineEntryFactory(text=text)


@pytest.mark.parametrize("kind", ["order", "credit", "register", "gossip"])
def test_by_hand_only_what_a_person_can_know(client, kind):
    sign_in(client, "adviser")
    typed = {"company": str(ClientCompanyFactory().pk), "kind": kind, "text": "Noe."}

    answer = client.post(reverse("admin:clients_timelineentry_add"), typed)

    assert (answer.status_code, TimelineEntry.objects.count()) == (200, 0)


def test_what_is_done_writes_its_own_line(client):
    user = sign_in(client, "adviser")
    order = JobOrderFactory(title="Kokk", adviser=user, agreement=None, opened_at=None)
    AgreementFactory(company=order.company)

    orders.open(order=order, by=user, at=NOW)
    orders.close(order=order, by=user, at=NOW)
    timeline.write(company=order.company, kind="call", text="Ønsker svar på fredag.", by=user, at=NOW)

    assert list(TimelineEntry.objects.order_by("pk").values_list("kind", "text", "by")) == [
        ("order", "Oppdraget er åpnet: Kokk.", user.pk),
        ("order", "Oppdraget er avsluttet: Kokk.", user.pk),
        ("call", "Ønsker svar på fredag.", user.pk),
    ]
    page = client.get(reverse("admin:clients_clientcompany_change", args=[order.company.pk]))
    assertContains(page, "Ønsker svar på fredag.")


def test_a_line_goes_by_its_own_time(approved_periods):
    old = NOW - datetime.timedelta(days=2 * 366)
    TimelineEntryFactory(at=old)
    kept = TimelineEntryFactory(at=old + datetime.timedelta(days=5), by=StaffFactory())

    housekeeping.expire(at=NOW)

    assert list(TimelineEntry.objects.all()) == [kept]
