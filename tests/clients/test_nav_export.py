"""The file for NAV: a golden stream, only what changed, what is to be stopped, and who may be named in it."""

import datetime
import io
import json
import uuid
import zipfile
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients.actions import ads, nav_exports
from clients.choices import EmploymentForm, Extent
from clients.choices.ads import PayPer, Remote
from clients.models import AdExport, JobAd
from clients.queries import nav_ads, nav_contacts, nav_format
from privacy.models import Disclosure
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "nav_golden.jsonl"
NUMBER = uuid.UUID("5b0c3a9e-7a1f-4c57-9f57-0d8e7f0f3c11")
BODY = f"<h2>Om jobben</h2><p>{'Du får varierte dager på en avdeling i vekst. ' * 6}</p>"
LATER = made.NOW + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.SITE_URL = "https://www.fremrykk.example.test"


@pytest.fixture(autouse=True)
def _approved(db):
    made.papers_in_order()


def advertised(**facts):
    order = made.JobOrderFactory(adviser=made.StaffFactory(name="Ola Rådgiver", email="ola@fremrykk.example.test"))
    order.sub_unit = made.SubUnitFactory(
        company=order.company, name="Fjellvik Omsorg", org_number="311200518", is_used=True
    )
    order.save()
    given = {"slug": "sykepleier", "published_at": made.NOW, "deadline": made.NOW.date() + datetime.timedelta(days=20)}
    return made.JobAdFactory(order=order, **{"body": BODY} | given | facts)


def handed(*chosen, again=False, at=LATER):
    return nav_exports.export(chosen={each.pk for each in chosen}, again=again, by=made.StaffFactory(), at=at)


def test_the_stream_is_as_it_was_agreed():
    ad = advertised(
        pk=NUMBER, asks_ground="statute", asks_because="Alkoholloven § 1-11.", summary="Aldersgrense 20 år & glede"
    )
    ad.asks = ["age"]
    ad.save()
    made.AdRequirementFactory(ad=ad, order=1, what="Autorisasjon", why="Helsepersonelloven § 48")

    (line,) = handed(ad).lines

    assert f"{line}\n" == GOLDEN.read_text(encoding="utf-8")
    assert nav_format.problems(json.loads(line)) == []
    assert "\n" not in line


def test_every_form_extent_and_way_of_working_has_its_word_at_nav():
    assert set(nav_ads.ENGAGEMENT) == set(EmploymentForm)
    assert set(nav_ads.ENGAGEMENT.values()) <= nav_format.CLOSED["engagementtype"]
    assert (set(nav_ads.EXTENT), set(nav_ads.EXTENT.values())) == (set(Extent), nav_format.CLOSED["extent"])
    assert (set(nav_ads.REMOTE), set(nav_ads.REMOTE.values())) == (set(Remote), nav_format.CLOSED["remote"])
    assert set(nav_ads.PER) == set(PayPer)


def test_only_what_changed_goes_again_and_what_left_the_site_is_stopped():
    first, second, by = advertised(), made.JobAdFactory(), made.StaffFactory()
    assert len(handed(first).lines) == 1

    same, lost = handed(first), handed(first, again=True)
    ads.change(ad=first, by=by, at=LATER, title="Sykepleier på natt")
    changed = handed(first)
    ads.close(ad=first, by=by, at=LATER)
    over, nothing = handed(), handed()

    assert (same.lines, len(lost.lines), len(changed.lines)) == ((), 1, 1)
    assert (over.lines, over.stops, bool(nothing)) == ((), (str(first.pk),), False)
    assert JobAd.objects.get(pk=second.pk).closed_at is None
    with pytest.raises(IntegrityError, match="only an ad on the site"), transaction.atomic():
        made.AdExportFactory(ad=made.JobAdFactory(published_at=None))
    with pytest.raises(IntegrityError, match="ad_export_stopped_by_someone"), transaction.atomic():
        AdExport.objects.update(stopped_by=None)


