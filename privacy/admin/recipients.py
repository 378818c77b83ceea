"""The register of recipients, and what persons have agreed to beyond it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import recipients
from privacy.admin import show
from privacy.admin.base import PersonAdmin, WorkspaceAdmin, now
from privacy.admin.disclosures import given_to_panel
from privacy.admin.filters import in_words
from privacy.admin.request_steps import PersonField
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices import Category
from privacy.choices.disclosures import RecipientKind, ToldThrough
from privacy.forms.days import DayField
from privacy.models import Recipient, SharingAgreement
from privacy.queries.disclosures import words

CHANGE = "privacy.change_recipient"
OURS = [(kind.value, kind.label) for kind in RecipientKind if kind != RecipientKind.CLIENT]


def _end(request: HttpRequest, recipient: Recipient, data: dict[str, Any]) -> None:
    recipients.end(recipient=recipient, at=now())


def _goes_on(recipient: Recipient) -> bool:
    return recipient.ended_on is None


class RecipientForm(forms.ModelForm):
    """Constraints of the model say what a kind needs; what does not belong to it is left empty."""

    kind = forms.ChoiceField(label=_("kind"), choices=OURS)

    class Meta:
        model = Recipient
        fields = (
            "kind", "name", "org_number", "contact_address", "purpose", "law", "agreement_from", "agreement_until",
            "sub_processors", "country", "safeguard",
        )  # fmt: skip

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


@admin.register(Recipient)
class RecipientAdmin(WorkspaceAdmin):
    """Whoever is not here is given nothing: the database refuses it."""

    menu_order = 47
    list_display = ("name", "kind", "standing", "purpose")
    list_filter = ("kind", ("ended_on", in_words(_("state"), empty=_("in use"), filled=_("ended"))))
    search_fields = ("name", "=org_number")
    ordering = ("name", "id")
    refusals = {recipients.IsAClient: _("What a client is called is changed under clients.")}
    steps = (
        Step(
            "end", _("End: nothing more is given"), _end, CHANGE, _("Ended. What was given stays in the ledger."),
            question=_("From today on nothing can be given to this recipient."), is_open=_goes_on,
            refusals={recipients.AlreadyEnded: _("It ended before.")},
        ),
    )  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.kind != RecipientKind.CLIENT)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            kwargs["form"] = RecipientForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return RecipientForm.Meta.fields if obj is None else (*RecipientForm.Meta.fields, "ended_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("ended_on",)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Recipient:
        return recipients.register(**data)

    def change(self, request: HttpRequest, row: Recipient, data: dict[str, Any]) -> None:
        recipients.change(recipient=row, **data)

    def panels(self, request: HttpRequest, row: Recipient) -> list[Panel]:
        return [given_to_panel(row)]

    @admin.display(description=_("state"))
    def standing(self, recipient: Recipient) -> str:
        return show.tag(_("ended")) if recipient.ended_on else show.tag(_("in the register"), "success")


class AgreementForm(forms.ModelForm):
    who = PersonField()
    recipient = forms.ModelChoiceField(
        Recipient.objects.filter(kind=RecipientKind.AGREED, ended_on=None), label=_("recipient"),
        help_text=_("Somebody new is entered in the register of recipients first."),
    )  # fmt: skip
    categories = forms.MultipleChoiceField(
        label=_("which data"), choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayField(label=_("from"))
    ends_on = DayField(label=_("last day"))
    through = forms.ChoiceField(
        label=_("agreed by"), choices=[(each.value, each.label) for each in ToldThrough if each != ToldThrough.WEBSITE]
    )

    class Meta:
        model = SharingAgreement
        fields = ("recipient", "categories", "purpose", "starts_on", "ends_on", "through", "evidence")


def _withdraw(request: HttpRequest, agreement: SharingAgreement, data: dict[str, Any]) -> None:
    recipients.withdraw(agreement=agreement, by=request.user, at=now())


def _stands(agreement: SharingAgreement) -> bool:
    return agreement.withdrawn_at is None


@admin.register(SharingAgreement)
class SharingAgreementAdmin(PersonAdmin):
    """What a person agreed to: recipient, data, purpose, period."""

    menu_order = 48
    activity = "rights"
    list_display = ("recipient", "person", "which", "until", "standing")
    list_filter = (("withdrawn_at", in_words(_("state"), empty=_("in force"), filled=_("withdrawn"))),)
    list_select_related = ("recipient", "subject")
    ordering = ("-recorded_at", "id")
    refusals = {
        recipients.NotForAgreements: _("That recipient is given data for reasons of its own, not by agreement."),
    }
    steps = (
        Step(
            "withdraw", _("The person takes it back"), _withdraw, "privacy.change_sharingagreement",
            _("Taken back: nothing more is given on it."), is_open=_stands,
            question=_("From now on nothing can be given on this agreement. What was given before stays lawful."),
            refusals={recipients.AlreadyEnded: _("It was taken back before.")},
        ),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = AgreementForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("who", *AgreementForm.Meta.fields)
        terms = ("purpose", "starts_on", "ends_on", "through", "evidence", "recorded_by", "recorded_at", "withdrawn_at")
        return ("recipient", "which", *terms)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("which",)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> SharingAgreement:
        return recipients.agree(subject_id=data.pop("who"), by=request.user, at=now(), **data)

    @admin.display(description=_("person"))
    def person(self, agreement: SharingAgreement) -> str:
        return str(agreement.subject.root_id)

    @admin.display(description=_("which data"))
    def which(self, agreement: SharingAgreement) -> str:
        return ", ".join(words(agreement.categories))

    @admin.display(description=_("last day"), ordering="ends_on")
    def until(self, agreement: SharingAgreement) -> str:
        return show.day(agreement.ends_on)

    @admin.display(description=_("state"))
    def standing(self, agreement: SharingAgreement) -> str:
        return show.tag(_("taken back")) if agreement.withdrawn_at else show.tag(_("in force"), "success")
