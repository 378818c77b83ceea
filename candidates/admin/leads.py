"""Leads: who answered a campaign, where we have them from, and what becomes of them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import conversions, leads
from candidates.choices import KeepScope
from candidates.models import Lead
from candidates.validators import phone_number
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.disclosures import given_panel
from privacy.admin.informing import sources_panel
from privacy.admin.paginator import CAP
from privacy.admin.people import erase_step, named_by, root_of, statements_panel, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step
from privacy.admin.work import list_of
from privacy.forms import AddressField, NameField
from privacy.forms.days import DayField


class CorrectForm(forms.ModelForm):
    first_name = NameField(label=_("first name"), max_length=100)
    last_name = NameField(label=_("last name"), max_length=100)
    email = AddressField(label=_("e-mail address"), max_length=254, required=False)

    class Meta:
        model = Lead
        fields = ("first_name", "last_name", "email", "phone", "language")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return phone_number(typed) if typed else ""


class ConvertForm(forms.Form):
    go_ahead_on = DayField(label=_("Said yes on"), help_text=_("The storage time counts from this day."))
    go_ahead = forms.CharField(
        label=_("How we know"), max_length=300,
        help_text=_("For example: said on the telephone 3 March, confirmed by e-mail."),
    )  # fmt: skip
    keep_scope = forms.ChoiceField(
        label=_("What the person said yes to"), choices=KeepScope.choices, widget=forms.RadioSelect
    )


def _convert(request: HttpRequest, row: Lead, data: dict[str, Any]) -> None:
    conversions.convert(lead=row, by=request.user, at=now(), **data)


REFUSALS: dict[type[Exception], Any] = {
    conversions.NotTold: _(
        "The person does not know yet where we have the data from. Tell it first, by telephone, letter or at the desk, and "
        "write that down under “Where we have it from”."
    ),
    conversions.WrongDay: _("The yes lies between the answer to the campaign and today."),
    conversions.NoPosition: _(
        "The campaign has no open position now: the person can only say yes to the candidate base."
    ),
}


@admin.register(Lead)
class LeadAdmin(PersonAdmin):
    menu_order = 8
    activity = leads.ACTIVITY
    list_display = ("name", "campaign", "reached_at", "answered", "received")
    list_filter = ("campaign", "door")
    list_select_related = ("campaign",)
    search_fields = ("last_name", "email", "reference")
    ordering = ("-received_at", "id")
    readonly_fields = (
        "campaign", "partner", "their_statement", "reference", "door", "wording", "shown_words", "consent", "answer",
        "answered_on", "received_at",
    )  # fmt: skip
    fieldsets = (
        (_("Contact"), {"fields": ("first_name", "last_name", "email", "phone", "language")}),
        (_("What the person said"), {"fields": ("answer", "consent")}),
        (
            _("Where we have it from"),
            {"fields": ("campaign", "partner", "their_statement", "reference", "door", "answered_on", "received_at",
                        "wording", "shown_words")},
        ),
    )  # fmt: skip
    form = CorrectForm
    refusals = {leads.CannotBeReached: _("Keep an e-mail address or a telephone number.")}
    steps = (
        Step(
            "convert", _("Make a candidate"), _convert, "candidates.change_lead",
            _("The lead is a candidate now, with the same history. The receipt asks to confirm the address."),
            form=ConvertForm, refusals=REFUSALS, tone="next", leaves=True,
        ),
        erase_step("candidates.delete_lead"),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come in through a campaign only."""
        return False

    def change(self, request: HttpRequest, row: Lead, data: dict[str, Any]) -> None:
        leads.correct(lead=row, by=request.user, at=now(), **data)

    def panels(self, request: HttpRequest, row: Lead) -> list[Panel]:
        person = root_of(row)
        return [
            *statements_panel(person), sources_panel(request, person), given_panel(person), storage_panel(person), trail_panel(person),
        ]  # fmt: skip

    @admin.display(description=_("name"), ordering="last_name")
    def name(self, lead: Lead) -> str:
        return str(lead)

    @admin.display(description=_("reached at"))
    def reached_at(self, lead: Lead) -> str:
        return lead.email or lead.phone

    @admin.display(description=_("answered"), ordering="answered_on")
    def answered(self, lead: Lead) -> str:
        return show.day(lead.answered_on)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, lead: Lead) -> str:
        return show.day(lead.received_at)

    @admin.display(description=_("partner"))
    def partner(self, lead: Lead) -> str:
        return str(lead.campaign.partner)

    @admin.display(description=_("the partner's privacy statement"))
    def their_statement(self, lead: Lead) -> str:
        return show.link(lead.campaign.statement_url, lead.campaign.statement_url)

    @admin.display(description=_("what the channel said"))
    def shown_words(self, lead: Lead) -> str:
        return show.text(lead.wording.text(lead.language))


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm("candidates.change_lead"):
        return []
    count = Lead.objects.visible_to(request.user)[:CAP].count()
    return [Waiting(_("answers to campaigns"), count, list_of(Lead))]


admin.site.add_waiting(waiting)
admin.site.add_names(named_by(Lead))
