"""A login with a browser nobody has used for the account before is told to its owner, and every changed credential (AUT-14)."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import signing
from django.test import Client
from django.utils import timezone

from fremrykk.accounts.actions import users
from fremrykk.accounts.queries import DEVICE_SALT
from privacy.models import OutgoingMail
from tests.accounts.logins import PASSWORD, enter_password, log_in, log_in_by_code, totp

NEWS = "account/email/new_device"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0"
pytestmark = pytest.mark.asvs("AUT-14")


def news() -> list[tuple[str, str]]:
    """What was told, to whom, since it was asked last."""
    told = [
        (mail.template, mail.to)
        for mail in OutgoingMail.objects.exclude(template="account/email/login_code").order_by("pk")
    ]
    OutgoingMail.objects.all().delete()
    return told


def log_out(client: Client) -> None:
    client.post("/konto/logout/")


def test_the_first_login_of_all_is_no_news_nor_is_the_next_with_the_same_browser(client, person):
    log_in_by_code(client, person)
    log_out(client)
    log_in_by_code(client, person)

    assert news() == []


def test_another_browser_is_told_with_where_it_was(client, client_elsewhere, person):
    log_in_by_code(client, person)
    client_elsewhere.defaults["HTTP_USER_AGENT"] = EDGE

    log_in_by_code(client_elsewhere, person)

    mail = OutgoingMail.objects.get(template=NEWS)
    assert (mail.to, mail.subject_id, mail.is_secret) == (person.email, person.subject_id, True)
    assert ["203.0.113.7" in mail.body_text, EDGE in mail.body_text] == [True, True]


def test_a_colleague_is_told_too_once_both_factors_were_right(client, client_elsewhere, adviser):
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        log_in(client, adviser)
        enter_password(client_elsewhere, adviser.email)
        before = news()
        clock.shift(31)
        log_in(client_elsewhere, adviser)

    assert (before, news()) == ([], [(NEWS, adviser.email)])


def test_who_shares_a_browser_is_known_there_as_each(client, person, logins):
    second = logins.make_person("ola@example.test")
    for _ in range(2):
        for user in (person, second):
            log_in_by_code(client, user)
            log_out(client)

    assert news() == []


@pytest.mark.parametrize(
    "forged",
    ["", "x", "a:b:c", signing.dumps(["0" * 32], salt="another")],
    ids=["empty", "a letter", "of the right shape", "signed for something else"],
)
def test_a_mark_nobody_of_us_wrote_is_none(client, client_elsewhere, person, forged):
    log_in_by_code(client, person)
    client_elsewhere.cookies["kjent-enhet"] = forged

    log_in_by_code(client_elsewhere, person)

    assert news() == [(NEWS, person.email)]


def test_the_mark_of_one_account_is_none_for_another(client, client_elsewhere, person, logins):
    second = logins.make_person("ola@example.test")
    log_in_by_code(client_elsewhere, second)
    log_in_by_code(client, person)
    client_elsewhere.cookies["kjent-enhet"] = client.cookies["kjent-enhet"].value
    log_out(client_elsewhere)

    log_in_by_code(client_elsewhere, second)

    assert news() == [(NEWS, second.email)]


def test_the_mark_names_nobody_and_is_out_of_reach_of_scripts(client, person):
    log_in_by_code(client, person)

    left = client.cookies["kjent-enhet"]
    marks = signing.loads(left.value, salt=DEVICE_SALT)
    assert (len(marks), [len(mark) for mark in marks], str(person.pk) in marks) == (1, [32], False)
    assert (left["httponly"], left["samesite"], left["max-age"]) == (True, "Lax", 180 * 24 * 60 * 60)


def test_after_half_a_year_a_browser_is_new_again(client, person):
    with time_machine.travel("2026-05-01 09:00Z", tick=False) as clock:
        log_in_by_code(client, person)
        client.logout()
        clock.shift(180 * 24 * 60 * 60 + 1)
        log_in_by_code(client, person)

    assert news() == [(NEWS, person.email)]


def test_a_new_password_makes_every_browser_new(client, adviser):
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        log_in(client, adviser)
        new = {
            "oldpassword": PASSWORD,
            "password1": "helt-nytt-langt-og-trygt",
            "password2": "helt-nytt-langt-og-trygt",
        }
        client.post("/konto/password/change/", new)
        told = news()
        log_out(client)
        clock.shift(31)
        enter_password(client, adviser.email, "helt-nytt-langt-og-trygt")
        from_both = client.post("/konto/2fa/authenticate/", {"code": totp()})

    assert (told, from_both.url) == ([("account/email/password_changed", adviser.email)], "/admin/")
    assert news() == [(NEWS, adviser.email)]


def test_a_password_set_by_a_link_is_told(client, adviser):
    client.post("/konto/password/reset/", {"email": adviser.email})
    link = OutgoingMail.objects.get().body_text.split("http://", 1)[1].split()[0].partition("/")[2]
    form = client.get(f"/{link}").url
    news()

    client.post(form, {"password1": "helt-nytt-langt-og-trygt", "password2": "helt-nytt-langt-og-trygt"})

    assert news() == [("account/email/password_reset", adviser.email)]


@pytest.mark.django_db(transaction=True)  # the news go out once it is committed
def test_every_change_of_a_factor_is_told(workspace, adviser):
    workspace.post("/konto/reauthenticate/", {"password": PASSWORD})
    workspace.post("/konto/2fa/recovery-codes/generate/")
    Authenticator.objects.create(user=adviser, type="webauthn", data={"name": "key"})
    workspace.post("/konto/2fa/totp/deactivate/")
    secret = workspace.get("/konto/2fa/totp/activate/").context["form"].secret
    workspace.post("/konto/2fa/totp/activate/", {"code": totp(secret)})
    passkey = Authenticator.objects.get(type="webauthn")
    workspace.post(f"/konto/2fa/webauthn/keys/{passkey.pk}/remove/")

    changed = ["recovery_codes_generated", "totp_deactivated", "totp_activated", "webauthn_removed"]
    assert news() == [(f"mfa/email/{name}", adviser.email) for name in changed]


def test_a_factor_reset_by_a_colleague_is_told(adviser):
    users.reset_second_factor(user=adviser, by=None, at=timezone.now())

    assert news() == [("account/email/second_factor_reset", adviser.email)]
