"""What an adviser fills in about an interview: how and with whom, the times to choose among, or the one that is set."""

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions.interviews import Meeting
from candidates.choices.interviews import InterviewKind
from candidates.models import Application
from clients.models import ClientContact
from privacy.admin.filters import staff
from privacy.admin.moments import MomentField
from privacy.forms.days import DayField
from privacy.validators import holds_national_id

MOST_TIMES = 5
FARTHEST = datetime.timedelta(days=2 * 366)
FAR = _("That is more than two years ahead. Check the year.")
HOW = ("kind", "minutes", "place", "video_link", "led_by", "contact")


class HowForm(forms.Form):
    """Where and how long; what the database demands is asked here first."""

    kind = forms.ChoiceField(label=_("How"), choices=InterviewKind.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=480, initial=60)
    place = forms.CharField(
        label=_("Where"), max_length=200, required=False,
        help_text=_("For a meeting in person. The candidate, and who takes part for the client, read it."),
    )  # fmt: skip
    video_link = forms.URLField(
        label=_("Link to the video meeting"), max_length=500, required=False, assume_scheme="https",
        help_text=_("For a meeting by video; it begins with https://."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        place, link = data.get("place", ""), data.get("video_link", "")
        if data.get("kind") == InterviewKind.ON_SITE and not place:
            self.add_error("place", _("Say where you meet."))
        if data.get("kind") == InterviewKind.VIDEO and not link and "video_link" not in self.errors:
            self.add_error("video_link", _("Give the link of the video meeting."))
        if link and not link.startswith("https://"):
            self.add_error("video_link", _("The link begins with https://."))
        if holds_national_id(place):
            self.add_error("place", _("There is a national identity number in the text. Take it out."))
        return data


class MeetingForm(HowForm):
    led_by = forms.ModelChoiceField(staff().none(), label=_("From the agency"), empty_label=None)
    contact = forms.ModelChoiceField(
        ClientContact.objects.none(), label=_("From the client"), required=False, empty_label=_("nobody"),
        help_text=_(
            "Gets an entry for the calendar, and of the candidate what a presentation has told already: else a number alone."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        return {"meeting": Meeting(**{name: data.pop(name) for name in HOW})} | data


class SetForm(MeetingForm):
    starts_at = MomentField(label=_("Begins"))
    field_order = ("starts_at",)

    def clean_starts_at(self) -> datetime.datetime:
        return ahead(self.cleaned_data["starts_at"])


class TimesForm(forms.Form):
    """Up to five times, the first at least, and until when an answer is wanted."""

    answer_by = DayField(
        label=_("Answer by"),
        help_text=_("Until then the candidate can choose, by the link in the e-mail or on My page."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_TIMES + 1):
            label = _("Time %(number)d") % {"number": number}
            self.fields[f"time_{number}"] = MomentField(label=label, required=number == 1)

    def clean_answer_by(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["answer_by"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day is over."))
        if day > timezone.localdate() + FARTHEST:
            raise forms.ValidationError(FAR)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        times = []
        for number in range(1, MOST_TIMES + 1):
            if time := data.pop(f"time_{number}", None):
                times.append(time)
                self._ask(f"time_{number}", time)
        return data if self.errors else data | {"times": times}

    def _ask(self, name: str, time: datetime.datetime) -> None:
        try:
            ahead(time)
        except forms.ValidationError as error:
            self.add_error(name, error)


class ProposeForm(TimesForm, MeetingForm):
    pass


class MoveForm(HowForm):
    starts_at = MomentField(label=_("Begins"))
    field_order = ("starts_at",)

    def clean_starts_at(self) -> datetime.datetime:
        return ahead(self.cleaned_data["starts_at"])


def ahead(moment: datetime.datetime) -> datetime.datetime:
    """In the future, and not by a slip of the finger in another century."""
    if moment <= timezone.now():
        raise forms.ValidationError(_("That time is over."))
    if moment > timezone.now() + FARTHEST:
        raise forms.ValidationError(FAR)
    return moment


def fit(request: HttpRequest, application: Application, form: Any) -> None:
    """Colleagues, the one who fills it in first; and those who speak for the client that ordered."""
    form.fields["led_by"].queryset = staff()
    form.fields["led_by"].initial = request.user.pk
    order = application.job_order
    if order:
        theirs = ClientContact.objects.visible_to(request.user).filter(company=order.company_id, ended_at=None)
        form.fields["contact"].queryset = theirs.order_by("name", "pk")
