"""The menu is worked out once for all who may do the same, and is what Django's own would be for each of them."""

import pytest
from django.contrib import admin
from django.utils import translation

from fremrykk.accounts.actions.roles import follow
from fremrykk.accounts.choices import Role
from fremrykk.accounts.models import User
from privacy.admin.menu import MOST, Menus
from privacy.admin.site import WorkspaceSite
from tests.workspace import colleague, sign_in


def asking(rf, *roles: str):
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=colleague(*roles).pk)
    return request


def told(apps) -> list[tuple]:
    return [
        (app["name"], app["app_url"], [{key: str(value) for key, value in entry.items()} for entry in app["models"]])
        for app in apps
    ]


@pytest.mark.django_db
def test_each_reads_the_menu_worked_out_for_them(rf):
    site: WorkspaceSite = admin.site
    menus = {}
    asked = [(asking(rf, role), language) for role in Role.values for language in ("nb", "en")]

    for request, language in (*asked, *reversed(asked)):
        with translation.override(language):
            menus[request, language] = told(site.get_app_list(request))

    for request, language in asked:
        with translation.override(language):
            assert menus[request, language] == told(site._menu(request))
    assert len({str(menu) for menu in menus.values()}) == len(asked)  # no two roles and languages have the same


@pytest.mark.django_db
def test_the_same_roles_are_answered_without_working_it_out_again(rf):
    worked_out = []
    menus = Menus(lambda request: worked_out.append(request) or admin.site._menu(request))
    first, second = asking(rf, Role.ADVISER), asking(rf, Role.ADVISER)

    answers = [menus.of(first), menus.of(second), menus.of(first)]

    assert (worked_out, answers[1], answers[2]) == ([first], answers[0], answers[0])


@pytest.mark.django_db
def test_many_roles_are_not_remembered_for_ever(rf):
    menus, request = Menus(lambda request: [{"models": []}]), asking(rf, Role.ADVISER)

    for number in range(MOST + 5):
        request.user.get_all_permissions = lambda number=number: {str(number)}
        menus.of(request)

    assert len(menus._known) == MOST


def test_a_role_that_is_taken_away_takes_its_pages_out_of_the_menu(db, client):
    user = sign_in(client, Role.ADVISER, Role.MANAGER)
    page = '<li><a href="/admin/accounts/user/">'
    before = client.get("/admin/").content.decode()

    user.roles = [Role.ADVISER]
    user.save(update_fields=["roles"])
    follow(user)

    assert (page in before, page in client.get("/admin/").content.decode()) == (True, False)


def test_a_page_that_comes_later_stands_in_the_menu(rf, db):
    site, request = WorkspaceSite(), asking(rf, Role.MANAGER)
    model, page = next((model, page) for model, page in admin.site._registry.items() if model is User)

    before = site.get_app_list(request)
    site.register(model, type(page))
    between = [entry["model"] for app in site.get_app_list(request) for entry in app["models"]]
    site.unregister(model)

    assert (before, between, site.get_app_list(request)) == ([], [User], [])
