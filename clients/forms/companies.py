"""Clients and their sub-units as they are typed: the number is looked up, the rest is filled in by the register."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.choices import CompanyForm, Heard
from clients.models import ClientCompany, SubUnit
from clients.models.company import of_restricted
from clients.ports import Unit
from clients.registries import entity_register
from privacy.validators import organisation_number

ANY = ("", _("as Enhetsregisteret has it"))


def refuse_known(org_number: str) -> None:
    """One number, one client: the sentence links the one that is there, for whoever may see it."""
    company = ClientCompany.objects.filter(org_number=org_number).first()
    sub_unit = SubUnit.objects.filter(org_number=org_number).select_related("company").first()
    known = company or (sub_unit and sub_unit.company)
    if known is None:
        return
    if ClientCompany.objects.filter(pk=known.pk, pk__in=of_restricted()).exists():
        raise forms.ValidationError(_("A client with this organisation number is registered already."))
    text = gettext("A client with this organisation number is registered already:")
    if sub_unit:
        text = gettext("This is the number of a sub-unit of a client that is registered already:")
    page = reverse("admin:clients_clientcompany_change", args=[known.pk])
    raise forms.ValidationError(format_html('{} <a href="{}">{}</a>', text, page, known.name))


class CompanyAddForm(forms.ModelForm):
    """A new client. While the register is off or does not answer, name and form are typed."""

    form = forms.ChoiceField(
        label=_("Organisation form"), required=False, choices=[ANY, *CompanyForm.choices],
        help_text=_("Only needed when Enhetsregisteret does not answer."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Address"), required=False, max_length=250,
        help_text=_("Empty: as Enhetsregisteret has it. Of a sole proprietorship no address is kept."),
    )  # fmt: skip

    class Meta:
        model = ClientCompany
        fields = ()  # its page says which

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Empty: as Enhetsregisteret has it.")

    def clean_org_number(self) -> str:
        number = str(self.cleaned_data["org_number"])
        organisation_number(number)
        refuse_known(number)
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if number := data.get("org_number"):
            self._look_up(number, data)
        return data

    def _look_up(self, number: str, data: dict[str, Any]) -> None:
        answer = entity_register().unit(number)
        data["heard"], unit = answer.heard, answer.unit
        if answer.heard in (Heard.UNKNOWN, Heard.REMOVED):
            self.add_error("org_number", Heard(answer.heard).label)
        elif unit is None and not data.get("name"):
            self.add_error("name", Heard(answer.heard).label)
        elif unit is None and not data.get("form"):
            self.add_error("form", _("Say which form it has: a sole proprietorship is a person."))
        typed = Unit(number, data.get("name", ""), form=data.get("form", ""), address=data.get("address", ""))
        data["unit"] = unit or typed
        data["name"] = data.get("name") or data["unit"].name


class SubUnitForm(forms.ModelForm):
    """A workplace of a client, by its number."""

    class Meta:
        model = SubUnit
        fields = ("company", "org_number", "name", "address")

    def clean_org_number(self) -> str:
        number = str(self.cleaned_data["org_number"])
        organisation_number(number)
        refuse_known(number)
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("org_number") and data.get("company"):
            self._look_up(data["org_number"], data["company"], data)
        return data

    def _look_up(self, number: str, company: ClientCompany, data: dict[str, Any]) -> None:
        answer = entity_register().sub_unit(number)
        data["is_looked_up"], unit = answer.unit is not None, answer.unit
        if answer.heard in (Heard.UNKNOWN, Heard.REMOVED):
            self.add_error("org_number", Heard(answer.heard).label)
        elif unit and unit.parent and unit.parent != company.org_number:
            self.add_error("org_number", _("This sub-unit belongs to another company."))
        elif unit is None and not data.get("name"):
            self.add_error("name", Heard(answer.heard).label)
        data["unit"] = unit or Unit(number, data.get("name", ""), address=data.get("address", ""))
