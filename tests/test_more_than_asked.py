"""A form takes its own fields and no others: what else is sent with it changes nothing (AUT-10).

Each form is sent as it stands there, and once more with what nobody may write beside it: both leave the same behind. Always
asked are the pages outside the workspace and the forms about accounts, people and storage; `PROVE=1` asks them all.
"""

import copy
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from django.forms import BaseForm, ModelForm
from django.test import Client
from django.urls import get_resolver

from candidates.models import Candidate
from fremrykk.accounts.actions import users
from fremrykk.accounts.admin import StaffAdmin
from fremrykk.accounts.choices import Role
from fremrykk.accounts.models import User
from privacy.models import Subject
from tests import workspace
from tests.doors import World
from tests.sent_forms import Form, Forms

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("AUT-10")]
OURS = ("accounts", "candidates", "clients", "privacy")
SENTINEL = "2099-01-01"
IS_LONG = bool(os.environ.get("PROVE"))
# Asked always: what strangers and persons write about themselves, and in the workspace accounts, people and storage times.
OUTSIDE = {
    "contact", "privacy_request", "for_companies", "change_address", "my_profile", "my_details", "change_work", "change_sharing",
    "my_order", "change_my_contact", "withdraw_application", "my_storage", "account_change_password",
}  # fmt: skip
WORKSPACE = (
    "admin:accounts_user_",
    "admin:candidates_candidate_add",
    "admin:candidates_candidate_change",
    "admin:privacy_retentionperiod_",
)
NOT_SENT = ("/logout/", "/sprak/")  # they stand on every page
# What no form of ours asks for. Beside each form that does, why it may.
GUARDED = {
    "is_staff", "is_superuser", "is_active", "groups", "user_permissions", "password", "consent_until", "keep_until", "due_on",
    "roles", "role", "subject", "candidate", "state", "adviser", "approved_by", "approved_at", "owner", "user", "account",
}  # fmt: skip


def guarded_facts() -> str:
    """One statement: of each table how many rows, which choices, and how many name the stranger or the day that was sent."""
    parts = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS and model._meta.managed:
            facts = ["count(*)::text", *filter(None, map(_fact, model._meta.concrete_fields))]
            parts.append(
                f"SELECT '{model._meta.db_table}', concat_ws('|', {', '.join(facts)}) FROM {model._meta.db_table}"
            )
    return " UNION ALL ".join(parts)


def _fact(each: Any) -> str:
    column = f'"{each.column}"'
    if isinstance(each, models.BooleanField):
        return f"count(*) FILTER (WHERE {column})"
    if isinstance(each, models.DateField):
        return f"count(*) FILTER (WHERE {column}::date = '{SENTINEL}')"
    if each.is_relation and each.related_model in (Subject, User, Candidate):
        return f"count(*) FILTER (WHERE {column}::text = %({each.related_model._meta.model_name})s)"
    if each.choices or each.name == "roles":
        return f"string_agg({column}::text, ',' ORDER BY {column}::text)"
    return ""


@dataclass
class Walk:
    """All forms that were found, each sent twice; `differing` are those where more than the form asks for was taken."""

    world: World
    differing: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    seen: set[Any] = field(default_factory=set)

    def __post_init__(self) -> None:
        stranger = self.world.another
        self.named = {
            "subject": str(stranger.subject_id),
            "user": str(stranger.subject.user.pk),
            "candidate": str(stranger.pk),
        }
        self.statement = guarded_facts()
        self.world.clients[Role.MANAGER] = Client(headers={"accept-language": "nb"})
        manager = workspace.sign_in_confirmed(self.world.clients[Role.MANAGER], Role.MANAGER)
        self.extra = {
            "is_staff": "on", "is_superuser": "on", "is_active": "", "groups": "1", "user_permissions": "1", "password": "x",
            "roles": "manager", "role": "manager", "state": "approved", "stage": "placed", "adviser": str(manager.pk),
            "consent_until": SENTINEL, "keep_until": SENTINEL, "due_on": SENTINEL, "expires_on": SENTINEL,
            "approved_by": str(manager.pk), "approved_at": SENTINEL, "confirmed_at": SENTINEL, "email_confirmed_at": SENTINEL,
            "submitted_at": SENTINEL, "account": self.named["user"], "owner": self.named["user"],
        } | self.named  # fmt: skip

    def walk(self, readers: tuple[str, ...], is_wanted: Any) -> "Walk":
        for door in self.world.doors():
            if is_wanted(door.name):
                any(
                    self._page(door.address, self.world.clients[reader]) for reader in readers
                )  # the first who is shown it
        return self

    def _page(self, address: str, client: Client) -> bool:
        cache.clear()
        with transaction.atomic():
            page = client.get(address)
            b"".join(page.streaming_content if page.streaming else ())  # closes the file
            transaction.set_rollback(True)
        is_shown = page.status_code == 200 and not page.streaming and page["Content-Type"].startswith("text/html")
        for form in Forms(page.text).found if is_shown else ():
            self._form(urljoin(f"http://testserver{address}", form.action), form, client)
        return is_shown

    def _form(self, address: str, form: Form, client: Client) -> None:
        kind = (address, tuple(sorted(form.names)))
        if kind in self.seen or address.endswith(NOT_SENT):
            return
        self.seen.add(kind)
        asked = form.filled()
        more = asked | {name: [value] for name, value in self.extra.items() if name not in form.names}
        before, after = self._sent(address, asked, client), self._sent(address, more, client)
        if before != after:
            self.differing.append(f"{address}: {sorted(set(after.items()) ^ set(before.items()))}")

    def _sent(self, address: str, data: Any, client: Client) -> dict[str, str]:
        cache.clear()  # nobody has asked too often
        kept = copy.deepcopy(client.cookies)  # what is sent may log out
        with transaction.atomic(), connection.cursor() as cursor:
            answer = client.post(address, data)
            b"".join(answer.streaming_content if answer.streaming else ())
            self.answers[answer.status_code] += 1
            cursor.execute(self.statement, self.named)
            found = dict(cursor.fetchall())
            transaction.set_rollback(True)
        client.cookies = kept
        return found


