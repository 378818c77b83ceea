"""The menu of the own pages: only what is the reader's, with the page one is on marked."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.queries.own_pages import Roles


@dataclass(frozen=True)
class Entry:
    name: str
    label: str | Promise
    url: str
    current: str = ""  # the value of aria-current


Named = list[tuple[str, str | Promise]]  # the name of a page, and what it is called
Group = tuple[str | Promise, list[Entry]]
SEEKING: Named = [
    ("my_drafts", _("Begun, not sent")), ("my_profile", _("My profile")), ("my_documents", _("My documents")),
    ("my_sharing", _("Being presented")), ("my_references", _("My referees")), ("my_mail", _("E-mail")),
]  # fmt: skip
DATA: Named = [
    ("my_consents", _("My consents")), ("my_recipients", _("Who was given my data")),
    ("privacy_request", _("Requests and copies")), ("my_copies", _("A copy of everything")),
]  # fmt: skip
ACCOUNT: Named = [("account", _("Your account and login")), ("usersessions_list", _("Devices you are logged in on"))]


def menu(roles: Roles, path: str) -> list[Group]:
    groups: list[tuple[str | Promise, Named]] = [
        ("", [("min_side", _("Overview")), ("my_messages", _("Messages"))]),
        (_("Looking for work"), SEEKING if roles.is_candidate else []),
        (_("Working for us"), [("my_employment", _("My employment"))] if roles.is_employee else []),
        (_("My company"), _company(roles)),
        (_("Other people"), [("my_statements", _("What I said as a referee"))] if roles.is_referee else []),
        (_("My data"), _data(roles)),
        (_("Login"), ACCOUNT),
    ]
    return _marked(
        [(title, [Entry(name, label, reverse(name)) for name, label in rows]) for title, rows in groups if rows], path
    )


def _company(roles: Roles) -> Named:
    own: Named = [("my_contact", _("My page as a contact person"))] if roles.is_contact else []
    shown: Named = [("my_presentations", _("Candidates we were shown"))] if roles.is_shown_candidates else []
    hired: Named = [("my_hired", _("Hired in from us"))] if roles.leads_hired else []
    there = [*shown, *hired, *own]
    return [("my_orders", _("My company's orders")), *there] if roles.follows_orders or there else []


def _data(roles: Roles) -> Named:
    held = [("my_storage", _("What we hold, and until when"))] if roles.is_candidate else []
    history = ("my_trail" if roles.is_candidate else "my_history", _("Who has seen my data"))
    erase = (
        "delete_me" if roles.is_candidate else "delete_my_contact"
    )  # which is for every account that is no candidate's
    return [*held, history, *DATA, *([] if roles.works_here else [(erase, _("Delete me"))])]


def _marked(groups: list[Group], path: str) -> list[Group]:
    """The page itself, or the nearest one above it."""
    above = max(
        (each.url for _title, rows in groups for each in rows if path.startswith(each.url)), key=len, default=""
    )
    said = "page" if path == above else "true"
    return [
        (title, [replace(each, current=said) if each.url == above else each for each in rows]) for title, rows in groups
    ]
