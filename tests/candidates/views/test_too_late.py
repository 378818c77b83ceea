"""An application that comes when the ad is closed: nothing is received by itself, and nothing that was typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from candidates.actions import applications
from candidates.models import Application, ApplicationDraft, Lead
from clients.models import JobAd
from privacy.models import OutgoingMail
from privacy.views import limits
from tests.candidates.leads import taken_in
from tests.candidates.views.test_applying import UNTICKED, address, form
from tests.candidates.views.test_lead_answer import address as lead_address
from tests.factories import CampaignFactory, CandidateFactory, JobAdFactory, ScreeningQuestionFactory
from tests.workspace import log_in

pytestmark = pytest.mark.usefixtures("strict_templates")
SAID = {
    "nb": "«Sykepleier» tar ikke imot søknader lenger, så denne ble ikke mottatt. Alt du skrev, står nedenfor",
    "en": "“Sykepleier” takes no applications any more, so this one was not received. Everything you wrote stands below",
}
MOVED = {
    "nb": "Svarene dine på spørsmålene til stillingen står til slutt i meldingen din.",
    "en": "Your answers to the questions of the position stand at the end of your message.",
}
TO_REGISTER = 'data-form="apply" action="/registrer/"'


@pytest.fixture
def ad(db, approved_periods):
    return JobAdFactory(title="Sykepleier")


def close():
    JobAd.objects.update(closed_at=timezone.now())


def closed_in_between(monkeypatch):
    """Open when it is looked at, closed when it is locked."""
    submit = applications.submit

    def later(**given):
        close()
        return submit(**given)

    monkeypatch.setattr(applications, "submit", later)


def typed_again(response) -> dict:
    """What a browser sends when the button is pressed on the page it was answered with."""
    shown = response.context["form"]
    values = {field.name: field.value() for field in shown if field.name not in ("cv", "resume")}
    sent = {name: value for name, value in values.items() if value not in (None, "", False, [])}
    return sent | {"kept": [each.token for each in shown.aside]}


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("button", ["", "preview", "back", "save", "fill"])
def test_all_that_was_typed_stands_in_a_registration_and_nothing_is_received(ad, language, button):
    browser = Client(headers={"cookie": f"django_language={language}"})
    close()

    response = browser.post(address(ad), form(sharing_scope="ask_first") | ({button: "1"} if button else {}))

    shown = response.context["form"]
    assertContains(response, SAID[language], status_code=410)
    assertContains(response, TO_REGISTER, status_code=410)
    assertNotContains(response, MOVED[language], status_code=410)
    assert {
        name: shown[name].value() for name in ("first_name", "email", "message", "keep_scope", "sharing_scope")
    } == {
        "first_name": "Kari",
        "email": "kari@example.test",
        "message": "Jeg vil gjerne jobbe hos dere.",
        "keep_scope": None,  # “only for this position” does not exist there
        "sharing_scope": "ask_first",
    }
    assert ([each.name for each in shown.aside], shown.errors) == (["Min CV.pdf"], {})
    assert (Application.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_the_registration_is_received_when_the_person_sends_it(client, ad):
    close()

    late = client.post(address(ad), form(keep_scope="candidate_base"))
    client.post(late.context["to"], typed_again(late))

    received = Application.objects.get()
    assert (received.origin, received.job_ad, received.message) == (
        "registered",
        None,
        "Jeg vil gjerne jobbe hos dere.",
    )
    assert [document.original_name for document in received.documents.all()] == ["Min CV.pdf"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_one_that_closes_in_the_moment_it_is_sent_is_answered_the_same(ad, monkeypatch, language):
    browser = Client(headers={"cookie": f"django_language={language}"})
    closed_in_between(monkeypatch)

    response = browser.post(address(ad), form())

    assertContains(response, SAID[language], status_code=410)
    assertContains(response, TO_REGISTER, status_code=410)
    assert [each.name for each in response.context["form"].aside] == ["Min CV.pdf"]
    assert Application.objects.count() == 0


@pytest.mark.parametrize("language", ["nb", "en"])
def test_answers_in_own_words_stand_below_the_message_and_choices_are_left_out(ad, language):
    why = ScreeningQuestionFactory(ad=ad, text="Hvorfor hos oss?", kind="text")
    ended = ScreeningQuestionFactory(
        ad=ad, text="Noe mer?", kind="text", ended_at=timezone.now(), ended_by=ad.order.adviser
    )
    drives = ScreeningQuestionFactory(ad=ad, text="Førerkort?")
    elsewhere = ScreeningQuestionFactory(text="En annen?", kind="text")
    answers = {why: "Kort vei.", ended: "Nei <b>.", drives: "yes", elsewhere: "Dette hører ikke hit."}
    browser = Client(headers={"cookie": f"django_language={language}"})
    close()

    response = browser.post(address(ad), form(**{f"question_{each.pk}": words for each, words in answers.items()}))

    assertContains(response, MOVED[language], status_code=410)
    assert response.context["form"]["message"].value() == (
        "Jeg vil gjerne jobbe hos dere.\n\nHvorfor hos oss?\nKort vei.\n\nNoe mer?\nNei <b>."
    )


def test_what_is_wrong_is_said_and_what_is_missing_is_not(client, ad):
    close()

    response = client.post(
        address(ad), form(phone="1234", last_name="", cv=SimpleUploadedFile("cv.exe", b"MZ")) | UNTICKED
    )

    shown = response.context["form"]
    assert (response.status_code, set(shown.errors)) == (410, {"phone", "cv"})
    assert (shown["phone"].value(), shown.aside) == ("1234", [])


def test_who_is_logged_in_keeps_what_was_ticked_and_may_save_it(client, ad):
    own = CandidateFactory(account__email="ola@example.test")
    log_in(client, own.subject.user)
    close()

    late = client.post(address(ad), form(email="en.annen@example.test"))
    client.post(late.context["to"], typed_again(late) | {"save": "1"})

    assert late.context["form"]["email"].value() == "ola@example.test"
    assert ApplicationDraft.objects.get().job_ad is None
    assert Application.objects.count() == 0


@pytest.mark.asvs("INP-09", "UPL-16")
def test_after_too_many_the_words_stay_and_no_file_is_opened(client, ad):
    why = ScreeningQuestionFactory(ad=ad, text="Hvorfor hos oss?", kind="text")
    first = client.post(address(ad), form())
    limits.spend(first.wsgi_request, "tries", weight=119)
    close()

    response = client.post(address(ad), form(**{f"question_{why.pk}": "Kort vei."}))

    assertContains(response, SAID["nb"], status_code=429)
    assertContains(response, TO_REGISTER, status_code=429)
    assert response.context["form"]["message"].value().endswith("Hvorfor hos oss?\nKort vei.")
    assert response.context["form"].aside == []


def test_looking_at_a_closed_ad_is_as_it_was(client, ad):
    close()

    response = client.get(address(ad))

    assert (response.status_code, "form" in response.context) == (410, False)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_lead_whose_position_closes_in_that_moment_registers_by_the_same_link(ad, now, monkeypatch, language):
    lead = taken_in(CampaignFactory(job_ad=ad))
    browser = Client(headers={"cookie": f"django_language={language}"})
    closed_in_between(monkeypatch)

    late = browser.post(lead_address(lead), form(keep_scope="candidate_base"))
    waiting = (Lead.objects.count(), Application.objects.count())
    browser.post(late.context["to"], typed_again(late))

    assertContains(late, SAID[language], status_code=410)
    assert (late.context["to"], waiting) == (lead_address(lead), (1, 0))
    received = Application.objects.get()
    assert (received.origin, received.job_ad, received.candidate.subject.user.email) == (
        "lead",
        None,
        "ola@example.test",
    )
    assert [document.original_name for document in received.documents.all()] == ["Min CV.pdf"]
