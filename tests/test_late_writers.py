"""The purge stands still in the middle of one person, and that person, or somebody at work, presses a button.

Each of them waits, and then reads that it was too late: never a failure, never a yes that is not true. `PROVE=1` presses each
button at both moments.
"""

import os
import re
from collections.abc import Iterable
from hashlib import sha256
from html import unescape
from itertools import cycle, product
from typing import Any

import pytest
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, expect

from candidates.models import Application, Candidate, Document
from candidates.views.drafts import REFUSALS
from privacy.actions.subjects import PersonIsGone
from privacy.models import ConsentEvent, Erasure, Hold, InboxCase, OutgoingMail, Subject
from tests.accounts.logins import ask_for_code
from tests.candidates.views.test_applying import form as application_form
from tests.privacy.race_world import CV, NIGHT, World, make_staff
from tests.privacy.races import purged
from tests.turns import Point, Turns
from tests.workspace import colleague, log_in, sign_in_browser

HEADINGS = {"nb": "Dette er allerede slettet", "en": "This is already deleted"}
MOMENTS = [(Point.DELETED, "nb"), (Point.COMMITTING, "en")]


def each_at_a_moment(those: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The moments in turn."""
    if os.environ.get("PROVE"):
        return [(each, *moment) for each, moment in product(those, MOMENTS)]
    return [(each, *moment) for each, moment in zip(those, cycle(MOMENTS), strict=False)]


pytestmark = pytest.mark.usefixtures("transactional_db", "approved_periods")


@pytest.fixture
def world(approved_periods, time_machine):
    time_machine.move_to(NIGHT)
    return World(make_staff())


def browser_of(user, language: str) -> Client:
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    client.cookies["django_language"] = language
    if user:
        log_in(client, user)
    return client


def while_the_purge_stands(world, moment: Point, ask):
    """What somebody gets who asked while the purge stood there; the purge goes on once they wait."""
    with Turns(2) as turns:
        purge, late = turns.players
        purge.begin(lambda: purged(world), to=Point.DELETED)
        if moment is not Point.DELETED:
            purge.go(moment)
        assert purge.at is moment
        late.begin(ask, to=Point.END)
        had_to_wait = late.is_waiting
        purge.finish()
    assert late.error is None
    assert not world.left()
    return late.result, had_to_wait


def words(response) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("vitnemål.pdf", CV, "application/pdf")


# --- The person ---------------------------------------------------------------------------------
OWN = {
    "give_consent": dict,
    "my_profile": lambda: {"first_name": "Kari", "last_name": "Nordmann", "phone": "22334455", "language": "nb"},
    "my_documents": lambda: {"kind": "certificate", "file": document()},
    "new_alert": lambda: {"q": "lege", "frequency": "daily", "has_agreed": "on"},
    "withdraw_application": dict,
    "remove_document": dict,
}


def own_address(world, name: str) -> str:
    rows = {"withdraw_application": Application, "remove_document": Document}
    return reverse(name, args=[rows[name].objects.get().pk] if name in rows else [])


@pytest.mark.parametrize(("name", "moment", "language"), each_at_a_moment(OWN))
def test_a_button_of_my_page_that_comes_too_late_says_so(world, name, moment, language):
    client, address = browser_of(world.user, language), own_address(world, name)

    response, had_to_wait = while_the_purge_stands(world, moment, lambda: client.post(address, OWN[name]()))

    assert had_to_wait
    assert (response.status_code, HEADINGS[language] in words(response)) == (410, True)
    assert client.get(reverse("min_side")).status_code == 302  # logged out
    assert (ConsentEvent.objects.count(), Document.objects.count(), world.stray_files()) == (0, 0, set())


@pytest.mark.parametrize(("moment", "language"), MOMENTS)
def test_an_application_that_comes_too_late_is_somebody_news(world, moment, language):
    client, ad = browser_of(world.user, language), world.staff.ad
    typed = application_form(message="Skrevet mens det gamle ble slettet.")

    response, had_to_wait = while_the_purge_stands(
        world, moment, lambda: client.post(f"/stillinger/{ad.slug}/sok/", typed, follow=True)
    )

    application = Application.objects.get()
    assert had_to_wait
    assert (response.status_code, application.message) == (200, "Skrevet mens det gamle ble slettet.")
    assert (application.confirmed_at, application.candidate.unconfirmed_email) == (None, world.user.email)
    assert application.candidate.subject_id != world.person.pk
    with translation.override(language):
        said = translation.gettext(
            "What we had stored about you was deleted while you wrote. We have received this as from somebody new."
        )
    assert said in words(response)
    assert OutgoingMail.objects.filter(subject=application.candidate.subject, to=world.user.email).count() == 1


@pytest.mark.parametrize(("moment", "language"), MOMENTS)
def test_a_draft_that_comes_too_late_stands_in_the_form_to_be_sent_as_somebody_new(world, moment, language):
    client, ad = browser_of(world.user, language), world.staff.ad
    typed = application_form(message="Skrevet mens det gamle ble slettet.", save="1")

    response, had_to_wait = while_the_purge_stands(
        world, moment, lambda: client.post(f"/stillinger/{ad.slug}/sok/", typed)
    )

    assert (had_to_wait, response.status_code) == (True, 200)
    with translation.override(language):
        assert str(REFUSALS[PersonIsGone]) in words(response)
    form = response.context["form"]
    assert form["message"].value() == "Skrevet mens det gamle ble slettet."
    assert (form["email"].value(), form.fields["email"].disabled, form.may_save) == (world.user.email, False, False)
    assert [each.name for each in form.aside] == [typed["cv"].name]
    again = typed | {"email": form["email"].value(), "kept": [each.token for each in form.aside]}
    del again["cv"], again["save"]
    assert (Candidate.objects.count(), client.get(reverse("min_side")).status_code) == (0, 302)
    assert client.post(f"/stillinger/{ad.slug}/sok/", again).status_code == 302
    assert Application.objects.get().message == "Skrevet mens det gamle ble slettet."


@pytest.mark.parametrize(("moment", "language"), MOMENTS)
def test_a_question_that_comes_too_late_is_somebody_news(world, moment, language):
    client = browser_of(world.user, language)
    typed = {"name": "Kari", "email": world.user.email, "message": "Hva har dere om meg?", "kind": "privacy"}

    response, had_to_wait = while_the_purge_stands(
        world, moment, lambda: client.post(reverse("contact"), typed, follow=True)
    )

    case = InboxCase.objects.get()
    assert (had_to_wait, response.status_code, case.number in words(response)) == (True, 200, True)
    assert case.subject_id != world.person.pk


@pytest.mark.parametrize(("moment", "language"), MOMENTS)
def test_a_link_in_a_mail_that_is_followed_too_late_says_so(world, moment, language):
    Candidate.objects.update(unconfirmed_email="kari.ny@example.test")
    Application.objects.update(confirmed_at=None)
    link = world.confirm_link(submitted_at=NIGHT)
    client = browser_of(None, language)

    response, had_to_wait = while_the_purge_stands(world, moment, lambda: client.post(link))

    assert had_to_wait
    assert (response.status_code, HEADINGS[language] in words(response)) == (410, True)


def test_a_login_code_asked_for_too_late_tells_nobody_anything(world):
    client = browser_of(None, "nb")

    response, _ = while_the_purge_stands(world, Point.DELETED, lambda: ask_for_code(client, world.user.email))

    assert response.status_code == 302
    assert not OutgoingMail.objects.filter(to=world.user.email).exists()


# --- Those at work ------------------------------------------------------------------------------
def desk_address(row, page: str, **names: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk, *names.values()])


def moved(world):
    return desk_address(Application.objects.get(), "step", step="to-screening"), {}


def moved_with_others(world):
    chosen = {"_selected_action": [str(Application.objects.get().pk)], "action": "to-screening", "confirmed": "yes"}
    return reverse("admin:candidates_application_changelist"), chosen | {"index": "0"}


def rejected(world):
    return desk_address(Application.objects.get(), "step", step="reject"), {"reason": "Besatt."}


def assigned(world):
    return desk_address(world.candidate, "step", step="assign"), {"adviser": str(world.staff.officer.pk)}


def corrected(world):
    typed = {"first_name": "Kari", "last_name": "Ny", "phone": "+4722334455", "language": "nb"}
    return desk_address(world.candidate, "change"), typed


def added(world):
    typed = {"candidate": str(world.candidate.pk), "job_order": str(world.staff.ad.order_id)}
    return reverse("admin:candidates_application_add"), typed


def written_to(world):
    typed = {"order": str(world.staff.ad.order_id), "subject_line": "En stilling", "text": "Les om den."}
    seen = sha256(repr(sorted((typed | {"order": world.staff.ad.order}).items(), key=str)).encode()).hexdigest()
    return desk_address(world.candidate, "step", step="write"), typed | {"seen": seen}


def erased(world):
    return desk_address(world.candidate, "step", step="erase"), {}


def held(world):
    typed = {"subject": str(world.person.pk), "reason": "legal_claim", "explanation": "Krav.", "ends_on": "2027-05-01"}
    return reverse("admin:privacy_hold_add"), typed


AT_WORK = [moved, moved_with_others, rejected, assigned, corrected, added, written_to, erased, held]


def faults_of(response) -> list[str]:
    """Above the page one is led to; or of the form, with all that was typed, where something was added."""
    said = [*messages.get_messages(response.wsgi_request)] or [*response.context["messages"]]
    form = response.context.get("adminform")
    above = [str(each) for each in said if each.level >= messages.WARNING]
    return above + [str(each) for each in (form.form.non_field_errors() if form and form.form.is_bound else ())]


@pytest.mark.parametrize(("what", "moment", "language"), each_at_a_moment(AT_WORK))
def test_a_button_at_work_that_comes_too_late_says_so(world, what, moment, language):
    client = browser_of(colleague("adviser", "privacy"), language)
    address, typed = what(world)

    response, had_to_wait = while_the_purge_stands(world, moment, lambda: client.post(address, typed, follow=True))

    with translation.override(language):
        gone = translation.gettext("This person's data were erased meanwhile.")
        faults = faults_of(response)
    assert had_to_wait
    assert (response.status_code, [each.endswith(gone) for each in faults]) == (200, [True])
    assert (Hold.objects.count(), Erasure.objects.count(), Subject.objects.filter(pk=world.person.pk).count()) == (
        0,
        1,
        0,
    )


# --- In a real browser --------------------------------------------------------------------------
def press_while_the_purge_stands(world, button: Locator) -> None:
    with Turns(1) as turns:
        purge = turns.players[0]
        purge.begin(lambda: purged(world), to=Point.DELETED)
        button.click(no_wait_after=True)
        turns.wait_until_waited_for(purge)
        purge.finish()


def test_the_page_a_person_reads_who_came_too_late(world, browser_page):
    sign_in_browser(browser_page, world.user)
    browser_page.goto(reverse("my_profile"))
    browser_page.get_by_label("Fornavn").fill("Ny")

    press_while_the_purge_stands(world, browser_page.locator("main form button"))

    expect(browser_page.get_by_role("heading", level=1)).to_have_text(HEADINGS["nb"])
    expect(browser_page.get_by_role("link", name="Logg inn")).to_be_visible()


def test_the_page_an_adviser_reads_who_came_too_late(world, browser_page):
    sign_in_browser(browser_page, colleague("adviser"))
    browser_page.goto(desk_address(world.candidate, "change"))
    browser_page.get_by_label("Fornavn").fill("Ny")

    press_while_the_purge_stands(world, browser_page.get_by_role("button", name="Lagre"))

    expect(browser_page.locator(".messagelist li")).to_have_text(
        "Opplysningene om denne personen er slettet i mellomtiden."
    )
