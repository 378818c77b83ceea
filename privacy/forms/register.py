"""What one looks for in the public register."""

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy.choices import LegalGround

MOST = 100  # signs


class RegisterFilter(forms.Form):
    """Both parts are optional; a ground there is none of is ignored, not an error: links grow old."""

    q = forms.CharField(
        label=_("Search the register"), required=False, max_length=MOST, strip=True,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Ground in law"), required=False)

    def __init__(self, asked: QueryDict) -> None:
        ground = asked.get("ground", "")
        known = {"q": asked.get("q", "")[:MOST], "ground": ground if ground in LegalGround.values else ""}
        super().__init__(known, auto_id="filter-%s")
        self.fields["ground"].choices = [("", _("All")), *((each.value, capfirst(each.label)) for each in LegalGround)]
        self.full_clean()

    @property
    def words(self) -> list[str]:
        return self.cleaned_data.get("q", "").split()

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("ground", "")

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.chosen)
