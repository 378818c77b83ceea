"""Agreements with clients: drafted, sent, signed once, never changed, followed by the next version."""

from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import agreements
from clients.admin import agreement_steps
from clients.models import Agreement, Signatory
from clients.models.terms import TERMS
from privacy.admin import show
from privacy.admin.answering import can_be_written
from privacy.admin.base import PersonAdmin, WorkspaceAdmin, now
from privacy.admin.people import root_of, storage_panel
from privacy.admin.show import Panel

WRITTEN = ("company", "kind", *TERMS, "terms", "valid_from", "valid_until")
KNOWN = (
    "version",
    "sent_by",
    "sent_at",
    "signed_by",
    "signed_at",
    "signed_file",
    "sha256",
    "filed_by",
    "filed_at",
    "all_over",
)
UNSCANNED = _("not scanned for viruses: open it with care")


@admin.register(Agreement)
class AgreementAdmin(WorkspaceAdmin):
    menu_order = 30
    list_display = ("company", "kind", "version", "begins", "ends", "standing")
    list_select_related = ("company",)
    list_filter = ("kind",)
    search_fields = ("company__name",)
    ordering = ("-id",)
    autocomplete_fields = ("company",)
    steps = agreement_steps.STEPS
    refusals = agreement_steps.REFUSALS

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return WRITTEN if obj is None else (*WRITTEN, *KNOWN)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        return ("company", "kind", *KNOWN)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is signed is read."""
        return super().has_change_permission(request, obj) and can_be_written(request, obj, attrgetter("is_draft"))

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Agreement:
        return agreements.draft(**data)

    def change(self, request: HttpRequest, row: Agreement, data: dict[str, Any]) -> None:
        agreements.redraft(agreement=row, at=now(), **data)

    def panels(self, request: HttpRequest, row: Agreement) -> list[Panel]:
        if not request.user.has_perm("clients.view_signatory"):
            return super().panels(request, row)
        signed = row.signatories.all().visible_to(request.user).order_by("name", "pk")
        rows = [(show.link(_page_of(each), each.name), each.position) for each in signed]
        heads = (_("name"), _("position"))
        note = _("Kept as long as the law makes us keep the agreement, also when the person has asked to be erased.")
        return [Panel(_("Signed for the client"), heads, rows, note=note), *super().panels(request, row)]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Which file is offered hangs on who reads."""
        row = kwargs.get("obj")
        if row is not None:
            row.is_readable = Agreement.objects.with_a_file_for(request.user).filter(pk=row.pk).exists()
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("signed file"))
    def signed_file(self, agreement: Agreement) -> str:
        if not agreement.file:
            return show.NOTHING
        if not getattr(agreement, "is_readable", False):
            return str(_("received; opened by those who keep the accounts, and the client's own adviser"))
        found = show.link(agreement.file_url, _("Open the signed file"))
        return found if agreement.is_scanned else show.with_tag(found, UNSCANNED, "warning")

    @admin.display(description=_("all over"))
    def all_over(self, agreement: Agreement) -> str:
        return show.day(agreement.ended_on)

    @admin.display(description=_("valid from"), ordering="valid_from")
    def begins(self, agreement: Agreement) -> str:
        return show.day(agreement.valid_from)

    @admin.display(description=_("valid until"), ordering="valid_until")
    def ends(self, agreement: Agreement) -> str:
        return show.day(agreement.valid_until)

    @admin.display(description=_("state"))
    def standing(self, agreement: Agreement) -> str:
        today = timezone.localdate()
        if agreement.valid_until and agreement.valid_until < today:
            return show.tag(_("expired"), "warning")
        if agreement.is_draft:
            return show.tag(_("sent for signature"), "info") if agreement.sent_at else show.tag(_("draft"))
        return show.tag(_("in force"), "success")


@admin.register(Signatory)
class SignatoryAdmin(PersonAdmin):
    """Whom only the law keeps stands here, for those who keep the accounts, and in no other list."""

    menu_order = 36
    activity = agreements.ACTIVITY
    list_display = ("name", "position", "agreement")
    list_select_related = ("agreement__company",)
    search_fields = ("name", "agreement__company__name")
    ordering = ("name", "id")
    fields = ("name", "position", "agreement")

    def panels(self, request: HttpRequest, row: Signatory) -> list[Panel]:
        return [storage_panel(root_of(row))]


def _page_of(signatory: Signatory) -> str:
    return reverse("admin:clients_signatory_change", args=[signatory.pk])
