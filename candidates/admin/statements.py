"""On an application: the statement of qualifications somebody passed over has demanded."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import emails
from candidates.actions import statements
from candidates.choices import Stage
from candidates.emails.outcome import qualifications
from candidates.models import Application, QualificationStatement
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step
from privacy.forms.days import DayField
from privacy.queries.wording import worded

MAY = "candidates.change_application"
REFUSALS: dict[type[Exception], Any] = {
    statements.AlreadyAnswered: _("This was answered before."),
    statements.NobodyChosen: _("Nobody is placed in this position now. Move the one who was chosen to placed first."),
    statements.NamesPerson: _(
        "The text says who was chosen: a name, an address or a number. Take it out; the law gives qualifications, no name."
    ),
    statements.NotConfirmed: _("The applicant has confirmed no e-mail address. Ask the applicant to log in once."),
}
NOT_WAITED_FOR = _(
    "No statement is waited for here: the applicant has not demanded one, or it was given. An applicant who was passed over "
    "demands it on My page."
)


class StatementForm(forms.Form):
    education = forms.CharField(label=_("Education"), widget=forms.Textarea, max_length=2_000)
    practice = forms.CharField(label=_("Practice"), widget=forms.Textarea, max_length=2_000)
    other = forms.CharField(
        label=_("Other clearly demonstrable qualifications"), widget=forms.Textarea, max_length=2_000, required=False,
        help_text=_("Facts only. No name, no judgement of personality, nothing about health, family, faith or age."),
    )  # fmt: skip
    employer_agreed_on = DayField(
        label=_("The employer agreed on"), help_text=_("The duty is the employer's: show them the text first.")
    )

    def clean_employer_agreed_on(self) -> Any:
        day = self.cleaned_data["employer_agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


def _answer(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    statements.answer(statement=application.statement, by=request.user, at=now(), **data)


def _waits(application: Application) -> bool:
    """Nobody who was placed has demanded one: no query for them."""
    asked = QualificationStatement.objects.waiting()
    return application.stage != Stage.PLACED and asked.filter(application=application).exists()


def _read_first(request: HttpRequest, application: Application, data: dict[str, Any]) -> list[Panel]:
    """The letter as the applicant will read it; refused before that, where it says who was chosen."""
    statements.refuse_names(application, data["education"], data["practice"], data["other"])
    written = {name: data[name] for name in ("education", "practice", "other")}
    message = qualifications(application.statement, by=request.user, **written)
    line, text = worded(message.template, message.context, emails.language_for(application))
    return [Panel(_("As the applicant reads it"), (_("subject line"), _("text")), [(line, show.text(text))])]


def _whom(application: Application) -> dict[str, Any]:
    """The way to what is known of who was chosen, to be read while one writes; the applicant is told no name."""
    rows = [
        (show.link(each.get_absolute_url(), each.candidate), show.day(each.stage_since))
        for each in statements.chosen(application).unrestricted().select_related("candidate")
    ]
    note = _("Read their CV and facts there. The applicant is told the qualifications, and never who it is.")
    return {"panels": [Panel(_("Who was chosen"), (_("candidate"), _("since")), rows, note=note)]}


STEPS = (
    Step(
        "answer-statement", _("State the qualifications of who was chosen"), _answer, MAY,
        _("Sent. Both can read in their histories that it was given."), form=StatementForm, is_open=_waits,
        closed=NOT_WAITED_FOR, refusals=REFUSALS, tone="next", preview=_whom, draft=_read_first,
    ),
)  # fmt: skip


def panel(request: HttpRequest, application: Application) -> list[Panel]:
    found = QualificationStatement.objects.visible_to(request.user).filter(application=application)
    rows = [
        (
            show.day(each.asked_at),
            show.day(each.due_on),
            show.day(each.answered_at),
            str(each.answered_by or show.NOTHING),
        )
        for each in found.select_related("answered_by")
    ]
    heads = (_("demanded"), _("answer by"), _("statement given"), _("by"))
    note = _(
        "Likestillings- og diskrimineringsloven § 31: education, practice and other clear qualifications, no name."
    )
    return [Panel(_("Statement of qualifications"), heads, rows, note=note)] if rows else []


def waiting(request: HttpRequest) -> list[Waiting]:
    """The line leads to the one that is due first."""
    if not request.user.has_perm(MAY):
        return []
    asked = QualificationStatement.objects.visible_to(request.user).waiting().order_by("due_on", "pk")
    due = list(asked.values_list("application", flat=True)[:CAP])
    page = reverse("admin:candidates_application_changelist")
    url = reverse("admin:candidates_application_change", args=[due[0]]) if due else page
    return [Waiting(_("statements of qualifications to write"), len(due), url, "danger")]


admin.site.add_panels(Application, panel)
admin.site.add_waiting(waiting)
