"""What a client orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import JobOrder

NOT_THEIR_SUB_UNIT = _("This sub-unit is not this client's. Choose one of the client's own, or none.")


class JobOrderForm(forms.ModelForm):
    """An order; its workplace is one of its client's."""

    class Meta:
        model = JobOrder
        fields = ("company", "sub_unit", "kind", "title", "adviser")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        unit, company = data.get("sub_unit"), data.get("company")
        of = company.pk if company else self.instance.company_id
        if unit and of and unit.company_id != of:
            self.add_error("sub_unit", NOT_THEIR_SUB_UNIT)
        return data
