"""A text for a stage, read for what may seldom be asked before it is used."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms.asking import refuse, says_why
from clients.queries import asking

TEXTS = ("subject_line_nb", "text_nb", "subject_line_en", "text_en")


class StageTextForm(forms.ModelForm):
    """Kept whatever it asks as long as it is not in use; used, it says why."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_in_use") and not says_why(data):
            refuse(self, asking.of((data.get(name) or "" for name in TEXTS), order_id=None))
        return data

    class Meta:
        help_texts = {
            "asks_because": _("Kept with the text. Where something is asked, the text itself must say why, too."),
        }
