"""A client's contact person as advisers type one: reachable, and once at each client."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import ClientContact
from privacy.forms import PhoneField


class ContactForm(forms.ModelForm):
    """Whoever is set aside is not told of; whoever has left may come again."""

    phone = PhoneField(label=_("telephone"), required=False)

    class Meta:
        model = ClientContact
        fields = ()  # its page says which

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if self.instance._state.adding and (company := self.cleaned_data.get("company")):
            refuse_known(company, email)
        return email


def refuse_known(company: Any, email: str) -> None:
    known = ClientContact.objects.unrestricted().filter(company=company, ended_at=None, email__iexact=email).first()
    if known is not None:
        text = gettext("This client has a contact person with this address already:")
        page = reverse("admin:clients_clientcontact_change", args=[known.pk])
        raise forms.ValidationError(format_html('{} <a href="{}">{}</a>', text, page, known.name))
