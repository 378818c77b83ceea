"""The facts about a candidate, as they are typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.actions.profiles import MOST, WHERE, Facts
from candidates.choices.facts import LanguageLevel, SpokenLanguage
from candidates.forms.searching import ANY, tidied
from candidates.models import Profile
from privacy.forms.days import Day, DayField
from privacy.validators import holds_national_id


class ProfileForm(forms.ModelForm):
    skills = forms.CharField(
        label=_("Skills"), required=False, max_length=3_500,
        widget=forms.Textarea({"rows": 6}), help_text=_("One a line, a few words each: Excel, truckkjøring, turnuslegging."),
    )  # fmt: skip

    class Meta:
        model = Profile
        fields = ("place", "availability", "available_from")
        widgets = {"available_from": Day}

    field_order = ("place", "availability", "available_from", "skills")

    def clean_place(self) -> str:
        return tidied(self.cleaned_data["place"])

    def clean_skills(self) -> tuple[str, ...]:
        lines = [tidied(line) for line in self.cleaned_data["skills"].splitlines()]
        named = {line.lower(): line for line in reversed(lines) if line}
        if len(named) > MOST:
            raise ValidationError(_("At most %(most)d."), params={"most": MOST})
        if too_long := [line for line in named.values() if len(line) > 60]:
            raise ValidationError(_("At most 60 letters each: %(line)s"), params={"line": too_long[0]})
        if holds_national_id("\n".join(named.values())):
            raise ValidationError(_("There is a national identity number here. Take it out."))
        return tuple(reversed(named.values()))


class CertificateForm(forms.Form):
    name = forms.CharField(label=_("Certificate"), max_length=100, required=False)
    valid_until = DayField(label=_("Valid until"), required=False)

    def clean_name(self) -> str:
        return tidied(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_until") and not data.get("name"):
            self.add_error("name", _("Say which certificate."))
        return data


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=[*ANY, *SpokenLanguage.choices], required=False)
    level = forms.TypedChoiceField(
        label=_("Level"), choices=[*ANY, *LanguageLevel.choices], coerce=int, empty_value=None, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("language") and not data.get("level"):
            self.add_error("level", _("Choose a level."))
        return data


class EachOnce(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which the first field says what they are about; empty ones are left out."""

    key = ""

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            word = str(form.cleaned_data.get(self.key) or "").lower() if form.is_valid() else ""
            if word and word in seen:
                form.add_error(self.key, _("This stands here twice."))
            seen.add(word)

    def rows(self, *names: str) -> tuple[Any, ...]:
        return tuple(tuple(form.cleaned_data[name] for name in names) for form in self.forms if self._is_said(form))

    def _is_said(self, form: Any) -> bool:
        return bool(form.cleaned_data.get(self.key))


class EachCertificateOnce(EachOnce):
    key = "name"


class EachLanguageOnce(EachOnce):
    key = "language"


CertificateRows = forms.formset_factory(CertificateForm, formset=EachCertificateOnce, extra=3, max_num=MOST)
LanguageRows = forms.formset_factory(
    LanguageForm, formset=EachLanguageOnce, extra=3, max_num=len(SpokenLanguage.values)
)


def fact_forms(data: Any, facts: Facts) -> dict[str, Any]:
    """The three that together say all the facts."""
    where = {name: getattr(facts, name) for name in WHERE}
    held = [{"name": name, "valid_until": until} for name, until in facts.certificates]
    spoken = [{"language": language, "level": level} for language, level in facts.languages]
    return {
        "form": ProfileForm(data, initial={**where, "skills": "\n".join(facts.skills)}),
        "certificates": CertificateRows(data, initial=held, prefix="certificates"),
        "languages": LanguageRows(data, initial=spoken, prefix="languages"),
    }


def facts_in(profile: ProfileForm, certificates: Any, languages: Any) -> Facts:
    said = profile.cleaned_data
    return Facts(
        place=said["place"], availability=said["availability"], available_from=said["available_from"],
        skills=said["skills"], certificates=certificates.rows("name", "valid_until"),
        languages=languages.rows("language", "level"),
    )  # fmt: skip
