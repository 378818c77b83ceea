import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from fremrykk.accounts.middleware import SET_UP_AT
from fremrykk.accounts.queries import setup_link
from privacy.models import OutgoingMail
from tests.accounts.logins import (
    PASSWORD,
    SECRET,
    WRONG,
    ask_for_code,
    enter_code,
    enter_password,
    enter_second_factor,
    log_in,
    log_in_by_code,
    totp,
    who,
    with_totp,
)

SET_UP = "/konto/2fa/"
NINE = "2026-11-23 09:00Z"


def test_a_password_alone_does_not_log_in(client, adviser):
    answer = enter_password(client, adviser.email)

    assert answer.url == "/konto/2fa/authenticate/"
    assert who(client) is None


def test_password_and_authenticator_lead_to_the_workspace(client, adviser):
    enter_password(client, adviser.email)
    answer = enter_second_factor(client, totp())

    assert answer.url == "/admin/"
    assert who(client) == adviser.pk


def test_a_wrong_password_does_not_lead_to_the_second_factor(client, adviser):
    answer = enter_password(client, adviser.email, "not the password")

    assert answer.status_code == 200
    assert client.get("/konto/2fa/authenticate/").url == "/konto/login/"


def test_a_wrong_authenticator_code_does_not_log_in(client, adviser):
    enter_password(client, adviser.email)

    enter_second_factor(client, WRONG)

    assert who(client) is None


@pytest.mark.asvs("AUT-04")
def test_an_authenticator_code_works_once_in_its_window(client, client_elsewhere, adviser):
    with time_machine.travel(NINE, tick=False):
        log_in(client, adviser)
        enter_password(client_elsewhere, adviser.email)

        answer = enter_second_factor(client_elsewhere, totp())

        assert who(client) == adviser.pk
        assert who(client_elsewhere) is None
    assert list(answer.context["form"].errors) == ["code"]


@pytest.mark.asvs("AUT-04")
def test_an_authenticator_code_of_the_last_window_is_refused(client, adviser):
    with time_machine.travel(NINE, tick=False):
        enter_password(client, adviser.email)

        enter_second_factor(client, totp(periods=-1))

        assert who(client) is None


@pytest.mark.asvs("AUT-04")
def test_a_recovery_code_works_once(client, client_elsewhere, adviser):
    code = RecoveryCodes.activate(adviser).get_unused_codes()[0]
    enter_password(client, adviser.email)
    enter_second_factor(client, code)
    enter_password(client_elsewhere, adviser.email)
    enter_second_factor(client_elsewhere, code)

    assert who(client) == adviser.pk
    assert who(client_elsewhere) is None


def test_secrets_of_the_second_factor_are_not_readable_in_the_database(adviser):
    codes = RecoveryCodes.activate(adviser)

    stored = "".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert SECRET not in stored
    assert [code for code in codes.generate_codes() if code in stored] == []
    assert len(codes.instance.data["seed"]) > len(codes.generate_seed())


@pytest.mark.asvs("AUT-04")
def test_recovery_codes_are_shown_once_rest_as_hashes_and_work_once(workspace, client_elsewhere, adviser):
    RecoveryCodes.activate(adviser)
    workspace.post("/konto/reauthenticate/", {"password": PASSWORD})
    codes = workspace.get("/konto/2fa/recovery-codes/").context["unused_codes"]

    again = workspace.get("/konto/2fa/recovery-codes/")
    kept = Authenticator.objects.get(type="recovery_codes").data
    entered = []
    for code in (codes[3], codes[3], "12345678"):
        enter_password(client_elsewhere, adviser.email)
        entered.append(enter_second_factor(client_elsewhere, code).status_code)
        client_elsewhere.logout()

    assert (len(codes), again.context["can_view_codes"], workspace.get("/konto/2fa/recovery-codes/download/").status_code) == (
        10, False, 403,
    )  # fmt: skip
    assert [code for code in codes if code in again.text or code in str(kept)] == []
    assert (sorted(kept), {each.partition("$")[0] for each in kept["migrated_codes"]}) == (
        ["migrated_codes", "viewed_at"], {"hashed:pbkdf2_sha256"},
    )  # fmt: skip
    assert entered == [302, 200, 200]
    assert len(Authenticator.objects.get(type="recovery_codes").data["migrated_codes"]) == 9


@pytest.mark.parametrize("has_second_factor", [True, False])
def test_no_code_is_mailed_to_staff(client, adviser, beginner, has_second_factor):
    user = adviser if has_second_factor else beginner

    asked = ask_for_code(client, user.email)

    mail = OutgoingMail.objects.get()
    assert asked.url == "/konto/login/code/confirm/"
    assert (mail.to, mail.template) == (user.email, "account/email/staff_login")
    assert "code" not in client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]


def test_the_adapter_refuses_staff_even_if_a_code_were_right(client, person):
    ask_for_code(client, person.email)
    code = OutgoingMail.objects.get().body_text.split("\n\n")[1]
    person.is_staff, person.roles = True, ["manager"]
    person.save()

    answer = enter_code(client, code)

    assert (answer.url, who(client)) == ("/konto/login/", None)