@pytest.mark.promise("P36")
def test_the_adviser_is_named_only_after_agreeing_and_the_ledger_says_so():
    ad = advertised()
    adviser = ad.order.adviser
    nav = made.RecipientFactory(name="NAV", org_number=nav_contacts.NAV)

    unnamed = json.loads(handed(ad).lines[0])
    before = Disclosure.objects.count()
    agreed = made.SharingAgreementFactory(subject=adviser.subject, recipient=nav, purpose="Kontaktperson hos NAV")
    named = json.loads(handed(ad).lines[0])
    type(agreed).objects.update(ends_on=made.NOW.date())
    taken_back = json.loads(handed(ad, at=LATER + datetime.timedelta(days=2)).lines[0])

    assert (unnamed["contactList"], before, taken_back["contactList"]) == ([], 0, [])
    assert named["contactList"] == [{"name": "Ola Rådgiver", "email": "ola@fremrykk.example.test"}]
    given = Disclosure.objects.get()
    assert (given.subject_uuid, given.recipient, given.categories, given.activity.code) == (
        adviser.subject_id, nav, ["contact", "identity"], "ads_elsewhere",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "of_order", "field"),
    [
        ({"postal_code": ""}, {}, "postal_code"), ({"county": ""}, {}, "county"), ({"municipality": ""}, {}, "municipality"),
        ({"is_client_named": False}, {}, "is_client_named"), ({"body": "<p>Kort.</p>"}, {}, "body"),
        ({"pay_from": None, "pay_to": None, "pay_per": ""}, {}, "pay_from"),
        ({"deadline": None, "published_at": made.NOW - datetime.timedelta(days=70)}, {}, "deadline"),
        ({}, {"sub_unit": None}, "sub_unit"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_the_field_and_nothing_goes(facts, of_order, field):
    ad = advertised(**facts)
    if of_order:
        type(ad.order).objects.filter(pk=ad.order_id).update(**of_order)

    (found,) = nav_ads.missing(nav_ads.on_the_site(LATER)[0], at=LATER)

    assert found.field == field
    with pytest.raises(nav_exports.NotReady):
        handed(ad)
    assert not AdExport.objects.exists()


def test_a_staffing_position_is_not_sent_under_the_clients_number():
    (ad,) = nav_ads.on_the_site(LATER) if advertised() else ()
    ad.order.kind = "staffing"

    assert [each.field for each in nav_ads.missing(ad, at=LATER)] == ["kind"]


def test_a_client_who_is_a_person_goes_nowhere():
    ad = advertised()
    made.RegisterEntryFactory(company=ad.order.company, form="ENK", subject=made.SubjectFactory())

    with pytest.raises(nav_exports.NotReady):
        handed(ad)


def test_the_page_shows_what_can_go_what_is_missing_and_hands_over_the_file(client):
    workspace.sign_in(client, "adviser")
    ready, lacking = advertised(), made.JobAdFactory(title="Kokk", postal_code="", deadline=None, published_at=made.NOW)
    application = made.ApplicationFactory(job_ad=ready)
    JobAd.objects.update(published_at=made.NOW, deadline=datetime.date(2099, 1, 1))
    address = reverse("admin:nav_export")

    page = client.get(address)
    refused = client.post(address, {"ad": [lacking.pk, "x", "-" * 36]}, follow=True)
    answer = client.post(address, {"ad": [ready.pk]})
    empty = client.post(address, {"ad": []}, follow=True)

    assert [each.pk for each in page.context["changed"]] == [ready.pk]
    assert f"{reverse('admin:clients_jobad_change', args=[lacking.pk])}#id_postal_code" in page.text
    assert f"{reverse('admin:clients_joborder_change', args=[lacking.order_id])}#id_sub_unit" in page.text
    assert "Something is missing in Kokk" in refused.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["annonser.jsonl"]
        stream = archive.read("annonser.jsonl").decode()
    assert json.loads(stream)["reference"] == str(ready.pk)
    assert stream.endswith("}\n")
    assert application.candidate.last_name not in stream
    assert "Nothing to send" in empty.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_ads_there_are(client, number, django_assert_num_queries):
    nav = made.RecipientFactory(name="NAV", org_number=nav_contacts.NAV)
    for _each in range(number):
        ad = made.JobAdFactory(order__adviser=made.StaffFactory())
        made.CheckRequirementFactory(order=ad.order)
        made.SharingAgreementFactory(subject=ad.order.adviser.subject, recipient=nav)
    JobAd.objects.update(published_at=made.NOW, deadline=datetime.date(2099, 1, 1))
    workspace.sign_in(client, "adviser")
    address = reverse("admin:nav_export")
    client.get(address)

    with django_assert_num_queries(12):
        client.get(address)


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("finance", 403)])
def test_only_who_writes_ads_exports_them(client, role, status):
    workspace.sign_in(client, role)

    assert client.get(reverse("admin:nav_export")).status_code == status


# --- the agency's own approval ---
def lapsed():
    """The newest one counts: it ended yesterday, as the exports see it."""
    made.AgencyPaperFactory(valid_until=made.NOW.date(), noted_at=LATER)


def test_without_the_approval_no_ad_goes_and_what_left_the_site_is_stopped_all_the_same():
    left, ad = advertised(), made.JobAdFactory(published_at=made.NOW)
    handed(left)
    ads.close(ad=left, by=made.StaffFactory(), at=LATER)
    lapsed()

    with pytest.raises(nav_exports.NotApproved):
        handed(ad)

    assert handed().stops == (str(left.pk),)


def test_the_database_takes_no_export_without_the_approval():
    ad = advertised()
    made.AdExportFactory(ad=ad)
    lapsed()

    with pytest.raises(IntegrityError, match="without an approval in force"), transaction.atomic():
        AdExport.objects.filter(ad=ad).update(sent_at=LATER)
    with pytest.raises(IntegrityError, match="without an approval in force"), transaction.atomic():
        AdExport.objects.create(
            ad=made.JobAdFactory(published_at=made.NOW), digest="0" * 32, sent_by=made.StaffFactory(), sent_at=LATER
        )


def test_the_screens_say_that_the_approval_is_missing_and_what_to_do(client):
    workspace.sign_in(client, "adviser")
    ad = advertised()
    JobAd.objects.update(published_at=made.NOW, deadline=datetime.date(2099, 1, 1))
    on_ad = reverse("admin:clients_jobad_change", args=[ad.pk])
    before = client.get(on_ad).text
    made.AgencyPaperFactory(valid_until=made.NOW.date() - datetime.timedelta(days=1), noted_at=LATER)

    page, own = client.get(reverse("admin:nav_export")).text, client.get(on_ad).text
    refused = client.post(reverse("admin:nav_export"), {"ad": [ad.pk]}).text

    assert ("Nothing is missing: it can go." in before, "Nothing is missing: it can go." in own) == (True, False)
    for said in (page, own, refused):
        assert "NAV rejects every ad of an agency without it" in said
    assert (reverse("admin:clients_agencypaper_changelist") in page, AdExport.objects.count()) == (True, 0)
