import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext

from privacy.choices import Verb
from privacy.models import OutgoingMail, TrailEntry
from tests.accounts.logins import ask_for_code, enter_code, log_in_by_code, mailed_code, who

CODE_PAGE = "/konto/login/code/confirm/"
EXPIRED = "The code has expired: it is valid for 10 minutes. Ask for a new one."


def test_a_person_logs_in_with_the_mailed_code(client, person):
    asked = ask_for_code(client, person.email)
    answer = enter_code(client, mailed_code(person.email))

    assert asked.url == CODE_PAGE
    assert answer.status_code == 302
    assert who(client) == person.pk


def test_the_mail_is_a_row_of_the_person_whose_text_is_wiped(client, person):
    ask_for_code(client, person.email)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template, mail.activity.code) == (person.email, "account/email/login_code", "access_control")
    assert (mail.subject_id, mail.is_secret) == (person.subject_id, True)


def test_a_login_is_in_the_persons_trail(client, person):
    log_in_by_code(client, person)

    entry = TrailEntry.objects.get(verb=Verb.LOGGED_IN)
    assert (entry.subject_uuid, entry.actor_uuid, entry.role) == (person.subject_id, person.subject_id, "person")


def test_a_wrong_code_does_not_log_in(client, person):
    ask_for_code(client, person.email)

    answer = enter_code(client, "WRONG-1")

    assert answer.context["form"].errors == {
        "code": [gettext("The code is not right. Look at the newest e-mail or at your authenticator app.")]
    }
    assert who(client) is None


def test_a_code_works_once(client, client_elsewhere, person):
    ask_for_code(client, person.email)
    code = mailed_code(person.email)
    enter_code(client, code)
    client.post("/konto/logout/")
    ask_for_code(client, person.email)

    enter_code(client, code)

    assert who(client) is None


def test_a_code_works_only_in_the_browser_that_asked(client, client_elsewhere, person):
    ask_for_code(client, person.email)
    ask_for_code(client_elsewhere, "nobody@example.test")

    enter_code(client_elsewhere, mailed_code(person.email))

    assert who(client_elsewhere) is None


def test_an_expired_code_gets_a_sentence(client, person, settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        ask_for_code(client, person.email)
        code = mailed_code(person.email)
        clock.shift(601)

        answer = client.post(CODE_PAGE, {"code": code}, follow=True)

    assert who(client) is None
    assert [str(message) for message in answer.context["messages"]] == [EXPIRED]


def test_a_code_entered_after_the_login_was_forgotten_gets_a_sentence(client, person, settings):
    settings.LANGUAGE_CODE = "en"

    answer = client.post(CODE_PAGE, {"code": "ABCDEF"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [EXPIRED]


def page(response):
    """What a stranger can tell two answers apart by, without what every answer draws anew."""
    return response.status_code, response.get("Location"), sorted(response.headers), response.content


@pytest.mark.asvs("AUT-05")
def test_an_unknown_address_gets_the_same_answer(client, client_elsewhere, person):
    known, unknown = ask_for_code(client, person.email), ask_for_code(client_elsewhere, "kira@example.test")

    assert page(known) == page(unknown)
    shown = client.get(CODE_PAGE).content.decode().replace(person.email, "X")
    assert len(shown) == len(client_elsewhere.get(CODE_PAGE).content.decode().replace("kira@example.test", "X"))


def test_an_unknown_address_gets_a_mail_that_says_so(client, person):
    ask_for_code(client, "nobody@example.test")

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template, mail.subject_id) == (
        "nobody@example.test",
        "account/email/unknown_account",
        None,
    )
    assert "nobody@example.test" in mail.body_text


def test_a_look_alike_address_is_nobodys(client, person):
    # PostgreSQL's UPPER makes a dotless i an I: the stranger's mail would count as the person's.
    ask_for_code(client, person.email.replace("i", "\u0131"))

    mail = OutgoingMail.objects.get()
    assert (mail.template, mail.subject_id) == ("account/email/unknown_account", None)


@pytest.mark.parametrize(
    ("path", "field"),
    [("/konto/login/code/", "email"), ("/konto/password/reset/", "email"), ("/konto/login/", "login")],
)
def test_an_address_longer_than_any_mailbox_is_refused(client, db, path, field):
    response = client.post(path, {field: f"{'a' * 300}@example.test"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])


def test_the_address_table_is_the_truth_not_the_account(client, person):
    person.email = "old@example.test"
    person.save()

    ask_for_code(client, "kari@example.test")

    assert OutgoingMail.objects.get().template == "account/email/login_code"


def test_an_unverified_address_opens_nothing(client, person):
    EmailAddress.objects.filter(user=person).update(verified=False)

    ask_for_code(client, person.email)

    assert who(client) is None


def test_a_closed_account_gets_no_code(client, person):
    person.is_active = False
    person.save()

    ask_for_code(client, person.email)

    assert OutgoingMail.objects.get().template == "account/email/unknown_account"


@pytest.mark.parametrize("path", ["/konto/signup/", "/konto/email/", "/konto/password/set/"])
def test_pages_that_would_make_or_change_an_account_are_closed(client, person, path):
    anonymous = client.get(path)
    log_in_by_code(client, person)

    assert (anonymous.status_code, client.get(path).status_code, client.post(path).status_code) == (404, 404, 404)


def test_a_person_is_offered_no_password(client, person):
    client.post("/konto/password/reset/", {"email": person.email})

    mail = OutgoingMail.objects.get()
    assert mail.template == "account/email/no_password"
    assert "/konto/password/reset/key/" not in mail.body_text


@pytest.mark.asvs("AUT-06")
def test_the_session_number_changes_at_login(client, person):
    ask_for_code(client, person.email)
    before = client.session.session_key

    enter_code(client, mailed_code(person.email))

    assert client.session.session_key != before


def test_a_person_has_no_way_into_the_workspace(client, person):
    log_in_by_code(client, person)

    assert client.get("/admin/", follow=True).status_code == 403


def test_the_workspace_leads_to_the_one_login(client, db):
    answer = client.get("/admin/login/?next=/admin/candidates/")

    assert answer.url == reverse("account_login") + "?next=/admin/candidates/"
