"""Questions that came in: read, answered, taken as what they are."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.admin import inbox_steps, show
from privacy.admin.base import PersonAdmin
from privacy.admin.people import named_by, root_of
from privacy.admin.show import Panel
from privacy.choices.inbox import CaseChannel
from privacy.models import InboxCase
from privacy.queries import lookup

ONLY_A_GUESS = _("A guess by the words of the mail. Nothing is done about it before you say so.")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("waiting for an answer")), ("mine", _("waiting for me")), ("right", _("seems to use a right")),
            ("closed", _("closed")),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        wanted = {
            "open": Q(closed_at=None),
            "mine": Q(closed_at=None, owner=request.user),
            "right": Q(closed_at=None) & ~Q(suggested_right=""),
            "closed": Q(closed_at__isnull=False),
        }
        return rows.filter(wanted.get(self.value(), Q()))


@admin.register(InboxCase)
class InboxCaseAdmin(PersonAdmin):
    menu_order = 10
    activity = "enquiries"
    list_display = ("case_number", "name", "what_about", "suggestion", "answer_by", "owner", "received")
    list_filter = (StateFilter, "kind", "channel")
    list_select_related = ("owner",)
    ordering = ("due_on", "id")
    search_fields = ("name", "email")
    steps = inbox_steps.STEPS

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        noted = [name for name in ("stopped_at", "is_automatic", "left_out") if obj and getattr(obj, name)]
        mail = ("subject_line", "suggestion", *noted) if obj and obj.channel == CaseChannel.MAIL else ()
        told = ("message", "kind", "channel", *mail, "name", "email", "language")
        note = ONLY_A_GUESS if obj and obj.suggested_right else None
        dealt = ("owner", "received_at", "due_on", "answer", "became", "closed_by", "closed_at")
        return ((None, {"fields": told, "description": note}), (_("How it is dealt with"), {"fields": dealt}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("suggestion", "became")

    def panels(self, request: HttpRequest, row: InboxCase) -> list[Panel]:
        found = [_later(row), *super().panels(request, row), _same_address(self, request, row)]
        return [panel for panel in found if panel]

    @admin.display(description=_("number"), ordering="pk")
    def case_number(self, case: InboxCase) -> str:
        return case.number

    @admin.display(description=_("about"), ordering="kind")
    def what_about(self, case: InboxCase) -> str:
        return case.subject_line or case.get_kind_display()

    @admin.display(description=_("seems to ask for"), ordering="suggested_right")
    def suggestion(self, case: InboxCase) -> str:
        if case.is_automatic:
            return show.tag(_("sent by a program"))
        if case.stopped_at:
            return show.tag(_("advertising stopped"), "success")
        return show.tag(case.get_suggested_right_display(), "warning") if case.suggested_right else show.NOTHING

    @admin.display(description=_("became the request"))
    def became(self, case: InboxCase) -> str:
        if case.request is None:
            return show.NOTHING
        return show.link(reverse("admin:privacy_request_change", args=[case.request.pk]), case.request.number)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, case: InboxCase) -> str:
        return show.moment(case.received_at)

    @admin.display(description=_("answer by"), ordering="due_on")
    def answer_by(self, case: InboxCase) -> str:
        if case.closed_at:
            return show.tag(_("answered") if case.answer else _("closed"), "success")
        return show.tag(_("overdue"), "danger") if case.due_on < timezone.localdate() else show.day(case.due_on)


def _later(case: InboxCase) -> Panel | None:
    """What was written after the first message."""
    rows = [
        (show.moment(each.at), _("us") if each.is_ours else _("the sender"), show.text(each.text))
        for each in case.later_messages.order_by("at", "pk")
    ]
    return Panel(_("Later in this enquiry"), (_("when"), _("who"), _("message")), rows) if rows else None


def _same_address(page: InboxCaseAdmin, request: HttpRequest, case: InboxCase) -> Panel | None:
    """Who else is known under the address a mail came from: nobody has proved that they are the same person."""
    if case.channel != CaseChannel.MAIL or not case.email:
        return None
    others = [person for person in lookup.persons_at(case.email) if person != root_of(case)]
    names = page.admin_site.names_of(request, others)
    rows = [(name,) for person in others if (name := names.get(person))]
    note = _(
        "An address in a mail is easily forged. Ask for something only that person knows before you hand anything out."
    )
    return Panel(_("Known under the same address"), (_("who"),), rows, note=note) if rows else None


admin.site.add_names(named_by(InboxCase))