@pytest.fixture
def walk(approved_periods) -> Walk:
    return Walk(World())


def is_outside(name: str) -> bool:
    return not name.startswith(("admin:", "demo")) if IS_LONG else name in OUTSIDE


def is_of_the_workspace(name: str) -> bool:
    return name.startswith("admin:" if IS_LONG else WORKSPACE)


def test_no_page_outside_the_workspace_takes_more_than_it_asks_for(walk):
    walk.walk(("candidate", "contact", "nobody"), is_outside)

    assert (walk.differing, walk.answers[302] > (60 if IS_LONG else 10), walk.answers[500]) == ([], True, 0)


def test_no_form_of_the_workspace_takes_more_than_it_asks_for(walk):
    walk.walk((Role.MANAGER,), is_of_the_workspace)

    assert (walk.differing, walk.answers[302] > (60 if IS_LONG else 10), walk.answers[500]) == ([], True, 0)


def test_the_walk_finds_a_form_that_takes_more(walk, monkeypatch):
    def careless(self: Any, request: Any, data: dict[str, Any]) -> User:
        user = users.create_staff(by=request.user, at=walk.world.another.created_at, **{"roles": []} | data)
        user.is_superuser = "is_superuser" in request.POST
        user.save()
        return user

    monkeypatch.setattr(StaffAdmin, "add", careless)

    walk.walk((Role.MANAGER,), lambda name: name == "admin:accounts_user_add")

    assert len(walk.differing) == 1


# --- what the forms are made of ---
def own_forms() -> Iterator[type[BaseForm]]:
    waiting = [BaseForm]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if isinstance(getattr(each, "base_fields", None), dict) and each.__module__.split(".")[0] in (
                *OURS,
                "fremrykk",
            ):
                yield each


# The first two mean something else by it; the rest is of the workspace, and each the very thing its button says.
ASK_FOR_IT = {
    "candidates.forms.cv.EducationForm": {"subject"}, "fremrykk.accounts.forms.LoginForm": {"password"},
    "candidates.admin.candidates.AssignForm": {"adviser"}, "candidates.admin.presentations.IncludeForm": {"candidate"},
    "candidates.admin.presentations.TakeOutForm": {"candidate"}, "clients.admin.enquiries.AssignForm": {"owner"},
    "clients.admin.enquiries.ConvertForm": {"adviser"}, "clients.forms.orders.JobOrderForm": {"adviser"},
    "fremrykk.accounts.admin.NewStaffForm": {"roles"}, "fremrykk.accounts.admin.RolesForm": {"roles"},
    "privacy.admin.breaches.BreachForm": {"groups"},  # of people, not of permissions
    "privacy.admin.inbox_steps.AssignForm": {"owner"}, "privacy.admin.request_steps.OwnerForm": {"owner"},
    "privacy.admin.restrictions.RestrictionForm": {"subject"}, "privacy.admin.retention_rows.HoldForm": {"subject"},
    "privacy.admin.reviews.KeepForm": {"keep_until"}, "privacy.admin.words.DelegateForm": {"role"},
}  # fmt: skip


def test_what_is_guarded_is_asked_for_by_these_forms_alone():
    get_resolver().url_patterns  # noqa: B018  whatever pages there are is imported
    asked = {f"{form.__module__}.{form.__qualname__}": set(form.base_fields) & GUARDED for form in own_forms()}  # type: ignore[attr-defined]

    assert {name: fields for name, fields in asked.items() if fields} == ASK_FOR_IT


def test_no_form_takes_whatever_its_model_has():
    careless = [
        form.__qualname__ for form in own_forms()
        if issubclass(form, ModelForm) and form._meta.model and (form._meta.fields in (None, "__all__") or form._meta.exclude)
    ]  # fmt: skip

    assert careless == []