def pages(resolver=None, before: str = ""):
    """Every address of the program that can be made without knowing a row."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from pages(pattern, before + space)
        elif pattern.name:
            yield before + pattern.name, pattern


def addresses() -> dict[str, str]:
    found = {}
    for name, _ in pages():
        for arguments in ([], [1], ["1"], ["a", "b"], [1, "auth"]):
            try:
                found[name] = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break
    return found


@pytest.mark.asvs("AUT-03")
def test_without_a_second_factor_staff_reach_only_the_pages_that_set_one_up(client, beginner):
    enter_password(client, beginner.email)
    assert who(client) == beginner.pk

    reached = {}
    for name, address in addresses().items():
        for method in (client.get, client.post):
            answer = method(address)
            if (answer.status_code, answer.headers.get("Location")) != (302, SET_UP):
                reached[name] = answer.status_code
        if name == "account_logout":
            enter_password(client, beginner.email)

    assert len(addresses()) > 20
    assert set(reached) - SET_UP_AT == set()


def test_without_a_second_factor_the_workspace_is_closed(client, beginner):
    enter_password(client, beginner.email)

    assert client.get("/admin/").url == SET_UP


def set_up_authenticator(client: Client) -> None:
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/konto/2fa/totp/activate/").context["form"].secret
    client.post("/konto/2fa/totp/activate/", {"code": totp(secret)})


@pytest.mark.django_db(transaction=True)  # the factor counts once it is committed
def test_setting_up_an_authenticator_opens_the_workspace(client, beginner):
    enter_password(client, beginner.email)

    set_up_authenticator(client)

    assert client.get("/admin/").status_code == 200
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert OutgoingMail.objects.latest("pk").template == "mfa/email/totp_activated"


@pytest.mark.asvs("AUT-03")
def test_after_a_reset_password_and_an_invitation_the_password_alone_opens_nothing_more(client, adviser, beginner):
    """Neither link logs in: the new password leads to the factor there is, or to the page that sets one up."""
    new = "helt-nytt-langt-og-trygt"
    reached = {}
    for user in (adviser, beginner):
        form = client.get(setup_link(user).removeprefix(settings.SITE_URL)).url
        client.post(form, {"password1": new, "password2": new})
        reached[user.email] = [who(client), enter_password(client, user.email, new).url, client.get("/admin/").url]
        client.logout()

    assert reached == {
        adviser.email: [None, "/konto/2fa/authenticate/", "/admin/login/?next=/admin/"],
        beginner.email: [None, "/admin/", SET_UP],
    }


@pytest.mark.asvs("AUT-03")
@pytest.mark.parametrize("page", ["mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_activate_totp", "account"])
def test_a_session_a_password_had_opened_before_there_was_a_factor_adds_none(client, beginner, page):
    enter_password(client, beginner.email)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    with_totp(beginner)

    answer = client.get(reverse(page))

    assert (answer.url, who(client)) == ("/konto/login/", None)


@pytest.mark.asvs("AUT-03")
@pytest.mark.django_db(transaction=True)  # the factor counts once it is committed
def test_a_second_session_with_the_password_alone_stays_outside(client, client_elsewhere, beginner):
    enter_password(client_elsewhere, beginner.email)
    enter_password(client, beginner.email)

    set_up_authenticator(client)

    assert (client_elsewhere.get("/admin/").url, who(client_elsewhere)) == ("/konto/login/", None)


def test_adding_a_factor_asks_for_the_password_again(client, beginner):
    enter_password(client, beginner.email)

    answer = client.get("/konto/2fa/totp/activate/")

    assert answer.url == "/konto/reauthenticate/?next=%2Fkonto%2F2fa%2Ftotp%2Factivate%2F"


def test_staff_cannot_remove_the_last_factor(workspace, adviser):
    workspace.post("/konto/reauthenticate/", {"password": PASSWORD})

    workspace.post("/konto/2fa/totp/deactivate/")

    assert Authenticator.objects.get().type == "totp"


def test_staff_cannot_remove_the_last_passkey(workspace, adviser):
    Authenticator.objects.all().delete()
    passkey = Authenticator.objects.create(user=adviser, type="webauthn", data={"name": "key"})

    answer = workspace.post(f"/konto/2fa/webauthn/keys/{passkey.pk}/remove/")

    assert answer.url == "/konto/2fa/webauthn/"
    assert Authenticator.objects.get() == passkey


def test_a_person_may_go_without_a_second_factor(client, person):
    log_in_by_code(client, person)

    assert client.get("/konto/").status_code == 200


@pytest.mark.asvs("AUT-06")
def test_the_session_number_changes_at_login(client, adviser):
    enter_password(client, adviser.email)
    before = client.session.session_key

    enter_second_factor(client, totp())

    assert client.session.session_key != before


def test_the_workspace_does_not_change_passwords_past_the_rules(workspace):
    assert workspace.get("/admin/password_change/").status_code == 404
