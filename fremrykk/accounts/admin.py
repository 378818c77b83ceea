"""Accounts of the staff: made, given roles, closed. Candidates' accounts are not listed here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts.actions import handing_over, users
from fremrykk.accounts.choices import ROLES, Role
from fremrykk.accounts.models import User
from fremrykk.accounts.queries import setup_link
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.confirming import confirm_again
from privacy.admin.filters import staff
from privacy.admin.steps import Step

CHANGE = "accounts.change_user"
LAST = {users.LastManager: _("This is the last manager: give somebody else the role first.")}
GIVING = {users.OnlyManagersGiveRoles: _("Only a manager gives roles. Make the account without, and ask a manager.")}
CLOSING = LAST | {
    users.StillAnswers: _(
        "This colleague is still somebody's contact person, leads interviews, or answers for orders or questions: hand it all over first."
    )
}
OPENING = {
    users.OnlyManagersGiveRoles: _("It opens with the roles it had, and only a manager gives roles: ask a manager.")
}
ALL_OF_IT = _(
    "All candidates, interviews, clients, open orders and open questions of this colleague get another one. Candidates are "
    "told who it is."
)
HANDING = {handing_over.NotAColleague: _("Choose somebody else, who works here.")}


def _roles() -> forms.MultipleChoiceField:
    choices = [(role.value, format_lazy("{}: {}", role.label, rights.sentence)) for role, rights in ROLES.items()]
    return forms.MultipleChoiceField(
        label=_("Roles"), choices=choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class RolesForm(forms.Form):
    roles = _roles()


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(staff(), label=_("To"))


class NewStaffForm(forms.ModelForm):
    """Address, name and roles; the password is set through the link."""

    roles = _roles()

    class Meta:
        model = User
        fields = ("email", "name", "roles")


def _set_roles(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    confirm_again(request)
    users.set_roles(user=user, roles=data["roles"], by=request.user, at=now())


def _invite(request: HttpRequest, user: User, data: dict[str, Any]) -> str:
    confirm_again(request)
    users.invite(user=user, link=setup_link(user), by=request.user, at=now())
    return gettext("The link has been sent to %(email)s. It works once, within 24 hours.") % {"email": user.email}


def _deactivate(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    confirm_again(request)
    users.deactivate(user=user, by=request.user, at=now())


def _hand_over(request: HttpRequest, user: User, data: dict[str, Any]) -> str:
    confirm_again(request)
    count = handing_over.hand_over(user=user, by=request.user, at=now(), **data)
    return gettext("%(count)d handed over to %(to)s.") % {"count": count, "to": data["to"]}


def _to_another(request: HttpRequest, user: User, form: Any) -> None:
    form.fields["to"].queryset = staff().exclude(pk=user.pk)


def _activate(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    confirm_again(request)
    users.activate(user=user, by=request.user, at=now())


def _reset(request: HttpRequest, user: User, data: dict[str, Any]) -> None:
    confirm_again(request)
    users.reset_second_factor(user=user, by=request.user, at=now())


def _is_open(user: User) -> bool:
    return user.is_active


def _is_closed(user: User) -> bool:
    return not user.is_active


@admin.register(User)
class StaffAdmin(WorkspaceAdmin):
    menu_order = 90
    list_display = ("name", "email", "roles_in_words", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    ordering = ("name", "id")
    fields = ("email", "name", "roles_in_words", "is_active", "joined_at", "last_login")
    refusals = {users.AddressIsTaken: _("Somebody logs in with this address already.")} | GIVING
    steps = (
        Step("roles", _("Set roles"), _set_roles, CHANGE, _("The roles are set. All sessions of the account have ended."),
             form=RolesForm, is_open=_is_open, refusals=LAST | GIVING, roles=("manager",),
             initial=lambda user: {"roles": list(user.roles)}),
        Step("invite", _("Send an invitation"), _invite, CHANGE, _("The link has been sent."),
             question=_("An e-mail with a link that sets the password is sent."), is_open=_is_open),
        Step("reset", _("Reset the second factor"), _reset, CHANGE, _("The next login sets up a new second factor."),
             question=_("For somebody who lost phone and recovery codes. Make sure that it really is that person."),
             is_open=_is_open),
        Step("hand-over", _("Hand everything over"), _hand_over, CHANGE, _("Handed over."), form=HandOverForm,
             question=ALL_OF_IT, refusals=HANDING, fit=_to_another),
        Step("close", _("Close the account"), _deactivate, CHANGE, _("The account is closed. All its sessions have ended."),
             question=_("Nobody can log in with this account until it is opened again. What they answer for is handed over first."),
             is_open=_is_open,
             refusals=CLOSING, tone="danger"),
        Step("open", _("Open the account"), _activate, CHANGE, _("The account is open, with the roles it had."),
             is_open=_is_closed, refusals=OPENING),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(is_staff=True)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": NewStaffForm}))

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj:
            return self.fields
        return ("email", "name", "roles") if request.user.has_role("manager") else ("email", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fields if obj else ()

    def add(self, request: HttpRequest, data: dict[str, Any]) -> User:
        confirm_again(request)
        return users.create_staff(by=request.user, at=now(), **{"roles": []} | data)

    @admin.display(description=_("roles"))
    def roles_in_words(self, user: User) -> str:
        return ", ".join(str(Role(role).label) for role in user.roles)
