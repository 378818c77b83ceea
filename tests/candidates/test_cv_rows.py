"""The CV in rows: the database's truths, the person's own pages, who reads it and where it goes."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from candidates.actions import cv_rows, profiles, resumes
from candidates.models import Candidate, Education, WorkExperience
from candidates.queries import portable, search
from privacy.actions import subjects
from privacy.models import RecipientNotice, TrailEntry
from privacy.queries.package import schemas
from tests import factories as made
from tests import workspace
from tests.candidates.sent import pdf
from tests.candidates.views.conftest import browser_of, kari, now, own, strict_templates  # noqa: F401
from tests.candidates.views.test_applying import form
from tests.factories import NOW

TYPED = {
    "title": "Kokk", "employer": "Fjordheim Eksempel AS", "from_month": "8", "from_year": "2019", "to_month": "",
    "to_year": "2021", "description": "Fisk\r\nog vilt",
}  # fmt: skip


def titles(candidate) -> list[str]:
    return list(candidate.work.in_order().values_list("title", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"to_year": 2018}, "ends_after_it_begins"),
        ({"to_year": 2019, "to_month": 7}, "ends_after_it_begins"),
        ({"to_month": 7}, "months_are_months"),
        ({"from_month": 13}, "months_are_months"),
        ({"from_year": 19}, "years_are_years"),
        ({"description": "x" * 2_001}, "description_fits"),
        ({"rank": 0}, "one_in_each_place"),
        ({"employer": " "}, "employer_is_tidy"),
    ],
)
def test_the_database_refuses_what_no_cv_can_say(wrong, rule):
    candidate = made.WorkExperienceFactory(rank=0).candidate

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        made.WorkExperienceFactory(candidate=candidate, **{"rank": 1} | wrong)
        connection.check_constraints()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_buttons_that_move_a_row_carry_the_word_of_the_form(kari):  # noqa: F811
    for rank in (0, 1):
        made.WorkExperienceFactory(candidate=kari, rank=rank)
    strict = Client(enforce_csrf_checks=True)
    workspace.log_in(strict, kari.subject.user)
    page = strict.get(reverse("my_profile")).text
    first = kari.work.get(rank=0)

    address = reverse("move_work", args=[first.pk])
    said = re.search(rf'action="{address}">\s*<input[^>]* name="csrfmiddlewaretoken" value="(\w+)"', page)
    answer = strict.post(address, {"down": "1", "csrfmiddlewaretoken": said[1] if said else ""})

    assert (answer.status_code, kari.work.get(pk=first.pk).rank) == (302, 1)


def test_a_row_is_written_put_right_moved_and_removed(own, kari):  # noqa: F811
    made.WorkExperienceFactory(candidate=kari, title="Vaskehjelp", to_year=2020, rank=0)

    wrong = own.post(reverse("add_work"), TYPED | {"to_year": "2018", "from_month": "99", "title": ""})
    told = own.post(reverse("add_work"), TYPED, follow=True)
    row = kari.work.get(title="Kokk")
    long = {"description": "\r\n".join(["x" * 99] * 20)}
    own.post(reverse("change_work", args=[row.pk]), TYPED | long)
    written = kari.work.get(pk=row.pk).description
    own.post(reverse("change_work", args=[row.pk]), TYPED)
    both = own.post(reverse("change_work", args=[row.pk]), TYPED | {"is_current": "on"})
    own.post(reverse("change_work", args=[row.pk]), TYPED | {"title": "Kjøkkensjef"})
    newest_first = titles(kari)
    own.post(reverse("move_work", args=[row.pk]), {"down": "1"})
    moved = titles(kari)
    asked = own.get(reverse("remove_work", args=[row.pk]))
    gone = own.post(reverse("remove_work", args=[row.pk]), follow=True)

    assert len(written) == 1999
    for said in ('href="#id_title"', 'href="#id_to_year"', 'href="#id_from_month"', 'value="Fjordheim Eksempel AS"'):
        assertContains(wrong, said)
    assertContains(told, "It is in your CV.")
    assertContains(both, "Either you are still there, or it has ended")
    assert (newest_first, moved) == (["Kjøkkensjef", "Vaskehjelp"], ["Vaskehjelp", "Kjøkkensjef"])
    assertContains(asked, "You cannot take this back.")
    assertRedirects(gone, reverse("my_profile") + "#work")
    assert titles(kari) == ["Vaskehjelp"]
    trail = TrailEntry.objects.filter(subject_uuid=kari.subject_id, object_label="candidates.workexperience")
    assert [(each.verb, each.fields) for each in trail.order_by("pk")] == [
        ("collected", ["description", "employer", "from_month", "from_year", "title", "to_year"]),
        ("changed", ["description"]), ("changed", ["description"]),
        ("changed", ["title"]), ("changed", ["rank"]), ("removed", []),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_profile_costs_the_same_however_long_the_cv(own, kari, number, django_assert_num_queries):  # noqa: F811
    for _each in range(number):
        made.WorkExperienceFactory(candidate=kari), made.EducationFactory(candidate=kari)

    with django_assert_num_queries(16):
        page = own.get(reverse("my_profile"))

    assertContains(page, "August 2019 – now", count=number)


@pytest.mark.django_db
def test_a_file_adds_rows_by_time_keeps_the_owners_order_and_no_more_than_fifty():
    candidate = made.CandidateFactory()
    for rank, (title, year) in enumerate([("Først", 2010), ("Sist", 2019)]):
        made.WorkExperienceFactory(candidate=candidate, title=title, from_year=year, to_year=year, rank=rank)
    new = {
        "employer": "Filen",
        "title": "Mellom",
        "from_year": 2015,
        "from_month": None,
        "to_year": 2016,
        "to_month": None,
    }

    cv_rows.bring(candidate=candidate, rows={"work": [new]})
    moved = titles(candidate)
    for rank in range(3, 55):
        made.WorkExperienceFactory(candidate=candidate, title=f"Nr. {rank}", rank=rank)
    brought = cv_rows.bring(candidate=candidate, rows={"work": [new | {"title": f"Ny {each}"} for each in range(30)]})

    assert [moved.index(title) for title in ("Først", "Sist")] == sorted(
        moved.index(title) for title in ("Først", "Sist")
    )
    assert (set(moved), brought, candidate.work.count()) == ({"Først", "Sist", "Mellom"}, [], 55)


@pytest.mark.promise("P53")
def test_a_file_with_facts_and_rows_is_one_correction_to_whoever_was_given_the_cv(kari):  # noqa: F811
    given = made.DisclosureFactory(subject_uuid=kari.subject_id, categories=["application"])
    facts, row = profiles.Facts(skills=("Excel",)), {"employer": "A", "title": "Kokk", "from_year": 2020}
    rows = {"work": [row | dict.fromkeys(("from_month", "to_year", "to_month")) | {"description": ""}]}

    resumes.take_over(candidate=kari, facts=facts, rows=rows, by=kari.subject.user, at=NOW)

    owed = RecipientNotice.objects.filter(recipient=given.recipient)
    assert (owed.count(), titles(kari), profiles.of(kari).skills) == (1, ["Kokk"], ("Excel",))


@pytest.mark.django_db
def test_one_person_of_two_keeps_each_row_once_by_time():
    keep, lost = made.CandidateFactory(), made.CandidateFactory()
    made.WorkExperienceFactory(candidate=keep, rank=0), made.WorkExperienceFactory(candidate=lost, rank=0)
    made.WorkExperienceFactory(candidate=lost, title="Vakt", to_year=2020, rank=1)
    made.EducationFactory(candidate=lost, rank=0)

    subjects.merge(lost=lost.subject, into=keep.subject, by=None, at=NOW)

    assert (titles(keep), keep.education.count()) == (["Kokk", "Vakt"], 1)


@pytest.mark.promise("P57")
def test_it_is_in_the_copy_that_goes_along(own, kari):  # noqa: F811
    made.WorkExperienceFactory(candidate=kari, description="Fisk"), made.EducationFactory(candidate=kari)

    carried = cv_rows_in_the_copy(kari)

    assert carried == {
        "work": [{"name": "Fjordheim Eksempel AS", "position": "Kokk", "summary": "Fisk", "startDate": "2019-08"}],
        "education": [
            {
                "institution": "Eksempel videregående skole",
                "area": "Fagbrev som kokk",
                "startDate": "2015",
                "endDate": "2019",
            }
        ],
    }


def cv_rows_in_the_copy(candidate) -> dict:
    whole = portable.resume(candidate.subject_id)
    schemas.check(schemas.RESUME, whole)
    return {name: whole[name] for name in ("work", "education")}


def test_an_adviser_reads_it_and_finds_who_may_be_found_by_it(client, kari):  # noqa: F811
    workspace.sign_in(client, "adviser")
    made.ApplicationFactory(candidate=kari)
    aside = made.CandidateFactory()
    made.RestrictionFactory(subject=aside.subject)
    for candidate in (kari, aside):
        made.WorkExperienceFactory(candidate=candidate, title="Bøkker", employer="Tønnefabrikken")
        made.EducationFactory(candidate=candidate, subject="Tannpleie")

    card = client.get(kari.get_absolute_url())

    assert [list(search.candidates(text)) for text in ("bøkker", "tannpleie tønnefabrikken")] == [[kari], [kari]]
    assertContains(card, "Bøkker, Tønnefabrikken")


@pytest.mark.django_db
def test_no_more_than_fifty_and_what_a_file_brings_stops_there():
    candidate = made.CandidateFactory()
    said = {"employer": "A", "title": "B", "from_year": 2000, "to_year": None}
    brought = cv_rows.bring(candidate=candidate, rows={"work": [said | {"from_year": 1940 + n} for n in range(60)]})

    assert (brought, candidate.work.count(), candidate.work.in_order().first().from_year) == (["work"], 50, 1989)
    with pytest.raises(cv_rows.TooMany):
        cv_rows.add(kind=WorkExperience, candidate=candidate, said=said, by=candidate.subject.user, at=NOW)
    assert (Candidate.objects.count(), Education.objects.count()) == (1, 0)


RESUME = {
    "basics": {"name": "Kari Anne Nordmann", "email": "kari@example.test", "phone": "22334455"},
    "skills": [{"name": "Turnus"}],
    "work": [{"name": "Fjordheim", "position": "Kokk", "startDate": "2019-08", "endDate": "2021"}, {"name": "Kafé"}],
}


def resume(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("cv.json", content, "application/json")


@pytest.mark.promise("P13")
def test_a_resume_fills_in_the_form_and_is_stored_nowhere_before_it_is_sent(approved_periods, db, strict_templates):  # noqa: F811
    ad, client = made.JobAdFactory(), Client(headers={"accept-language": "en"})
    address = reverse("apply", args=[ad.slug])
    typed = form(first_name="Kaia", last_name="", email="", phone="", keep_scope="candidate_base")

    bad = client.post(address, typed | {"resume": resume(b"%PDF-1.7"), "fill": "1", "cv": pdf()})
    filled = client.post(address, typed | {"resume": resume(json.dumps(RESUME).encode()), "fill": "1", "cv": pdf()})
    before = (Candidate.objects.count(), WorkExperience.objects.count())
    back = {field.html_name: field.value() or "" for field in filled.context["form"] if field.html_name in typed}
    sent = back | {"profile": filled.context["form"]["profile"].value(), "kept": kept(filled), "cv": ""}
    looked_over = client.post(address, sent | {"preview": "1"})
    receipt = client.post(address, sent)

    assertContains(bad, "This is not a JSON Resume file we can read.")
    assertContains(bad, 'value="Kaia"')
    assert (kept(bad) != [], kept(filled) != []) == (True, True)
    assert [back[name] for name in ("first_name", "last_name", "email", "phone")] == [
        "Kaia", "Nordmann", "kari@example.test", "22334455"
    ]  # fmt: skip
    assertContains(filled, "is left out: Kafé.")
    assert (before, filled.status_code) == ((0, 0), 200)
    assertContains(looked_over, "Kokk, Fjordheim, August 2019 – 2021")
    assert receipt.status_code == 302
    candidate = Candidate.objects.get()
    assert [str(row) for row in candidate.work.all()] == ["Kokk, Fjordheim"]
    assert profiles.of(candidate).skills == ("Turnus",)


def kept(response) -> list[str]:
    return [each.token for each in response.context["form"].aside]


def test_a_preview_shows_what_a_client_would_read(own, kari):  # noqa: F811
    made.DocumentFactory(candidate=kari, state="clean", original_name="cv.pdf", text="Kari Nordmann, kokk")
    made.DocumentFactory(
        candidate=kari, state="unscanned", original_name="ny.pdf", text="Nytt", uploaded_at=NOW.replace(hour=23)
    )
    address = reverse("preview_presented")

    named, anonymous = own.get(address), own.get(address, {"name": "without"})

    assertContains(named, "Kari Nordmann, kokk")
    assertContains(named, "No virus scanner has looked at it yet")
    assertNotContains(named, "Send the answer")
    assert anonymous.context["shown"].title == "Candidate U-000000"
    assert [each.documents for each in (anonymous.context["shown"],)] == [()]
    assert [name for name, _why in anonymous.context["left_out"]] == ["ny.pdf", "cv.pdf"]
