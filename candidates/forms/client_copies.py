"""What the adviser marks of a document: areas drawn or typed, words, whole pages. Each works without a script."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.ports import Area

MOST_LINES = 400


class CoverForm(forms.Form):
    words = forms.CharField(
        label=_("Words to cover"), required=False, max_length=4_000, widget=forms.Textarea({"rows": 4}),
        help_text=_("One or several words on each line, as they stand in the text. They are covered wherever they stand."),
    )  # fmt: skip
    areas = forms.CharField(
        label=_("Areas to cover"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "One area on each line: the page, then left, top, right and bottom in percent of the page. 1 0 0 100 20 is the"
            " upper fifth of the first page. Or draw on the pages with the mouse."
        ),
    )  # fmt: skip
    without = forms.CharField(
        label=_("Pages to leave out"), required=False, max_length=200, help_text=_("Numbers, as 2, 4-6.")
    )

    def clean_words(self) -> list[str]:
        words = [" ".join(line.split()) for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if any(len(word) < 2 for word in words):
            raise ValidationError(_("A single letter would cover nearly everything. Write whole words."))
        return words[:MOST_LINES]

    def clean_areas(self) -> list[Area]:
        return [_area(line) for line in self.cleaned_data["areas"].splitlines()[:MOST_LINES] if line.strip()]

    def clean_without(self) -> list[int]:
        pages: set[int] = set()
        for part in filter(None, re.split(r"[\s,;]+", self.cleaned_data["without"].replace(" - ", "-"))):
            found = re.fullmatch(r"([0-9]{1,3})(?:[-–]([0-9]{1,3}))?", part)
            if not found:
                raise ValidationError(_("Write numbers of pages, as 2, 4-6."))
            first, last = int(found[1]), int(found[2] or found[1])
            pages.update(range(min(first, last), min(max(first, last), 999) + 1))
        return sorted(pages)


def _area(line: str) -> Area:
    numbers = re.findall(r"[0-9]+(?:[.,][0-9]+)?", line)
    if len(numbers) != 5 or re.sub(r"[0-9.,;\s%]", "", line) or not numbers[0].isdigit():
        raise ValidationError(
            _("“%(line)s” is no area: write five numbers, as 1 0 0 100 20."), params={"line": line[:60]}
        )
    page, (left, top, right, bottom) = int(numbers[0]), (float(each.replace(",", ".")) for each in numbers[1:])
    if not (0 <= left < right <= 100 and 0 <= top < bottom <= 100 and 1 <= page <= 999):
        raise ValidationError(
            _("“%(line)s” is no area: left comes before right, top before bottom, none beyond 100."),
            params={"line": line[:60]},
        )
    return page, left, top, right, bottom
