"""A CV that came by mail or over the desk: taken in on one page, once, with its source and the notice."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from candidates.actions import intake
from candidates.forms.kept_file import GONE
from candidates.models import Candidate, Document
from candidates.models.document import document_storage
from privacy.actions import files
from privacy.models import CaseFile, Collection, FileTombstone, InboxCase, OutgoingMail, Subject
from tests import factories as made
from tests import workspace
from tests.files import pdf_cv as pdf

pytestmark = pytest.mark.django_db

ADD = "admin:candidates_candidate_add"
NOW = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
KARI = {
    "first_name": "Kari", "last_name": "Lundemo", "email": "kari@example.test", "phone": "22 33 44 55", "language": "nb",
    "received_on": "2026-11-27", "collected_from": "other", "source_name": "Kurssenteret",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english(settings, time_machine):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(NOW)


@pytest.fixture
def adviser(client):
    return workspace.sign_in(client, "adviser")


def cv(name: str = "CV Kari.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), "application/pdf")


def post(client, attached=None, **typed):
    where = reverse(ADD) + (f"?case_file={attached.pk}" if attached else "")
    return client.post(where, {name: value for name, value in (KARI | typed).items() if value is not None})


def errors(response) -> dict[str, list[str]]:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


@pytest.mark.promise("P12")
@pytest.mark.usefixtures("approved_periods")
def test_in_one_step_a_person_a_file_a_source_and_the_notice(client, adviser):
    response = post(client, cv=cv())

    candidate, document, collection = Candidate.objects.get(), Document.objects.get(), Collection.objects.get()
    mail = OutgoingMail.objects.get()
    assert response.url == reverse("admin:candidates_candidate_change", args=[candidate.pk])
    assert (candidate.source, candidate.received_on, candidate.adviser, candidate.phone) == (
        "by_hand", datetime.date(2026, 11, 27), adviser, "+4722334455",
    )  # fmt: skip
    assert (document.candidate, document.original_name, document.kind) == (candidate, "CV Kari.pdf", "cv")
    assert (collection.source_name, collection.is_told, collection.mail_number) == ("Kurssenteret", True, mail.pk)
    assert (mail.template, mail.to) == ("privacy/email/informed", "kari@example.test")
    assert candidate.subject.due_on is not None


def test_without_an_address_the_clock_of_article_14_runs(client, adviser):
    post(client, cv=cv(), email="")

    assert Collection.objects.get().due_on == datetime.date(2026, 12, 30)
    assert (OutgoingMail.objects.count(), Document.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"received_on": ""}, "received_on"),
        ({"received_on": "2026-12-01"}, "received_on"),
        ({"source_name": ""}, "source_name"),
        ({"first_name": "\u202eKari"}, "first_name"),
        ({"phone": "12"}, "phone"),
        ({"email": "kari"}, "email"),
    ],
)
def test_what_is_wrong_is_said_and_the_file_waits(client, adviser, typed, field):
    wrong = post(client, cv=cv(), **typed)
    token = wrong.context["adminform"].form["kept"].value()
    nothing = (
        Candidate.objects.count(),
        Document.objects.count(),
        Subject.objects.filter(candidate=None).exclude(user=adviser).count(),
    )

    post(client, kept=token)

    assert (list(errors(wrong)), nothing) == ([field], (0, 0, 0))
    document = Document.objects.get()
    with document.file.open() as kept:
        assert (document.original_name, kept.read()) == ("CV Kari.pdf", pdf())
    assert FileTombstone.objects.count() == 1


def test_a_file_that_waits_is_its_colleagues_own_and_taken_in_once(client, adviser):
    token = post(client, cv=cv(), received_on="").context["adminform"].form["kept"].value()
    post(client, kept=token)
    files.sweep(at=NOW + datetime.timedelta(hours=1))

    again = post(client, kept=token, first_name="Ola", email="", phone="")
    workspace.sign_in(client, "adviser")
    others = post(client, kept=token, first_name="Ola", email="", phone="")
    forged = post(client, kept="x", first_name="Ola", email="", phone="")

    assert [list(errors(response)) for response in (again, others, forged)] == [["cv"]] * 3
    assert Candidate.objects.count() == 1


def test_a_file_that_is_no_cv_is_refused_with_a_sentence(client, adviser):
    wrong = post(client, cv=SimpleUploadedFile("CV.pdf", b"MZ no pdf"))

    assert (list(errors(wrong)), Candidate.objects.count()) == (["cv"], 0)


# --- who is here already ---
@pytest.mark.parametrize(
    "known",
    [
        {"account__email": "kari@example.test"},
        {"account": False, "unconfirmed_email": "kari@example.test"},
        {"account": False, "phone": "+4722334455"},
        {"account": False, "first_name": "KARI", "last_name": "lundemo"},
    ],
)
def test_somebody_like_this_is_offered_and_gets_the_file(client, adviser, known):
    person = made.CandidateFactory(**known)

    asked = post(client, cv=cv())
    form = asked.context["adminform"].form
    before = (Candidate.objects.count(), Document.objects.count())
    post(client, kept=form["kept"].value(), same=str(person.pk))

    assert (list(form.errors), before) == (["same"], (1, 0))
    assert reverse("admin:candidates_candidate_change", args=[person.pk]) in asked.text
    assert (Candidate.objects.count(), Document.objects.get().candidate) == (1, person)
    assert Collection.objects.get(subject=person.subject).source_name == "Kurssenteret"


def test_another_of_the_same_name_is_somebody_new(client, adviser):
    made.CandidateFactory(account=False, first_name="Kari", last_name="Lundemo")

    post(client, cv=cv(), same="new")

    assert (Candidate.objects.count(), Document.objects.count()) == (2, 1)


def test_a_confirmed_address_is_one_persons_whatever_is_chosen(client, adviser):
    made.CandidateFactory(account__email="kari@example.test")

    response = client.post(reverse(ADD), KARI | {"same": "new", "cv": cv()}, follow=True)

    assert (Candidate.objects.count(), Document.objects.count()) == (1, 0)
    assert "is a candidate already" in response.text


def test_whoever_is_set_aside_is_not_offered(client, adviser):
    person = made.CandidateFactory(account=False, first_name="Kari", last_name="Lundemo")
    made.RestrictionFactory(subject=person.subject)

    asked = post(client, cv=cv(), email="")

    assert (asked.status_code, Candidate.objects.count()) == (302, 2)


# --- from a mail ---
def test_a_cv_that_came_with_a_mail_is_taken_in_from_there(client, adviser):
    case = made.InboxCaseFactory(channel="mail", name="Kari Lundemo", email="kari@example.test", received_at=NOW)
    attached = made.CaseFileFactory(case=case, content=pdf(), original_name="Min CV.pdf")
    name = str(attached.file)

    case_page = client.get(reverse("admin:privacy_inboxcase_change", args=[case.pk]))
    page = client.get(reverse(ADD), {"case_file": attached.pk})
    post(client, attached, collected_from="person", source_name="")
    files.sweep(at=NOW + datetime.timedelta(hours=1))

    initial = page.context["adminform"].form.initial
    assert f"?case_file={attached.pk}" in case_page.text
    assert (initial["first_name"], initial["email"], initial["received_on"]) == (
        "Kari",
        "kari@example.test",
        NOW.date(),
    )
    document = Document.objects.get()
    with document.file.open() as kept:
        assert (document.original_name, kept.read()) == ("Min CV.pdf", pdf())
    assert (CaseFile.objects.count(), document_storage().exists(name), InboxCase.objects.get().closed_at) == (
        0,
        False,
        None,
    )


BUTTON = '<button formaction="/admin/">Lagre</button><img src=x onerror=alert(1)>.pdf'  # in the colleague's own form


def test_the_name_a_stranger_gave_a_file_is_words_and_no_part_of_the_page(client, adviser):
    attached = made.CaseFileFactory(content=pdf(), original_name=BUTTON)

    came = client.get(reverse(ADD), {"case_file": attached.pk})
    waits = post(client, cv=cv(BUTTON.rpartition("/")[2]), received_on="")

    assert [("<button formaction" in page.text, "<img src=x" in page.text) for page in (came, waits)] == [
        (False, False)
    ] * 2
    assert f"{escape(BUTTON)}, from the e-mail, is taken in." in came.text
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf is here, and is taken in." in waits.text


def test_a_file_taken_in_meanwhile_is_not_taken_in_twice(client, adviser):
    attached = made.CaseFileFactory(content=pdf())
    who = {name: KARI[name] for name in ("first_name", "last_name", "email", "language")} | {"phone": ""}
    came = {
        "received_on": NOW.date(),
        "collected_from": "person",
        "source_name": "",
        "kept": "",
        "case_file": attached.pk,
    }
    intake.take_in(who=who, into=None, by=adviser, at=NOW, cv=cv(), **came)

    with pytest.raises(intake.FileIsGone):
        intake.take_in(who=who | {"email": ""}, into=None, by=adviser, at=NOW, cv=cv(), **came)

    assert (Candidate.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize("number", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_file_that_is_not_there_leaves_the_plain_page(client, adviser, number):
    page = client.get(reverse(ADD), {"case_file": number})

    assert (page.status_code, page.context["adminform"].form.attached) == (200, None)


def test_the_page_of_a_file_that_was_taken_in_says_whose_it_is_and_takes_nothing_in(client, adviser):
    attached = made.CaseFileFactory(content=pdf(), case__channel="mail")
    where = f"{reverse(ADD)}?case_file={attached.pk}&case={attached.case_id}"
    shown = (
        where.replace("&", "&amp;")
        in client.get(reverse("admin:privacy_inboxcase_change", args=[attached.case_id])).text
    )
    client.post(where, KARI)
    kari = Candidate.objects.get()

    page = client.get(where)
    again = client.post(where, KARI | {"first_name": "Ola", "email": "", "phone": ""})
    made.RestrictionFactory(subject=kari.subject)
    unseen = client.get(where)

    link = f'<a href="{kari.get_absolute_url()}">Kari Lundemo</a>'
    assert (shown, link in page.text, errors(again)) == (True, True, {"cv": [str(GONE)]})
    assert ("Lundemo" in unseen.text, str(GONE) in unseen.text) == (False, True)
    assert Candidate.objects.count() == 1
