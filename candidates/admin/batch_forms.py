"""The words that many applicants are sent: a field for each language one of them reads, and what was typed before."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from candidates import emails
from candidates.models import Application, StageText
from privacy.choices import Language
from privacy.validators import holds_national_id

IN_LANGUAGE = {Language.NB: gettext_lazy("in Norwegian"), Language.EN: gettext_lazy("in English")}
NO_NUMBER = gettext_lazy("There is a national identity number in the text. Take it out: it is never sent by e-mail.")
PARTS = ("subject_line", "text")


class WordsForm(forms.Form):
    """The words, in each language one of the readers reads."""

    with_subject_line = False
    label: str | Promise = gettext_lazy("Reason")
    help_text: str | Promise = gettext_lazy("Each candidate gets this by e-mail, with your name.")

    def __init__(self, *args: Any, languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in languages:
            where = IN_LANGUAGE[language]
            if self.with_subject_line:
                label = f"{gettext_lazy('Subject line')}, {where}"
                self.fields[f"subject_line_{language}"] = forms.CharField(label=label, max_length=150)
            self.fields[f"text_{language}"] = forms.CharField(
                label=f"{self.label}, {where}", max_length=4_000, widget=forms.Textarea, help_text=self.help_text
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if holds_national_id(value):
                self.add_error(name, NO_NUMBER)
            elif name.startswith("subject_line_"):
                data[name] = " ".join(value.split())
        return data

    def words(self, application: Application) -> dict[str, str]:
        """What is said to this one: `text`, and the subject line where there is one."""
        ending = f"_{emails.language_for(application)}"
        return {name.removesuffix(ending): said for name, said in self.cleaned_data.items() if name.endswith(ending)}


class MessageForm(WordsForm):
    with_subject_line = True
    label = gettext_lazy("Text")
    help_text = gettext_lazy("Greeting, position, link and your name are added. Nothing about other people.")


def typed_in(request: HttpRequest) -> list[Language]:
    """The languages something was typed in."""
    return [language for language in Language if any(_typed(request, f"{part}_{language}") for part in PARTS)]


def own_words(request: HttpRequest, texts: Iterable[StageText]) -> dict[str, str]:
    """What was typed, by its field, and is not one of these texts as it was put in."""
    given = {(field, _plain(words)) for text in texts for field, words in text.words().items()}
    fields = [f"{part}_{language}" for part in PARTS for language in Language]
    typed = {field: _typed(request, field) for field in fields}
    return {field: words for field, words in typed.items() if words and (field, _plain(words)) not in given}


def _typed(request: HttpRequest, field: str) -> str:
    words = request.POST.get(field, "")
    return words if words.strip() else ""


def _plain(words: str) -> str:
    return " ".join(words.split())
