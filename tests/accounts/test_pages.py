"""Every page of the login: works under script-src 'self' and style-src 'self', and says it in whole sentences."""

import re

import pytest
from django.urls import reverse

from fremrykk.accounts.emails import ACTIVITY, Message
from privacy.actions import mails

OPEN = ["account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
        "account_inactive", "account_reset_password_from_key_done"]  # fmt: skip
INSIDE = ["account", "account_logout", "account_change_password", "mfa_index", "mfa_list_webauthn",
          "usersessions_list", "account_reauthenticate", "mfa_reauthenticate"]  # fmt: skip
AFTER_CONFIRMING = ["mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
INLINE = re.compile(r"""<script(?![^>]*\ssrc=)(?![^>]*type="application/json")|<style|\sstyle=|\son[a-z]+=""")


def inline(response) -> list[str]:
    """What the policy would block."""
    return INLINE.findall(response.content.decode())


@pytest.mark.parametrize("html", ["<script>x</script>", "<style>", '<p style="x">', '<a onclick="x">'])
def test_the_search_for_inline_code_finds_it(html):
    assert INLINE.search(html)


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_hold_no_inline_code(client, db, name):
    answer = client.get(reverse(name))

    assert (answer.status_code, inline(answer)) == (200, [])


@pytest.mark.parametrize("name", INSIDE)
def test_inner_pages_hold_no_inline_code(workspace, name):
    answer = workspace.get(reverse(name))

    assert (answer.status_code, inline(answer)) == (200, [])


@pytest.mark.parametrize("name", AFTER_CONFIRMING)
def test_pages_behind_a_confirmation_hold_no_inline_code(workspace, logins, name):
    workspace.post("/konto/reauthenticate/", {"password": logins.PASSWORD})

    answer = workspace.get(reverse(name))

    assert (answer.status_code, inline(answer)) == (200, [])


def test_the_second_factor_page_holds_no_inline_code(client, logins, adviser):
    logins.enter_password(client, adviser.email)

    answer = client.get("/konto/2fa/authenticate/")

    assert (answer.status_code, inline(answer)) == (200, [])


def test_the_code_page_holds_no_inline_code(client, logins, person):
    logins.ask_for_code(client, person.email)

    answer = client.get("/konto/login/code/confirm/")

    assert (answer.status_code, inline(answer)) == (200, [])


def test_the_authenticator_page_shows_its_picture_from_the_page_itself(client, logins, beginner):
    logins.enter_password(client, beginner.email)
    client.post("/konto/reauthenticate/", {"password": logins.PASSWORD})

    answer = client.get("/konto/2fa/totp/activate/")

    assert inline(answer) == []
    assert answer.content.decode().count('<img src="data:image/svg+xml;base64,') == 1


@pytest.mark.django_db(transaction=True)
def test_recovery_codes_are_shown_after_setting_up(client, logins, beginner):
    logins.enter_password(client, beginner.email)
    client.post("/konto/reauthenticate/", {"password": logins.PASSWORD})
    secret = client.get("/konto/2fa/totp/activate/").context["form"].secret

    answer = client.post("/konto/2fa/totp/activate/", {"code": logins.totp(secret)}, follow=True)

    assert answer.redirect_chain == [("/konto/2fa/recovery-codes/", 302)]
    assert len(answer.context["unused_codes"]) == 10
    assert inline(answer) == []


MAILS = [
    "account/email/invitation",
    "account/email/login_code",
    "account/email/confirmation_code",
    "account/email/unknown_account",
    "account/email/staff_login",
    "account/email/no_password",
    "account/email/password_reset_key",
    "account/email/password_changed",
    "account/email/password_set",
    "account/email/password_reset",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/recovery_codes_generated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
]


@pytest.mark.parametrize("template", MAILS)
def test_every_account_mail_has_a_subject_line_and_a_text(logins, person, template):
    context = {"code": "ABC123", "email": person.email, "password_reset_url": "https://x/", "ip": "::1",
               "user_agent": "Firefox", "timestamp": person.joined_at}  # fmt: skip

    mail = mails.queue(
        Message(template, activity=ACTIVITY, context=context), to=person.email, subject_id=person.subject_id,
        language="en", at=person.joined_at,
    )  # fmt: skip

    assert 8 < len(mail.subject_line) < 70
    assert mail.body_text.splitlines()[-3:-1] == ["Kind regards", "Fremrykk"]
    assert len(mail.body_text) > 150
