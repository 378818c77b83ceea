"""Clients that are persons: what every page about a person shows and offers."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import proprietors
from clients.models import SoleProprietor
from privacy.admin import show
from privacy.admin.base import PersonAdmin
from privacy.admin.filters import in_words
from privacy.admin.informing import sources_panel
from privacy.admin.people import erase_step, named_by, root_of, storage_panel, trail_panel
from privacy.admin.show import Panel

HIDDEN = ("clients.creditassessment", "clients.prepayment")


def hidden_from(request: HttpRequest) -> tuple[str, ...]:
    """Whose rows are not told on a person's page: that credit was assessed is for those who assess it."""
    return () if request.user.has_role("manager", "finance") else HIDDEN


@admin.register(SoleProprietor)
class SoleProprietorAdmin(PersonAdmin):
    menu_order = 15
    activity = proprietors.ACTIVITY
    list_display = ("name", "company", "bond", "standing")
    list_select_related = ("company",)
    list_filter = ("bond", ("ended_at", in_words(_("relation"), empty=_("not ended"), filled=_("ended"))))
    search_fields = ("name", "=org_number")
    ordering = ("name", "id")
    fields = ("company", "name", "org_number", "bond", "agreement_ended_on", "ended_at")
    steps = (erase_step("clients.delete_soleproprietor"),)

    def panels(self, request: HttpRequest, row: SoleProprietor) -> list[Panel]:
        hidden, root = hidden_from(request), root_of(row)
        return [
            sources_panel(request, root, hidden=hidden),
            storage_panel(root, hidden=hidden),
            trail_panel(root, hidden=hidden),
        ]

    @admin.display(description=_("state"))
    def standing(self, proprietor: SoleProprietor) -> str:
        return show.tag(_("ended")) if proprietor.ended_at else show.tag(_("a client"), "success")


admin.site.add_names(named_by(SoleProprietor))
