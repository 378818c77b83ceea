"""What stays when two candidates turn out to be one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate

CHOSEN = ("first_name", "last_name", "phone", "language")


class MergeForm(forms.Form):
    """Who goes on, where that is free; of each thing they say differently, which stays; and that somebody has looked."""

    goes_on = forms.ChoiceField(label=_("Who goes on"), widget=forms.RadioSelect)
    is_one = forms.BooleanField(
        label=_("I have made sure that this is one person"),
        error_messages={"required": _("Make sure first: what one of them wrote is shown to the other from now on.")},
    )

    def __init__(self, *args: Any, both: tuple[Candidate, Candidate], goes_on: list[Candidate], **kwargs: Any) -> None:
        """`goes_on` are those who may: the one with the account, or either."""
        super().__init__(*args, **kwargs)
        self.both = both
        named = {each.pk: getattr(each, "email", "") for each in both}
        chosen: Any = self.fields["goes_on"]
        chosen.choices = [(str(each.pk), f"{each} {named[each.pk]}".strip()) for each in goes_on]
        chosen.initial = chosen.choices[0][0]
        for name in CHOSEN:
            self._offer(name)
        self.order_fields(["goes_on", *CHOSEN, "is_one"])

    def _offer(self, name: str) -> None:
        said = list(dict.fromkeys(getattr(each, name) for each in self.both if getattr(each, name)))
        if len(said) < len(self.both):
            return
        field = Candidate._meta.get_field(name)
        shown = dict(getattr(field, "flatchoices", []))
        self.fields[name] = forms.ChoiceField(
            label=field.verbose_name, choices=[(value, shown.get(value, value)) for value in said],  # type: ignore[union-attr]
            widget=forms.RadioSelect, initial=said[0],
        )  # fmt: skip

    def settled(self) -> tuple[Candidate, Candidate, dict[str, str]]:
        """Who is taken in, who goes on, and with what; what only one of them says stays in any case."""
        data = self.cleaned_data
        into = next(each for each in self.both if str(each.pk) == data["goes_on"])
        lost = next(each for each in self.both if each is not into)
        stays = {name: data.get(name) or getattr(into, name) or getattr(lost, name) for name in CHOSEN}
        return lost, into, stays
