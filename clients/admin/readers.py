"""Who follows which order on the website: let in, taken out."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import readers
from clients.models import OrderReader
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.steps import Step


def _revoke(request: HttpRequest, reader: OrderReader, data: dict[str, Any]) -> None:
    readers.revoke(reader=reader, by=request.user, at=now())


def _stands(reader: OrderReader) -> bool:
    return reader.revoked_at is None


@admin.register(OrderReader)
class OrderReaderAdmin(PersonAdmin):
    menu_order = 25
    activity = readers.ACTIVITY
    list_display = ("contact", "order", "since", "standing")
    list_select_related = ("contact", "order__company")
    list_filter = (("revoked_at", in_words(_("access"), empty=_("reads it"), filled=_("taken back"))), "is_invited")
    search_fields = ("contact__name", "contact__email", "order__title")
    ordering = ("-id",)
    autocomplete_fields = ("contact", "order")
    refusals = {
        readers.OrderIsClosed: _("A closed order lets nobody in any more."),
        readers.WrongCompany: _("This person does not speak for the client that ordered."),
        readers.AlreadyReads: _("This person follows the order already."),
    }
    steps = (
        Step(
            "revoke", _("Take back the access"), _revoke, "clients.change_orderreader", _("The person does not see the order any more."),
            is_open=_stands, refusals={readers.AlreadyRevoked: _("This access was taken back before.")}, in_bulk=True,
            tone="danger",
        ),
    )  # fmt: skip

    def subject_of(self, row: OrderReader) -> Any:
        return row.contact.subject_id

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        chosen = ("contact", "order")
        return (
            chosen if obj is None else (*chosen, "is_invited", "invited_by", "only_reads", "granted_at", "revoked_at")
        )

    def add(self, request: HttpRequest, data: dict[str, Any]) -> OrderReader:
        return readers.grant(by=request.user, at=now(), **data)

    @admin.display(description=_("let in"), ordering="granted_at")
    def since(self, reader: OrderReader) -> str:
        return show.day(reader.granted_at)

    @admin.display(description=_("state"))
    def standing(self, reader: OrderReader) -> str:
        if reader.revoked_at:
            return show.tag(_("taken back"))
        return show.tag(_("invited by a colleague") if reader.is_invited else _("let in by us"), "success")
