"""Contact persons at clients."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import companies
from clients.admin.proprietors import hidden_from
from clients.forms.contacts import ContactForm
from clients.models import ClientContact
from privacy.actions import consents
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.informing import sources_panel
from privacy.admin.people import erase_step, named_by, root_of, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices import Channel, ConsentPurpose, NoticeKind
from privacy.models import Notice


def _end(request: HttpRequest, contact: ClientContact, data: dict[str, Any]) -> None:
    companies.end_contact(contact=contact, by=request.user, at=now())


def _news(request: HttpRequest, contact: ClientContact, data: dict[str, Any]) -> None:
    how = {"language": settings.LANGUAGE_CODE, "channel": Channel.STAFF, "by": request.user, "at": now()}
    consents.give(subject_id=root_of(contact), purpose=ConsentPurpose.NEWSLETTER, **how)


def _words(contact: ClientContact) -> dict[str, Any]:
    """What the person says yes to."""
    words = Notice.objects.in_force(NoticeKind.NEWSLETTER, timezone.localdate()).text(settings.LANGUAGE_CODE)
    return {"panels": [Panel(_("What the person says yes to"), (_("text"),), [(show.text(words),)])]}


def _goes_on(contact: ClientContact) -> bool:
    return contact.ended_at is None


@admin.register(ClientContact)
class ClientContactAdmin(PersonAdmin):
    menu_order = 20
    activity = companies.ACTIVITY
    list_display = ("name", "company", "position", "role", "standing")
    list_select_related = ("company",)
    list_filter = ("role", ("ended_at", in_words(_("relation"), empty=_("in contact"), filled=_("ended"))))
    search_fields = ("name", "email", "company__name")
    ordering = ("name", "id")
    autocomplete_fields = ("company",)
    form = ContactForm
    fields = ("company", "name", "email", "phone", "position", "role", "started_on")
    refusals = {
        companies.AlreadyThere: _(
            "A contact person with this address was added to this client a moment ago. Look among its contact persons."
        ),
        companies.NoProprietor: _(
            "Only a sole proprietorship has its owner as contact person, and who is the owner stays the owner: add another "
            "contact person instead."
        ),
    }
    steps = (
        Step(
            "end", _("End the relation"), _end, "clients.change_clientcontact", _("Ended: the storage time begins."),
            question=_("The person no longer speaks for the client. The data are deleted when the storage time is over."),
            is_open=_goes_on,
            refusals={companies.AlreadyEnded: _("This relation ended before.")},
        ),
        Step(
            "news", _("Has asked for news"), _news, "clients.change_clientcontact", _("The consent is written down."),
            question=_("Only when the person has said so. Read the words below to them first, or have them read it."),
            is_open=_goes_on, preview=_words, refusals={consents.AlreadyGiven: _("This was written down today already.")},
        ),
        erase_step("clients.delete_clientcontact"),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("company",)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> ClientContact:
        return companies.add_contact(by=request.user, at=now(), **data)

    def change(self, request: HttpRequest, row: ClientContact, data: dict[str, Any]) -> None:
        companies.change_contact(contact=row, by=request.user, at=now(), **data)

    def panels(self, request: HttpRequest, row: ClientContact) -> list[Panel]:
        hidden, root = hidden_from(request), root_of(row)
        return [
            sources_panel(request, root, hidden=hidden), storage_panel(root, hidden=hidden), trail_panel(root, hidden=hidden)
        ]  # fmt: skip

    @admin.display(description=_("state"))
    def standing(self, contact: ClientContact) -> str:
        return show.tag(_("ended")) if contact.ended_at else show.tag(_("in contact"), "success")


admin.site.add_names(named_by(ClientContact))
