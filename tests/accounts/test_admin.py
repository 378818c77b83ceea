import pytest
from django.utils import timezone

from fremrykk.accounts.actions import users
from fremrykk.accounts.models import User
from privacy.models import OutgoingMail
from tests import workspace

LIST = "/admin/accounts/user/"


@pytest.fixture
def manager(logins):
    return logins.with_totp(logins.make_staff("sjef@example.test", "manager"))


@pytest.fixture
def desk(client, logins, manager):
    """The manager's browser, logged in and just confirmed."""
    logins.log_in(client, manager)
    client.post("/konto/reauthenticate/", {"password": logins.PASSWORD})
    return client


def test_the_list_shows_staff_and_no_candidate(desk, manager, beginner, person):
    listed = desk.get(LIST).context["cl"].queryset

    assert set(listed) == {manager, beginner}


def test_a_candidates_account_has_no_page_here(desk, person):
    assert desk.get(f"{LIST}{person.pk}/change/").status_code == 404


def test_an_account_is_made_with_its_groups(desk):
    desk.post(f"{LIST}add/", {"email": "Ny@example.test", "name": "Ny", "roles": ["adviser", "editor"]})

    made = User.objects.get(email="ny@example.test")
    assert (made.is_staff, made.roles, made.has_usable_password()) == (True, ["adviser", "editor"], False)
    assert {group.name for group in made.groups.all()} == {"adviser", "editor"}


@pytest.mark.asvs("AUT-10")
def test_posting_more_than_the_form_asks_changes_nothing_else(desk):
    desk.post(f"{LIST}add/", {"email": "ny@example.test", "name": "Ny", "roles": [], "is_superuser": "on"})

    assert User.objects.get(email="ny@example.test").is_superuser is False


def test_a_taken_address_gets_a_sentence(desk, person):
    answer = desk.post(f"{LIST}add/", {"email": person.email.upper(), "name": "Ny", "roles": []}, follow=True)

    assert answer.status_code == 200
    assert User.objects.filter(email__iexact=person.email).count() == 1


def test_the_step_begins_with_the_roles_there_are_and_hands_over_to_another(desk, beginner):
    beginner.roles = ["adviser", "editor"]
    beginner.save()

    roles = desk.get(f"{LIST}{beginner.pk}/step/roles/").context["form"]
    over = desk.get(f"{LIST}{beginner.pk}/step/hand-over/").context["form"]

    assert roles.initial == {"roles": ["adviser", "editor"]}
    assert list(over.fields["to"].queryset) == [User.objects.get(email="sjef@example.test")]


def test_roles_are_set_by_a_step(desk, beginner):
    desk.post(f"{LIST}{beginner.pk}/step/roles/", {"roles": ["finance"]})

    beginner.refresh_from_db()
    assert beginner.roles == ["finance"]


def test_roles_are_set_only_by_somebody_who_has_just_confirmed(client, logins, manager, beginner):
    logins.log_in(client, manager)

    answer = client.post(f"{LIST}{beginner.pk}/step/roles/", {"roles": ["manager"]})

    beginner.refresh_from_db()
    assert answer.url.startswith("/konto/reauthenticate/?next=")
    assert beginner.roles == ["adviser"]


def test_who_confirms_first_has_it_done_also_from_a_list_that_was_filtered(client, logins, manager):
    logins.log_in(client, manager)
    sent = {"email": "ny@example.test", "name": "Ny", "roles": ["adviser"]}

    asked = client.post(f"{LIST}add/?_changelist_filters=q%3Dxyz", sent)
    done = client.post(asked.url, {"password": logins.PASSWORD})

    assert User.objects.get(email="ny@example.test").roles == ["adviser"]
    assert "q%3Dxyz" in done.url  # the filter is kept


def test_an_invitation_is_mailed(desk, beginner):
    desk.post(f"{LIST}{beginner.pk}/step/invite/")

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template, mail.is_secret) == (beginner.email, "account/email/invitation", True)


def test_closing_the_last_manager_is_refused(desk, manager):
    desk.post(f"{LIST}{manager.pk}/step/close/")

    manager.refresh_from_db()
    assert manager.is_active is True


def test_an_adviser_reaches_no_accounts(workspace):
    assert workspace.get(LIST).status_code == 403


def test_groups_are_not_edited_by_hand(desk):
    assert desk.get("/admin/auth/group/").status_code == 404


@pytest.mark.django_db
@pytest.mark.promise("P2")
def test_who_keeps_the_program_running_gives_no_role_to_anybody(client):
    """Else that role could give itself everybody's data."""
    system = workspace.sign_in(client, "system")

    refused = client.post(f"{LIST}{system.pk}/step/roles/", {"roles": ["manager"]})
    with pytest.raises(users.OnlyManagersGiveRoles):
        users.set_roles(user=system, roles=["manager", "system"], by=system, at=timezone.now())
    with pytest.raises(users.OnlyManagersGiveRoles):
        users.create_staff(email="to@example.test", name="To", roles=["adviser"], by=system, at=timezone.now())
    made = users.create_staff(email="ny@example.test", name="Ny", roles=[], by=system, at=timezone.now())

    system.refresh_from_db()
    assert (refused.status_code, system.roles, made.roles) == (403, ["system"], [])
    assert client.get(f"{LIST}add/").context["adminform"].fieldsets[0][1]["fields"] == ("email", "name")
