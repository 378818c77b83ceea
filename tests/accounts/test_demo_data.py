"""What the demo shows, read from one world that is seeded once and taken back at the end."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from stdnum.no import orgnr

from candidates.actions import scanning
from candidates.adapters.inspector import SandboxInspector
from candidates.adapters.virus_scanner import NoScanner
from candidates.models import (
    Application,
    Campaign,
    Candidate,
    Document,
    Interview,
    Lead,
    Offer,
    Placement,
    PresentationAnswer,
    ReferenceCheck,
    SharingPermission,
    SpecialCheck,
    TestResult,
)
from candidates.queries import duplicates, figures, periods, search
from candidates.queries.people import email_of
from clients.models import ClientCompany, JobAd, SubUnit
from privacy.models import Collection, Hold, Recipient, RetentionPeriod, Subject
from privacy.queries import explain, promises, reviews

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


pytestmark = pytest.mark.django_db


def seed():
    """What it says while it does."""
    said = StringIO()
    with override_settings(DEMO=True), time_machine.travel(NOW, tick=False):
        call_command("seed_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module", autouse=True)
def seeded(made_once):
    return seed()


def test_the_second_time_changes_nothing_and_tells_no_password(seeded):
    counted = [model.objects.count() for model in (Subject, Document, Application)]

    again = seed()

    assert [model.objects.count() for model in (Subject, Document, Application)] == counted
    assert (seeded.count("TOTP secret: "), again.count("TOTP secret: ")) == (5, 0)


def candidate(first_name):
    return Candidate.objects.get(first_name=first_name)


def gone_on(first_name):
    return explain(candidate(first_name).subject_id, timezone.localdate(NOW)).due_on


def test_every_kind_of_candidate_is_there():
    assert Candidate.objects.count() == 30
    assert (Campaign.objects.count(), Lead.objects.count(), Collection.objects.untold().count()) == (1, 5, 2)
    assert JobAd.objects.published(NOW).count() == 6
    assert JobAd.objects.filter(closed_at__isnull=False).count() == 7
    assert RetentionPeriod.objects.filter(approved_at=None).count() == 0
    assert list(
        Candidate.objects.exclude(unconfirmed_email="").order_by("first_name").values_list("source", flat=True)
    ) == [
        "website",
        "by_hand",
        "by_hand",
        "campaign",
        "by_hand",
    ]
    assert sorted(Application.objects.values_list("stage", flat=True)) == sorted(
        ["new"] * 16 + ["interview", "offer", "withdrawn"] + ["placed"] * 7 + ["rejected"] * 26
    )
    assert (PresentationAnswer.objects.count(), SharingPermission.objects.waiting().count()) == (1, 1)
    assert (Offer.objects.waiting().count(), Placement.objects.count(), SpecialCheck.objects.count()) == (1, 7, 1)
    emil = Candidate.objects.filter(first_name="Emil").first()
    assert duplicates.of(emil, email_of(emil), among=Candidate.objects.all()) != []
    assert list(Hold.objects.values_list("subject", flat=True)) == [candidate("Thomas").subject_id]
    assert candidate("Sara").applications.count() == 2


def test_talks_references_and_tests_are_there_and_no_figure_is_empty():
    span = periods.spans(timezone.localdate(NOW))["year"]
    assert sorted(Interview.objects.values_list("state", flat=True)) == ["held", "proposed", "set", "set"]
    assert [each.answers is None for each in ReferenceCheck.objects.order_by("answered_at")] == [False, True, True]
    assert sorted(bool(each.shown_at) for each in TestResult.objects.all()) == [False, True]
    assert [each.days is None for each in figures.time_in_stage(figures.Scope(), span)] == [False] * 5
    assert figures.time_to_fill(figures.Scope(), span).days == 36
    assert {each.key[0]: each.received for each in figures.by_source(figures.Scope(), span)} == {
        "applied": 30, "registered": 5, "added": 5, "lead": None,
    }  # fmt: skip


def test_their_data_go_on_the_days_the_rules_say():
    assert gone_on("Erik") == datetime.date(2026, 11, 24)  # tonight
    assert gone_on("Kari") == datetime.date(2028, 11, 20)
    assert gone_on("Ingrid") == datetime.date(2028, 10, 24)  # two years from what was due, moved on by the consent
    assert gone_on("Thomas") == datetime.date(2027, 3, 23)  # when the hold ends
    assert gone_on("Sara") == datetime.date(2027, 11, 23)  # the older application tonight, the newer then
    assert gone_on("Silje") == datetime.date(2026, 12, 24)  # three months after the position was closed
    assert gone_on("Per") == datetime.date(2028, 10, 9)


def test_the_promises_are_kept_in_it_and_its_numbers_are_real_ones():
    assert {(each.check.number, each.first) for each in promises.checked(NOW) if each.count} == set()
    numbers = [
        *ClientCompany.objects.values_list("org_number", flat=True),
        *SubUnit.objects.values_list("org_number", flat=True),
    ]
    numbers += Recipient.objects.exclude(org_number="").values_list("org_number", flat=True)
    assert [number for number in numbers if not orgnr.is_valid(number)] == []


def test_one_waits_for_a_decision():
    assert list(reviews.waiting()) == [candidate("Gunnar").subject]


def test_the_cvs_can_be_read_and_found():
    for document in Document.objects.all():
        scanning.scan(pk=document.pk, scanner=NoScanner(), at=NOW)
        scanning.read_text(pk=document.pk, inspector=SandboxInspector(), at=NOW)

    states = Document.objects.values_list("state", "text_state")
    assert set(states.exclude(candidate=candidate("Mette"))) == {("unscanned", "read")}
    assert list(states.filter(candidate=candidate("Mette"))) == [("unscanned", "waiting")]  # restricted: not read
    assert list(search.candidates("utvikler")) == list(
        Candidate.objects.filter(first_name__in=["Jonas", "Lars"]).order_by("-created_at")
    )
    assert [found.first_name for found in search.candidates("sykepleir")] == ["Kari"]
    assert storages["files"].exists(Document.objects.first().file.name) is True
