"""How the text of an ad is written: plain or with tags, seen before anybody else sees it."""

import pytest
from django.urls import reverse

from clients.actions import ads
from clients.forms.ad_text import as_html
from clients.models import JobAd
from tests import factories as made
from tests import workspace
from tests.clients.test_ads import TEXT

pytestmark = pytest.mark.django_db
PICKED = {"extent": "full_time", "form": "permanent", "positions": 1}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Vi søker deg.", "<p>Vi søker deg.</p>"),
        ("Én linje\r\nog en til\r\n\r\nNytt avsnitt", "<p>Én linje<br>og en til</p>\n<p>Nytt avsnitt</p>"),
        (
            "Du skal:\n- lede\n• følge opp\n\nHilsen oss",
            "<p>Du skal:</p>\n<ul><li>lede</li><li>følge opp</li></ul>\n<p>Hilsen oss</p>",
        ),
        ("- a\n- b\nog så dette", "<ul><li>a</li><li>b</li></ul>\n<p>og så dette</p>"),
        ("En-til-en-oppfølging", "<p>En-til-en-oppfølging</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(typed, html):
    assert as_html(typed) == html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Første\n\nAndre <strong>viktig</strong>", "<p>Første</p>\n<p>Andre <strong>viktig</strong></p>"),
        ("<p>Vi\u00a0søker&nbsp;deg</p>", "<p>Vi søker deg</p>"),
        ("<h2>Om oss</h2>\n\n<p>Hei</p>", "<h2>Om oss</h2>\n\n<p>Hei</p>"),
        ("3 < 5 og hei <script>alert(1)</script>", "<p>3 &lt; 5 og hei </p>"),
    ],
)
def test_what_is_typed_on_the_form_is_kept_as_it_will_look(client, typed, kept):
    workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory()

    client.post(reverse("admin:clients_jobad_add"), TEXT | PICKED | {"order": order.pk, "body": typed})

    assert JobAd.objects.get().body == kept


@pytest.mark.parametrize("typed", ["", "   ", "<p><br></p>", "<p>&nbsp;</p>"])
def test_tags_around_nothing_are_no_text(client, typed):
    workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory()

    page = client.post(reverse("admin:clients_jobad_add"), TEXT | PICKED | {"order": order.pk, "body": typed})

    assert (JobAd.objects.count(), page.context["errors"]) == (0, [["This field is required."]])


def test_a_draft_is_seen_as_it_will_look_by_colleagues_only(client):
    ad = ads.write(order=made.JobOrderFactory(), at=made.NOW, **TEXT | {"summary": "Du er under 30 år."})
    made.AdRequirementFactory(ad=ad, what="Førerkort", why="Du kjører mellom hjemmene.")
    address = reverse("admin:ad_preview", args=[ad.pk])
    stranger = client.get(address).status_code
    workspace.sign_in(client, "adviser")

    page, form = client.get(address).text, client.get(reverse("admin:clients_jobad_change", args=[ad.pk])).text
    outside = client.get(reverse("position", args=[ad.slug])).status_code

    assert (stranger, outside) == (302, 404)
    for said in (
        "<p>Velkommen.</p>",
        "Du kjører mellom hjemmene.",
        "only colleagues see this page",
        'content="noindex"',
    ):
        assert said in page
    assert (ad.asks, "Why we ask this" in page) == (["age"], False)
    assert (reverse("apply", args=[ad.slug]) in page, "application/ld+json" in page) == (False, False)
    assert (address in form, "Show on the website" in form) == (True, False)


def test_what_is_on_the_site_is_seen_there(client):
    workspace.sign_in(client, "adviser")
    ad = made.JobAdFactory(published_at=made.NOW)

    answer = client.get(reverse("admin:ad_preview", args=[ad.pk]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("position", args=[ad.slug]))


def test_the_ad_of_a_staffing_order_says_when_we_may_hire_nobody_out(client):
    workspace.sign_in(client, "adviser")
    ad = made.JobAdFactory(order=made.JobOrderFactory(kind="staffing"))
    address = reverse("admin:clients_jobad_change", args=[ad.pk])

    without = client.get(address).text
    made.papers_in_order()
    approved = client.get(address).text

    assert ("We may hire nobody out today" in without, "We may hire nobody out today" in approved) == (True, False)
