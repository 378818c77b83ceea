"""A CV that came by mail or over the desk, on one page: who, the file, from whom and when."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.actions import searches
from candidates.forms.kept_file import KeepsItsFile
from candidates.models import Candidate
from candidates.queries.likeness import who_may_be
from privacy.choices.disclosures import CollectionSource
from privacy.forms import AddressField, NameField
from privacy.forms.days import DayField
from privacy.forms.own_pages import PhoneField
from privacy.models import CaseFile
from privacy.ports import Actor

NEW = "new"
HERE_ALREADY = _("Somebody like this is here already. Look, and say who it is.")


class IntakeForm(KeepsItsFile):
    """Where it came from and when is what the storage time counts from."""

    first_name = NameField(label=_("first name"), max_length=100)
    last_name = NameField(label=_("last name"), max_length=100)
    email = AddressField(label=_("e-mail address"), max_length=254, required=False)
    phone = PhoneField(label=_("telephone"), required=False)
    received_on = DayField(
        label=_("data received on"), help_text=_("The storage time counts from this day."),
        error_messages={"required": _("Say when it came: without the day nobody knows how long it may be kept.")},
    )  # fmt: skip
    collected_from = forms.ChoiceField(
        label=_("received from"), initial=CollectionSource.PERSON,
        choices=[(CollectionSource.PERSON, _("the person")), (CollectionSource.OTHER, CollectionSource.OTHER.label)],
        help_text=_("The person is told at once by e-mail; without an address you tell them within 30 days."),
    )  # fmt: skip
    source_name = forms.CharField(
        label=_("who it is from"), max_length=150, required=False, help_text=_("If it is not from the person.")
    )
    same = forms.CharField(label=_("Is it one of these?"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Candidate
        fields = (
            "same", "cv", "first_name", "last_name", "email", "phone", "language", "received_on", "collected_from",
            "source_name", "kept",
        )  # fmt: skip

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day has not come yet: write the day it came."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("collected_from") == CollectionSource.OTHER and not data.get("source_name"):
            self.add_error("source_name", _("Say who it is from: the person has a right to know."))
        sent = data.get("cv")
        self.take_what_is_here(data)
        data["into"] = None if self.errors else self._who(data)
        if self.errors and sent:
            self.put_aside(sent)
        return data

    def _who(self, data: dict[str, Any]) -> Candidate | None:
        """Whoever was chosen of those it may be; None for somebody new. Where nobody has chosen, the page asks."""
        named = {name: data.get(name, "") for name in ("email", "phone", "first_name", "last_name")}
        found = {str(each.pk): each for each in who_may_be(among=Candidate.objects.visible_to(self.reader), **named)}
        chosen = data.get("same", "")
        if found and chosen not in (NEW, *found):
            self._ask(found)
        return found.get(chosen)

    def _ask(self, found: dict[str, Any]) -> None:
        """Who is shown is found as by a search, whatever it was typed for: in the trail."""
        people = [each.subject_id for each in found.values()]
        searches.record_found(people=people, by=self.reader, at=timezone.now())
        choices = [(pk, self._told(each)) for pk, each in found.items()]
        self.fields["same"].widget = forms.RadioSelect(choices=[*choices, (NEW, _("None of them: somebody new"))])
        self.add_error("same", HERE_ALREADY)

    def _told(self, each: Any) -> str:
        where = ", ".join(filter(None, [each.email, each.phone]))
        return format_html(
            '<a href="{}">{}</a> {}: {}', each.get_absolute_url(), each, where, _("add the file to this person")
        )


def sent(data: dict[str, Any]) -> dict[str, Any]:
    """What the action takes of the cleaned form."""
    who = {name: data[name] for name in ("first_name", "last_name", "email", "phone", "language")}
    came = ("received_on", "collected_from", "source_name", "cv", "case_file", "kept", "into")
    return {"who": who, **{name: data[name] for name in came}}


def attachment(number: str, *, reader: Actor) -> CaseFile | None:
    """A file that came with a mail, if this colleague may see the mail."""
    try:
        return CaseFile.objects.visible_to(reader).filter(pk=uuid.UUID(number)).select_related("case").first()
    except ValueError:
        return None
