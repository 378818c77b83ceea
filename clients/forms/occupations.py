"""A field for an occupation of STYRK-08: typed or picked by title, in a list that needs no script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.queries import occupations


class OccupationWidget(forms.TextInput):
    """A line with all titles beneath it (`datalist`): the browser narrows them down while one types."""

    template_name = "clients/parts/occupation_widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"] |= {"list": list_id, "autocomplete": "off"}
        context["widget"]["occupations"] = occupations.titled()
        return context | {"list_id": list_id}

    def format_value(self, value: Any) -> str | None:
        """A code with its name; what was typed and is no code stands as it was typed."""
        words = super().format_value(value)
        return f"{words} {title}" if words and (title := occupations.name(words)) else words


class OccupationField(forms.CharField):
    """Cleans to four digits that are in the table. Unknown: some to choose from, never one guessed."""

    widget = OccupationWidget

    def __init__(self, **kwargs: Any) -> None:
        given = {
            "label": gettext_lazy("Occupation"), "max_length": 150, "required": False,
            "help_text": gettext_lazy("Type some of the title and choose from the list (STYRK-08), or type the four digits."),
        }  # fmt: skip
        super().__init__(**(given | kwargs))

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        if found := occupations.meant(typed):
            return found.code
        near = ", ".join(f"{each.code} {each.named()}" for each in occupations.like(typed))
        unknown = _("STYRK-08 has no such occupation. Choose one from the list.")
        raise ValidationError(f"{unknown} {_('Perhaps: %(titles)s') % {'titles': near}}" if near else unknown)
