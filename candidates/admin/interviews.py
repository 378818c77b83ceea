"""Interviews: arranged on an application, moved and called off on their own page; those of today on the home page."""

import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import interviews
from candidates.admin import interview_forms as forms
from candidates.admin.interview_panels import MAY, state
from candidates.choices import OPEN_STAGES
from candidates.choices.interviews import InterviewState
from candidates.models import Application, Interview
from clients.models import ClientContact
from privacy.actions import disclosures
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import AdviserFilter
from privacy.admin.steps import Step

REFUSALS: dict[type[Exception], Any] = {
    interviews.NotInProcess: _("This application has ended. Move it back into process first."),
    interviews.NotConfirmed: _(
        "The candidate has confirmed no e-mail address, so nobody could be told. Call, and ask for the address."
    ),
    interviews.NotOfTheClient: _("Only contact persons of the client that ordered take part. Choose one of those."),
    interviews.BlockedEmployer: _(
        "The candidate has blocked this employer. Talk without anybody from there, or ask the candidate first."
    ),
    interviews.InThePast: _("That time is over. Choose one ahead."),
    interviews.AlreadyProposed: _(
        "Times are proposed already and wait for an answer. Propose others in their place on the page of that interview."
    ),
    interviews.NoTimes: _("Give one time at least."),
    interviews.Overlaps: _("The candidate has another interview with us at that time. Choose another time."),
    interviews.LeaderIsBusy: _(
        "Whoever leads it from us leads another interview at that time. Choose another time, or another colleague."
    ),
    interviews.ContactIsBusy: _(
        "Whoever takes part for the client is in another interview at that time. Choose another time, or somebody else."
    ),
    interviews.TimeIsTaken: _(
        "At one of these times somebody who takes part is in another interview. Propose others in its place."
    ),
    interviews.NotAhead: _("It was held or called off meanwhile, or there is nothing to choose any more."),
    interviews.TooEarly: _("It has not begun yet."),
    disclosures.NotAllowed: _(
        "The client may be given nothing: it is not in the register of recipients. Enter it there first, or talk alone."
    ),
    disclosures.NotInformed: _(
        "The candidate has not been told yet where we have the data from. Tell them first, or talk alone."
    ),
}


