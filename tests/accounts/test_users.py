import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client

from fremrykk.accounts.actions import users
from privacy.choices import Verb
from privacy.models import Subject, TrailEntry

AT = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture
def manager(logins):
    return users.create_staff(email="Sjef@Example.test", name="Sjef", roles=["manager"], by=None, at=AT)


def test_a_staff_account_has_a_person_a_verified_address_and_its_groups(manager):
    address = EmailAddress.objects.get()

    assert (address.email, address.user, address.verified, address.primary) == (
        "sjef@example.test", manager, True, True,
    )  # fmt: skip
    assert Subject.objects.get() == manager.subject
    assert [group.name for group in manager.groups.all()] == ["manager"]
    assert (manager.is_staff, manager.is_superuser, manager.has_usable_password()) == (True, False, False)


def test_making_an_account_is_in_the_trail(manager):
    entry = TrailEntry.objects.get()

    assert (entry.subject_uuid, entry.verb, entry.role) == (manager.subject_id, Verb.COLLECTED, "program")
    assert entry.fields == ["email", "name", "roles"]


def test_permissions_follow_the_roles(manager):
    users.create_staff(email="other@example.test", name="Other", roles=["manager"], by=manager, at=AT)
    assert manager.has_perm("candidates.view_candidate")

    users.set_roles(user=manager, roles=["editor"], by=manager, at=AT)

    changed = type(manager).objects.get(pk=manager.pk)
    assert (changed.roles, changed.role) == (["editor"], "editor")
    assert (changed.has_perm("candidates.view_candidate"), changed.has_perm("clients.change_jobad")) == (False, True)


def test_an_address_is_taken_once_whatever_its_case(manager, person):
    for email in ("SJEF@example.test", "Kari@Example.test"):
        with pytest.raises(users.AddressIsTaken):
            users.create_staff(email=email, name="X", roles=[], by=None, at=AT)

    assert EmailAddress.objects.count() == 2


def test_the_last_manager_stays(manager):
    with pytest.raises(users.LastManager):
        users.set_roles(user=manager, roles=["adviser"], by=manager, at=AT)
    with pytest.raises(users.LastManager):
        users.deactivate(user=manager, by=manager, at=AT)


@pytest.mark.asvs("AUT-06")
def test_new_roles_end_every_session(workspace, logins, adviser):
    assert workspace.get("/admin/").status_code == 200

    users.set_roles(user=adviser, roles=["adviser", "editor"], by=None, at=AT)

    assert workspace.get("/admin/").url == "/admin/login/?next=/admin/"
    assert adviser.usersession_set.count() == 0


@pytest.mark.asvs("AUT-06")
def test_roles_set_past_the_action_end_every_session_too(workspace, adviser):
    type(adviser).objects.filter(pk=adviser.pk).update(roles=["manager"])

    assert workspace.get("/admin/").url == "/admin/login/?next=/admin/"


def test_the_same_roles_again_end_nothing(workspace, adviser):
    users.set_roles(user=adviser, roles=["adviser"], by=None, at=AT)

    assert workspace.get("/admin/").status_code == 200


@pytest.mark.asvs("AUT-06")
def test_closing_an_account_ends_every_session_and_lets_nobody_in(workspace, logins, adviser):
    users.deactivate(user=adviser, by=None, at=AT)

    assert workspace.get("/admin/").url == "/admin/login/?next=/admin/"
    assert logins.enter_password(Client(), adviser.email).url == "/konto/inactive/"


def test_an_opened_account_lets_in_again(client, logins, adviser):
    users.deactivate(user=adviser, by=None, at=AT)

    users.activate(user=adviser, by=None, at=AT)
    logins.log_in(client, adviser)

    assert logins.who(client) == adviser.pk


@pytest.mark.asvs("AUT-06")
def test_a_new_password_ends_the_other_sessions(workspace, client_elsewhere, logins, adviser):
    logins.enter_password(client_elsewhere, adviser.email)
    with_another = RecoveryCodes.activate(adviser).get_unused_codes()[0]
    logins.enter_second_factor(client_elsewhere, with_another)
    new = "helt-nytt-langt-og-trygt"

    workspace.post("/konto/password/change/", {"oldpassword": logins.PASSWORD, "password1": new, "password2": new})

    assert workspace.get("/admin/").status_code == 200
    assert client_elsewhere.get("/admin/").url == "/admin/login/?next=/admin/"


@pytest.mark.asvs("AUT-06")
def test_a_lost_second_factor_is_reset_by_another(workspace, logins, adviser):
    users.reset_second_factor(user=adviser, by=None, at=AT)

    assert Authenticator.objects.count() == 0
    assert workspace.get("/admin/").url == "/admin/login/?next=/admin/"


def create(capsys, **options: object) -> str:
    call_command("create_staff", **options)
    return capsys.readouterr().out


@pytest.mark.asvs("AUT-11")
def test_the_command_prints_a_link_that_sets_the_password_once(client, logins, capsys, settings):
    printed = create(capsys, email="Ny@example.test", name="Ny", roles=["adviser", "editor"])
    link = printed.splitlines()[-1].removeprefix(settings.SITE_URL)

    form = client.get(link).url
    new = {"password1": logins.PASSWORD, "password2": logins.PASSWORD}
    done = client.post(form, new)
    again = Client().get(link)

    assert (done.status_code, again.status_code) == (302, 200)
    assert again.context["token_fail"] is True
    assert logins.enter_password(client, "ny@example.test").url == "/admin/"
    assert client.get("/admin/").url == "/konto/2fa/"


@pytest.mark.asvs("AUT-11")
def test_the_link_is_void_after_a_day(client, logins, capsys, settings):
    with time_machine.travel(AT, tick=False) as clock:
        link = create(capsys, email="ny@example.test", name="Ny", roles=["adviser"]).splitlines()[-1]
        clock.shift(24 * 60 * 60 + 1)

        answer = client.get(link.removeprefix(settings.SITE_URL))

    assert answer.context["token_fail"] is True


@pytest.mark.parametrize("email", ["not-an-address", "kari@example.test"])
def test_the_command_refuses_with_a_sentence(person, email):
    with pytest.raises(CommandError, match=email):
        call_command("create_staff", email=email, name="X", roles=["adviser"])
