import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from candidates import emails
from candidates.models import Application, Candidate
from privacy.models import Notice, OutgoingMail
from privacy.views import limits
from tests.candidates.sent import pdf
from tests.factories import CandidateFactory, JobAdFactory, NoticeFactory
from tests.workspace import log_in

UNTICKED = {"sharing_acknowledged": "", "terms_accepted": ""}


@pytest.fixture
def english():
    return Client(headers={"cookie": "django_language=en"})


@pytest.fixture
def ad(db, approved_periods):
    return JobAdFactory(title="Sykepleier")


def address(ad):
    return f"/stillinger/{ad.slug}/sok/"


def form(**values):
    """Exactly the fields of the contract, as a browser sends them."""
    return {
        "first_name": "Kari",
        "last_name": "Nordmann",
        "email": "kari@example.test",
        "phone": "22 33 44 55",
        "cv": pdf(),
        "message": "Jeg vil gjerne jobbe hos dere.",
        "sharing_acknowledged": "on",
        "terms_accepted": "on",
        "sharing_scope": "this_position",
        "keep_scope": "this_position",
        "notice_version": "2",
    } | values


def faults(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_an_application_keeps_the_choices_and_the_notice_that_was_shown(client, ad, strict_templates):
    response = client.post(address(ad), form(keep_scope="candidate_base", sharing_scope="ask_first"), follow=True)

    application = Application.objects.get()
    assert response.status_code == 200
    assert (application.job_ad, application.origin, application.notice.version) == (ad, "applied", 2)
    assert (application.keep_scope, application.sharing_scope) == ("candidate_base", "ask_first")
    assert (application.terms.version, application.sharing_notice.kind) == (1, "sharing")
    assert (application.candidate.phone, application.candidate.unconfirmed_email) == (
        "+4722334455",
        "kari@example.test",
    )
    assert [document.kind for document in application.documents.all()] == ["cv"]


def test_the_notice_on_the_screen_is_the_one_stored_when_a_newer_comes(client, ad):
    shown = client.get(address(ad)).context["form"]["notice_version"].value()
    NoticeFactory(kind="statement", version=3, in_force_from=timezone.localdate())

    client.post(address(ad), form(notice_version=shown))

    assert Application.objects.get().notice.version == 2


@pytest.mark.parametrize("version", ["99", "x", "", "4"])
def test_a_notice_nobody_was_shown_is_refused_with_a_sentence(english, ad, version):
    NoticeFactory(kind="statement", version=4, in_force_from=timezone.localdate() + datetime.timedelta(days=1))

    response = english.post(address(ad), form(notice_version=version))

    assertContains(response, "The privacy statement has changed since you opened the form.")
    assertContains(response, 'name="notice_version" value="2"')
    assert Application.objects.count() == 0


@pytest.mark.promise("P1")
def test_nothing_is_chosen_beforehand(client, ad):
    shown = client.get(address(ad)).context["form"]

    values = {
        name: shown[name].value() for name in ("sharing_acknowledged", "terms_accepted", "keep_scope", "sharing_scope")
    }
    assert values == {
        "sharing_acknowledged": None,
        "terms_accepted": None,
        "keep_scope": None,
        "sharing_scope": "this_position",
    }


def test_what_is_missing_is_said_and_what_was_typed_stays(english, ad):
    response = english.post(address(ad), form(first_name="", keep_scope="", message="Les dette") | UNTICKED)

    assert set(faults(response)) == {"first_name", "keep_scope", "sharing_acknowledged", "terms_accepted"}
    assertContains(response, 'role="alert"')
    assertContains(response, "Les dette")
    assertContains(response, 'value="kari@example.test"')
    assertContains(response, "Min CV.pdf (")
    assert Application.objects.count() == 0


@pytest.mark.parametrize("scope", ["ask_first", "without_asking"])
def test_contradictory_scopes_are_explained(english, ad, scope):
    response = english.post(address(ad), form(keep_scope="this_position", sharing_scope=scope))

    assertContains(response, "You asked us to keep the application for this position only")
    assert list(faults(response)) == ["keep_scope"]
    assert Application.objects.count() == 0


@pytest.mark.asvs("AUT-10")
def test_unknown_fields_change_nothing(client, ad):
    client.post(address(ad), form(stage="placed", candidate="1", is_staff="on", national_id="1", gender="f"))

    application = Application.objects.get()
    assert (application.stage, application.candidate.first_name) == ("new", "Kari")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.pdf", b"no pdf"),
        ("cv.exe", b"MZ"),
        ("cv.pdf", b""),
        ("cv.docx", b"PK\x03\x04junk"),
        ("cv.pdf", b"%PDF-1.7 junk"),
    ],
)
def test_a_bad_file_is_refused_in_words(english, ad, name, content):
    response = english.post(address(ad), form(cv=SimpleUploadedFile(name, content)))

    assert list(faults(response)) == ["cv"]
    assert faults(response)["cv"][0].endswith(".")
    assert Application.objects.count() == 0


def test_six_million_bytes_are_too_many(english, ad):
    response = english.post(address(ad), form(cv=SimpleUploadedFile("cv.pdf", b"%PDF-1.7" + b" " * 6_000_000)))

    assert faults(response) == {"cv": ["The file is too large. A file may be at most 5 MB."]}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("22334455", "+4722334455"), ("+46 8 123 456 78", "+46812345678"), ("0047 22 33 44 55", "+4722334455"), ("", "")],
)
def test_telephone_numbers_are_kept_in_one_form(client, ad, typed, kept):
    client.post(address(ad), form(phone=typed))

    assert Candidate.objects.get().phone == kept