def _propose(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    interviews.propose(application=application, by=request.user, at=now(), **data)


def _set_up(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    interviews.set_up(application=application, by=request.user, at=now(), **data)


def _propose_again(request: HttpRequest, interview: Interview, data: dict[str, Any]) -> None:
    interviews.propose_again(interview=interview, by=request.user, at=now(), **data)


def _move(request: HttpRequest, interview: Interview, data: dict[str, Any]) -> None:
    interviews.move(interview=interview, by=request.user, at=now(), **data)


def _cancel(request: HttpRequest, interview: Interview, data: dict[str, Any]) -> None:
    interviews.cancel(interview=interview, by=request.user, at=now())


def _held(request: HttpRequest, interview: Interview, data: dict[str, Any]) -> None:
    interviews.note_held(interview=interview, by=request.user, at=now())


def _is_open(application: Application) -> bool:
    return application.stage in OPEN_STAGES


def _is_proposed(interview: Interview) -> bool:
    return interview.state == InterviewState.PROPOSED


def _is_ahead(interview: Interview) -> bool:
    return interview.is_ahead


def _has_begun(interview: Interview) -> bool:
    return interview.state == InterviewState.SET and interview.starts_at is not None and interview.starts_at <= now()


def _as_it_is(interview: Interview) -> dict[str, Any]:
    return {name: getattr(interview, name) for name in ("kind", "minutes", "place", "video_link", "starts_at")}


def _in_days(_row: Any) -> dict[str, Any]:
    return {"answer_by": timezone.localdate() + datetime.timedelta(days=3)}


PROPOSE = "propose-interview"
STEPS = (
    Step(
        PROPOSE, _("Propose times for an interview"), _propose, MAY,
        _("Proposed; the candidate has an e-mail with a link to choose by."), form=forms.ProposeForm, fit=forms.fit,
        initial=_in_days, is_open=_is_open, refusals=REFUSALS,
    ),
    Step(
        "set-interview", _("Set an interview"), _set_up, MAY, _("Set; everybody in it has it for the calendar."),
        form=forms.SetForm, fit=forms.fit, is_open=_is_open, refusals=REFUSALS,
    ),
)  # fmt: skip


class LedByFilter(AdviserFilter):
    title = _("who leads it from us")
    path = "led_by"


@admin.register(Interview)
class InterviewAdmin(PersonAdmin):
    menu_order = 15
    activity = interviews.ACTIVITY
    list_display = ("when", "who", "about", "where", "led_by")
    list_display_links = ("when",)
    list_select_related = ("application__candidate", "application__job_ad", "application__job_order", "led_by")
    list_filter = ("state", LedByFilter)
    ordering = ("-starts_at", "-made_at", "id")
    fields = (
        "who", "about", "where", "when", "minutes", "kind", "place", "video_link", "led_by", "with_client", "answer_by",
        "none_suits_at", "proposed", "made_by", "made_at",
    )  # fmt: skip
    readonly_fields = ("who", "about", "where", "when", "with_client", "proposed")
    steps = (
        Step(
            "held", _("It took place"), _held, MAY, _("Noted. Write what matters as a note of the application."),
            is_open=_has_begun, refusals=REFUSALS, tone="next",
        ),
        Step(
            "move", _("Set another time or place"), _move, MAY, _("Set; everybody in it is told."), form=forms.MoveForm,
            initial=_as_it_is, is_open=_is_ahead, refusals=REFUSALS,
        ),
        Step(
            "propose-again", _("Propose other times"), _propose_again, MAY, _("Proposed; the candidate has an e-mail."),
            form=forms.TimesForm, initial=_in_days, is_open=_is_proposed, refusals=REFUSALS,
        ),
        Step(
            "cancel", _("Call it off"), _cancel, MAY, _("Called off; everybody in it is told."),
            question=_("The candidate is told, and so is who takes part for the client if a time was set."),
            is_open=_is_ahead, refusals=REFUSALS, tone="danger",
        ),
    )  # fmt: skip

    def subject_of(self, row: Interview) -> Any:
        return row.application.candidate.subject_id

    @admin.display(description=_("candidate"))
    def who(self, interview: Interview) -> str:
        return show.link(interview.application.get_absolute_url(), interview.application.candidate)

    @admin.display(description=_("position"))
    def about(self, interview: Interview) -> str:
        return interview.application.position

    @admin.display(description=_("state"), ordering="state")
    def where(self, interview: Interview) -> str:
        return state(interview)

    @admin.display(description=_("begins"), ordering="starts_at")
    def when(self, interview: Interview) -> Any:
        if interview.starts_at is None and interview.answer_by:
            return _("answer by %(day)s") % {"day": show.plain_day(interview.answer_by)}
        return show.moment(interview.starts_at) if interview.starts_at else _("no time yet")

    @admin.display(description=_("from the client"))
    def with_client(self, interview: Interview) -> Any:
        """Nobody whose data are set aside is named."""
        return ClientContact.objects.unrestricted().filter(pk=interview.contact_id).first() or show.NOTHING

    @admin.display(description=_("proposed times"))
    def proposed(self, interview: Interview) -> str:
        times = interview.times.order_by("starts_at", "pk").values_list("starts_at", flat=True)
        return show.text("\n".join(map(show.plain_moment, times))) if times else show.NOTHING


def proposing_url(application: Application) -> str:
    """Where times are proposed for it: offered where somebody is moved to interview, and never done by itself."""
    return reverse("admin:candidates_application_step", args=[application.pk, PROPOSE])
