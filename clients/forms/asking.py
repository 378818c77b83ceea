"""Forms whose text may seem to ask what the law seldom allows: the words, the law, and the reason of who keeps them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms.ad_text import AdTextField
from clients.forms.occupations import OccupationField
from clients.queries import asking
from privacy.choices.questions import AskGround


class AskingForm(forms.ModelForm):
    """Of an ad. A draft is saved whatever it asks; what stands on the site says why. Its occupation is one of the list."""

    body = AdTextField()
    occupation = OccupationField()
    texts = ("title", "summary", "body")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.published_at and not says_why(data):
            refuse(self, asking.of((data.get(name) or "" for name in self.texts), order_id=self.instance.order_id))
        return data


def says_why(data: dict[str, Any]) -> bool:
    return bool(data.get("asks_ground") and (data.get("asks_because") or "").strip())


def refuse(form: forms.BaseForm, found: asking.Found) -> None:
    """The warning beside what is still to be filled in."""
    if found:
        form.add_error("asks_because" if form.cleaned_data.get("asks_ground") else "asks_ground", asking.warning(found))


def ground_fields() -> dict[str, forms.Field]:
    """The same two fields on a form that is no model's."""
    return {
        "asks_ground": forms.ChoiceField(
            label=_("Why it may be asked"), choices=[("", "---------"), *AskGround.choices], required=False,
            help_text=_("Only where the text seems to ask what the law seldom allows: what makes it lawful here."),
        ),
        "asks_because": forms.CharField(label=_("Why, in your words"), max_length=300, required=False),
    }  # fmt: skip