def test_a_number_nobody_has_is_refused(english, ad):
    assert list(faults(english.post(address(ad), form(phone="1234")))) == ["phone"]


@pytest.mark.asvs("INP-08")
def test_the_same_twice_is_one_application_and_the_same_receipt(client, ad):
    first = client.post(address(ad), form(cv=pdf()), follow=True)
    second = client.post(address(ad), form(cv=pdf()), follow=True)

    assert Application.objects.count() == OutgoingMail.objects.count() == 1
    assert first.context["application"] == second.context["application"]


def test_the_receipt_says_until_when_and_its_address_nothing(english, ad):
    response = english.post(address(ad), form(keep_scope="candidate_base"))
    receipt = english.get(response.url)

    assert not any(word in response.url.lower() for word in ("kari", "nordmann", "example", "22334455"))
    assertContains(receipt, "it is deleted by itself on")
    assertContains(receipt, str(timezone.localdate().year + 2))
    assertContains(receipt, "we have sent you an e-mail with a link")
    assert receipt["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize("token", ["", "?for=", "?for=abc", "?for=eyJhIjoxfQ:1:2"])
def test_a_receipt_nobody_was_given_is_over(db, client, token):
    assert client.get(f"/soknad/kvittering/{token}").status_code == 410


@pytest.mark.asvs("INP-09")
def test_who_fills_in_the_trap_is_told_and_nothing_is_stored(english, ad):
    response = english.post(address(ad), form(homepage="https://spam.test"))

    assertContains(response, "A field that must stay empty was filled in.")
    assert Application.objects.count() == 0


@pytest.mark.asvs("INP-09", "UPL-16")
def test_the_twenty_first_application_of_an_hour_waits(client, ad):
    first = client.post(address(ad), form())
    limits.spend(first.wsgi_request, "applications", weight=18)  # as eighteen more would

    sent = [client.post(address(ad), form(message=str(number), cv=pdf())).status_code for number in range(2)]

    assert (first.status_code, *sent) == (302, 302, 429)
    assert Application.objects.count() == 2


@pytest.mark.asvs("INP-09")
def test_a_form_that_comes_back_at_once_weighs_double(client, ad, now):
    mark = client.get(address(ad)).context["form"]["started"].value()

    first = client.post(address(ad), form(started=mark))
    limits.spend(first.wsgi_request, "applications", weight=16)  # as eight more would
    sent = [client.post(address(ad), form(message=str(n), cv=pdf(), started=mark)).status_code for n in range(2)]

    assert (first.status_code, *sent) == (302, 302, 429)


def test_a_closed_position_takes_no_application(client, ad):
    type(ad).objects.update(closed_at=timezone.now())

    assert (client.get(address(ad)).status_code, client.post(address(ad), form()).status_code) == (410, 410)
    assert Application.objects.count() == 0


def test_registering_needs_no_position_and_stays_in_the_base(english, db, approved_periods, strict_templates):
    refused = english.post("/registrer/", form(keep_scope="this_position"))
    taken = english.post("/registrer/", form(keep_scope="candidate_base"), follow=True)

    application = Application.objects.get()
    assert faults(refused)["keep_scope"] == [
        "A registration is for no one position, so it can only be kept in the candidate base."
    ]
    assert (application.origin, application.job_ad, application.keep_scope) == ("registered", None, "candidate_base")
    assertContains(taken, "We have your registration")


def test_who_is_logged_in_sends_with_the_own_address(client, ad):
    own = CandidateFactory(first_name="Ola", last_name="Hansen", account__email="ola@example.test")
    log_in(client, own.subject.user)

    shown = client.get(address(ad)).context["form"]
    client.post(address(ad), form(email="someone.else@example.test", first_name="Ola"))

    assert [shown[name].value() for name in ("first_name", "email")] == ["Ola", "ola@example.test"]
    application = Application.objects.get()
    assert (application.candidate, application.confirmed_at is None) == (own, False)


def test_the_link_is_confirmed_by_a_button_not_by_a_look(client, ad, strict_templates):
    client.post(address(ad), form())
    application = Application.objects.get()
    link = f"/soknad/bekreft/{emails.confirm_token(application)}/"

    looked = client.get(link)
    application.refresh_from_db()
    before = application.confirmed_at
    pressed = client.post(link)
    application.refresh_from_db()

    assert (looked.status_code, before, pressed.status_code) == (200, None, 200)
    assert application.confirmed_at is not None
    assert client.post(link).status_code == 200


def test_a_link_that_is_unknown_or_over_says_so(client, ad, now, time_machine):
    client.post(address(ad), form())
    token = emails.confirm_token(Application.objects.get())
    time_machine.shift(datetime.timedelta(days=15))

    assert client.post("/soknad/bekreft/abc/").status_code == 404
    assert client.post(f"/soknad/bekreft/{token}/").status_code == 410


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_however_many_notices(client, ad, django_assert_num_queries, number):
    NoticeFactory.create_batch(number)
    assert Notice.objects.count() == number + 6

    with django_assert_num_queries(7):
        client.get(address(ad))


def test_an_address_longer_than_any_mailbox_is_refused(client, ad):
    response = client.post(address(ad), form(email=f"{'a' * 300}@example.test"))

    assert list(faults(response)) == ["email"]
