"""What an ad says to machines: whole, by a schema of our own, and nothing that the page does not say."""

import datetime
import html
import json
import re

import pytest
from django.template.defaultfilters import striptags
from django.test import Client
from django.utils import timezone

from clients.choices import EmploymentForm, Extent
from clients.choices.ads import PayPer, Remote
from clients.queries import job_posting
from tests.factories import AdRequirementFactory, JobAdFactory, StandInFactory

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
STAFFING = {"order__kind": "staffing", "order__opened_at": None, "order__agreement": None}
DAY = r"\d{4}-\d\d-\d\d"
# Required and recommended (LAW.md C.1): a type, a pattern, a set of values, or a shape of its own.
ADDRESS = {
    "@type": {"PostalAddress"},
    "addressCountry": {"NO"},
    "addressLocality": str,
    "addressRegion": str,
    "postalCode": r"\d{4}",
}
SCHEMA = {
    "@context": {"https://schema.org"}, "@type": {"JobPosting"}, "title": str, "description": str, "url": r"https?://.+/",
    "datePosted": DAY, "validThrough": DAY + r"T23:59:59\+0[12]:00", "employmentType": list,
    "hiringOrganization": {"@type": {"Organization"}, "name": str}, "totalJobOpenings": int,
    "jobLocation": {"@type": {"Place"}, "address": ADDRESS}, "directApply": {True}, "occupationalCategory": r"[^\d()]+",
    "baseSalary": {"@type": {"MonetaryAmount"}, "currency": {"NOK"},
                   "value": {"@type": {"QuantitativeValue"}, "unitText": {"HOUR", "MONTH", "YEAR"}, "minValue": int, "maxValue": int}},
}  # fmt: skip


def wrong(said, schema, at="") -> list[str]:
    """Where it is not as the schema says; more or less than it says is wrong, too."""
    if isinstance(schema, dict):
        names = set(said) ^ set(schema)
        deeper = [each for name in set(said) & set(schema) for each in wrong(said[name], schema[name], f"{at}.{name}")]
        return [f"{at}.{name}" for name in sorted(names)] + deeper
    if isinstance(schema, set):
        fits = said in schema
    elif isinstance(schema, str):
        fits = isinstance(said, str) and bool(re.fullmatch(schema, said))
    else:
        fits = isinstance(said, schema) and bool(said)
    return [] if fits else [at]


def read(ad, language="nb"):
    """The page as its reader sees it, and what stands in it for machines."""
    page = Client(headers={"cookie": f"django_language={language}"}).get(ad.get_absolute_url()).text
    [script] = SCRIPT.findall(page)
    return " ".join(html.unescape(striptags(SCRIPT.sub("", page))).split()), json.loads(script)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_markup_is_whole_and_says_what_the_page_says(language):
    deadline = timezone.localdate() + datetime.timedelta(days=9)
    ad = AdRequirementFactory(
        ad__deadline=deadline, ad__positions=3, ad__municipality="Bærum", ad__county="akershus", ad__postal_code="1338"
    ).ad

    seen, said = read(ad, language)

    assert wrong(said, SCHEMA) == []
    whole = " ".join(html.unescape(striptags(said["description"].replace("<", " <"))).split())
    figures = re.sub(r"\D", "", "520000610000")
    assert said["description"].startswith(f"<p>{ad.summary}</p>{ad.body}")
    assert (said["baseSalary"]["value"]["minValue"], said["baseSalary"]["value"]["maxValue"]) == (520_000, 610_000)
    assert figures in re.sub(r"\D", "", seen)
    address = said["jobLocation"]["address"]
    visible = [
        said["title"], said["occupationalCategory"], said["hiringOrganization"]["name"],
        f"{address['postalCode']} {address['addressLocality']}",
        address["addressRegion"], ad.summary, "Du får varierte dager.", "Norsk autorisasjon som sykepleier",
        {"nb": "3. januar 2019", "en": "3 January 2019"}[language],
    ]  # fmt: skip
    assert [text for text in visible if text not in seen] == []
    assert [text for text in visible[5:8] if text not in whole] == []
    assert {"nb": "Antall stillinger 3", "en": "Number of positions 3"}[language] in seen
    assert said["validThrough"].startswith(deadline.isoformat())


def test_the_checker_itself_finds_what_is_wrong():
    said = job_posting.made_of(JobAdFactory(), [])

    assert wrong(said, SCHEMA) == [".validThrough"]
    assert wrong(said | {"datePosted": "i går", "validThrough": f"{timezone.localdate()}T23:59:59+01:00"}, SCHEMA) == [
        ".datePosted"
    ]


@pytest.mark.parametrize(
    ("facts", "name", "seen"),
    [
        ({}, "Fjellvik AS", "Du blir ansatt hos Fjellvik AS."),
        ({"is_client_named": False, "employer": "Et sykehus i Oslo"}, "confidential", "ikke er navngitt i annonsen"),
        (
            {"order__kind": "staffing", "order__opened_at": None, "order__agreement": None},
            "Fremrykk",
            "Du blir ansatt i Fremrykk og leies ut til Fjellvik AS",
        ),
    ],
)
def test_who_employs_is_said_and_never_a_client_that_is_not_named(facts, name, seen):
    ad = JobAdFactory(**{"employer": "Fjellvik AS"} | facts)

    page, said = read(ad)

    assert said["hiringOrganization"]["name"] == name
    assert seen in page


def test_nothing_in_it_ends_the_script():
    ad = JobAdFactory(title="</script><script>alert(1)</script>", summary="<!-- & ]]>")

    _seen, said = read(ad)

    assert said["title"] == "</script><script>alert(1)</script>"


def test_work_from_home_has_no_place_of_work():
    said = job_posting.made_of(JobAdFactory(remote=Remote.HOME), [])

    assert (said["jobLocationType"], "jobLocation" in said) == ("TELECOMMUTE", False)


def test_every_closed_word_has_its_row():
    assert (set(job_posting.EXTENT), set(job_posting.FORM), set(job_posting.UNIT)) == (
        set(Extent),
        set(EmploymentForm),
        set(PayPer),
    )


def test_lists_and_closed_ads_have_none(client):
    closed = JobAdFactory(closed_at=timezone.now())
    JobAdFactory()

    pages = ["/", "/stillinger/", closed.get_absolute_url()]

    assert [page for page in pages if "ld+json" in client.get(page).text] == []


def test_the_adviser_answers_for_it_or_who_stands_in_and_nobody_when_it_is_closed(client):
    ad = JobAdFactory(order__adviser__name="Kari Rådgiver", order__adviser__email="kari@fremrykk.example.test")
    page = ad.get_absolute_url()
    present = client.get(page).text
    today = timezone.localdate()
    StandInFactory(account=ad.order.adviser, stand_in__name="Ola Vikar", since=today, until=today)
    away = client.get(page).text
    type(ad).objects.update(closed_at=timezone.now())
    closed = client.get(page).text

    assert [name in present for name in ("Kari Rådgiver", "kari@fremrykk.example.test", "Ola Vikar")] == [
        True,
        True,
        False,
    ]
    assert [name in away for name in ("Kari Rådgiver", "kari@fremrykk.example.test", "Ola Vikar")] == [
        False,
        False,
        True,
    ]
    assert [name in closed for name in ("Kari Rådgiver", "kari@fremrykk.example.test", "Ola Vikar")] == [False] * 3
