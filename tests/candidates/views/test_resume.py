import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains

from candidates.actions import profiles
from candidates.queries import portable
from privacy.queries.package import schemas
from tests.factories import (
    NOW,
    CandidateFactory,
    CertificateFactory,
    EducationFactory,
    LanguageSkillFactory,
    ProfileFactory,
    SkillFactory,
    WorkExperienceFactory,
)
from tests.workspace import log_in

PAGE = "/min-side/profil/fra-fil/"


@pytest.fixture
def kari(db, approved_periods):
    return CandidateFactory(account__email="kari@example.test")


def page_of(candidate):
    client = Client(headers={"accept-language": "en"})
    log_in(client, candidate.subject.user)
    return client


def sent(content):
    return {"resume": SimpleUploadedFile("resume.json", content, "application/json")}


def posted(context):
    """The page as a browser sends it back."""
    forms = [context["form"], context["lived"], *context["certificates"], *context["languages"]]
    forms += [context["certificates"].management_form, context["languages"].management_form]
    return {bound.html_name: "" if bound.value() is None else bound.value() for form in forms for bound in form}


@pytest.mark.promise("P57")
def test_what_one_takes_along_comes_in_again_and_only_what_is_kept_is_saved(kari, strict_templates):
    ProfileFactory(candidate=kari, place="Ås")
    SkillFactory(candidate=kari, name="Turnus")
    CertificateFactory(candidate=kari, name="Truckfører", valid_until=NOW.date())
    LanguageSkillFactory(candidate=kari, language="no", level=7)
    WorkExperienceFactory(candidate=kari, to_year=2021, description="Fisk\nVilt")
    EducationFactory(candidate=kari)
    carried = portable.resume(kari.subject_id)
    schemas.check(schemas.RESUME, carried)
    ola = CandidateFactory(account__email="ola@example.test")
    client = page_of(ola)

    understood = client.post(PAGE, sent(json.dumps(carried).encode()))
    before = profiles.of(ola)
    saved = client.post(PAGE, posted(understood.context), follow=True)

    assertContains(understood, "Nothing is saved yet.")
    assertContains(saved, "Your profile is updated.")
    assert before == profiles.Facts()
    facts = profiles.of(ola)
    assert (facts.place, facts.skills) == ("Ås", ("Turnus",))
    assert (facts.certificates, facts.languages) == ((("Truckfører", NOW.date()),), (("no", 7),))
    assert [lived(person) for person in (ola, kari)] == [WHAT_KARI_DID] * 2


def lived(candidate):
    rows = [*candidate.work.in_order(), *candidate.education.in_order()]
    return [(str(row), row.period.lower(), row.description) for row in rows]


WHAT_KARI_DID = [
    ("Kokk, Fjordheim Eksempel AS", "august 2019 – 2021", "Fisk\nVilt"),
    ("Fagbrev som kokk, Eksempel videregående skole", "2015 – 2019", ""),
]


def test_what_is_no_resume_is_said_and_what_was_wrong_is_not_lost(kari, strict_templates):
    client = page_of(kari)

    refused = client.post(PAGE, sent(b"%PDF-1.7"))
    wrong = client.post(PAGE, posted(client.post(PAGE, sent(b'{"basics": {}}')).context) | {"skills": "x" * 61})

    assertContains(refused, "This is not a JSON Resume file we can read.")
    assertContains(wrong, "At most 60 letters each")
    assert profiles.of(kari) == profiles.Facts()
