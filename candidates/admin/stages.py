"""Moving an application: a button for each stage it may go to, rejection with a reason, many at once if confirmed."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.actions import applications
from candidates.choices import MOVES, Stage
from candidates.models import Application
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.steps import Step, Text

REFUSALS: dict[type[Exception], Any] = {
    applications.WrongMove: _("An application in this stage cannot be moved there."),
    applications.NoReason: _("Say why: the candidate reads it."),
    applications.MovedMeanwhile: _("A colleague has moved it meanwhile: look where it stands now, then decide again."),
}
MAY = "candidates.change_application"
ORDER = list(Stage)
COLORS = {
    Stage.NEW: "info",
    Stage.OFFER: "accent",
    Stage.PLACED: "success",
    Stage.REJECTED: "danger",
    Stage.WITHDRAWN: "warning",
}
LABELS = {
    Stage.NEW: _("Back to new"),
    Stage.SCREENING: _("To screening"),
    Stage.INTERVIEW: _("To interview"),
    Stage.PRESENTED: _("To presented"),
    Stage.OFFER: _("To offer"),
    Stage.PLACED: _("To placed"),
}


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea, help_text=_("The candidate gets this by e-mail, with your name.")
    )


def tag(stage: str) -> str:
    return show.tag(Stage(stage).label, COLORS.get(Stage(stage), "neutral"))


def _reject(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    applications.reject(application=application, by=request.user, at=now(), **data)


def _is_in_progress(application: Application) -> bool:
    return application.is_in_progress


def _suggestion(application: Application) -> Text:
    """A link, and nothing by itself."""
    url = reverse("admin:candidates_application_step", args=[application.pk, "propose-interview"])
    return format_html('{} <a href="{}">{}</a>', _("Moved."), url, _("Propose times for an interview"))


def _to(stage: Stage) -> Step:
    def run(request: HttpRequest, application: Application, data: dict[str, Any]) -> Text | None:
        applications.advance(application=application, to=stage, by=request.user, at=now())
        return _suggestion(application) if stage == Stage.INTERVIEW else None

    def is_open(application: Application) -> bool:
        return stage in MOVES[Stage(application.stage)]

    def goes_on(application: Application) -> bool:
        """Employed is registered with its days, by another step."""
        return stage != Stage.PLACED and ORDER.index(stage) > ORDER.index(Stage(application.stage))

    return Step(
        f"to-{stage}",
        LABELS[stage],
        run,
        MAY,
        _("Moved."),
        is_open=is_open,
        refusals=REFUSALS,
        in_bulk=True,
        tone="next",
        goes_on=goes_on,
    )


STEPS = (
    *(_to(stage) for stage in LABELS),
    Step(
        "reject", _("Reject"), _reject, MAY, _("Rejected; the candidate is told."), form=RejectForm,
        is_open=_is_in_progress, refusals=REFUSALS, tone="danger",
        question=_("A rejection is your decision as a human being."),
    ),
)  # fmt: skip
