"""The register of cookies: what visitors read, and what is in use."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import cookie_register
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.steps import Step
from privacy.models import CookieEntry
from privacy.queries import cookies

CHANGE = "privacy.change_cookieentry"
REFUSALS: dict[type[Exception], Any] = {
    cookie_register.NotInTheStatement: _(
        "The privacy statement in force does not mention it. Put a new version in force first, in both languages, that "
        "says what is used and points to fremrykk.no/informasjonskapsler/."
    ),
    cookie_register.WasOptional: _(
        "What waited for a yes does not become necessary. Register a new one, if it is another."
    ),
    cookie_register.AlreadyInUse: _("It is in use already."),
    cookie_register.NotInUse: _("It is not in use."),
    cookie_register.IsNecessary: _("The website does not work without it."),
}


def _use(request: HttpRequest, entry: CookieEntry, data: dict[str, Any]) -> None:
    cookie_register.use(entry=entry, at=now())


def _stop(request: HttpRequest, entry: CookieEntry, data: dict[str, Any]) -> None:
    cookie_register.stop(entry=entry)


def _waits(entry: CookieEntry) -> bool:
    return entry.in_use_since is None


def _can_stop(entry: CookieEntry) -> bool:
    return entry.is_optional and entry.in_use_since is not None


class CookieForm(forms.ModelForm):
    class Meta:
        model = CookieEntry
        fields = (
            "name", "kind", "store", "place", "purpose_nb", "purpose_en", "content_nb", "content_en", "set_by", "lasts",
        )  # fmt: skip
        widgets = {
            name: forms.Textarea({"rows": 3}) for name in ("purpose_nb", "purpose_en", "content_nb", "content_en")
        }


@admin.register(CookieEntry)
class CookieEntryAdmin(WorkspaceAdmin):
    """A change of something optional asks every visitor again."""

    menu_order = 49
    form = CookieForm
    list_display = ("name", "kind", "duration", "version", "standing")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("place", "name")
    refusals = REFUSALS
    steps = (
        Step(
            "use", _("Take into use"), _use, CHANGE, _("In use: whoever has agreed to its kind gets it."),
            is_open=_waits, refusals=REFUSALS, tone="next",
            question=_("Every visitor is asked again, and nothing is set before a yes."),
        ),
        Step(
            "stop", _("Take out of use"), _stop, CHANGE, _("Out of use. It goes from each browser that comes by."),
            is_open=_can_stop, refusals=REFUSALS, tone="danger",
            question=_("Nobody gets it any more, and it goes from each browser that comes by."),
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return CookieForm.Meta.fields if obj is None else (*CookieForm.Meta.fields, "version", "in_use_since")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("name", "version", "in_use_since")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> CookieEntry:
        return cookie_register.register(**data)

    def change(self, request: HttpRequest, row: CookieEntry, data: dict[str, Any]) -> None:
        cookie_register.change(entry=row, **data)

    @admin.display(description=_("lasts at most"), ordering="lasts")
    def duration(self, entry: CookieEntry) -> str:
        return cookies.how_long(entry)

    @admin.display(description=_("state"))
    def standing(self, entry: CookieEntry) -> str:
        return show.tag(_("in use"), "success") if entry.in_use_since else show.tag(_("not in use"))
