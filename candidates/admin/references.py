"""References: named on the candidate's page, wanted on the application's, asked and written down on pages of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import referees, reference_guide, references
from candidates.admin import reference_forms as forms
from candidates.admin import reference_standing as standing
from candidates.admin.reference_standing import REFUSALS
from candidates.choices.references import Through
from candidates.models import Application, Candidate, Referee, ReferenceCheck, ReferenceQuestion
from candidates.queries import references as reading
from privacy.actions import trail
from privacy.admin import show
from privacy.admin.base import PersonAdmin, WorkspaceAdmin, now
from privacy.admin.folding import Folded
from privacy.admin.people import erase_step
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices import Language, Verb

NAME, ASK = "candidates.add_referee", "candidates.change_referencecheck"
NAMING: dict[type[Exception], Any] = {
    referees.NotAsked: _("The candidate asks the referee first. Tick that this is done."),
    referees.CannotBeReached: _("Give an e-mail address or a telephone number."),
    referees.AlreadyNamed: _("This candidate has named a referee with this e-mail address already."),
    referees.OwnAddress: _("This is the candidate's own e-mail address. Ask for the referee's."),
    referees.TooMany: _("The candidate has named ten referees, which is the most. Take one off the list first."),
}


def _name(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    referees.name(candidate=candidate, by=request.user, at=now(), **data)


def _want(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    references.want(application=application, by=request.user, at=now(), **data)


def _fit_want(request: HttpRequest, application: Application, form: Any) -> None:
    named = reading.referees_of(application.candidate).visible_to(request.user)
    form.fields["referee"].queryset = named.exclude(checks__application=application)


def _ask(request: HttpRequest, check: ReferenceCheck, data: dict[str, Any]) -> None:
    references.ask(check=check, by=request.user, at=now())


def _remind(request: HttpRequest, check: ReferenceCheck, data: dict[str, Any]) -> None:
    references.remind(check=check, by=request.user, at=now())


def _note(request: HttpRequest, check: ReferenceCheck, data: dict[str, Any]) -> None:
    guide = reading.guide(Language.NB)
    said = [*zip(guide, data.values(), strict=False), *(pair for pair in check.told if pair[0] not in guide)]
    references.answer(check=check, answers=said, through=Through.PHONE, by=request.user, at=now())


NAME_STEP = Step(
    "name-referee", _("Name a referee"), _name, NAME, _("Written down. The referee hears nothing before the go-ahead."),
    form=forms.NamingForm, refusals=NAMING,
)  # fmt: skip
WANT_STEP = Step(
    "want-reference", _("Ask for the go-ahead to call a referee"), _want, ASK,
    _("The candidate is asked by e-mail, and answers on My page."), form=forms.WantForm, fit=_fit_want,
    is_open=lambda row: row.job_order_id is not None and row.is_in_progress and row.candidate.referees.exists(),
    refusals=REFUSALS,
)  # fmt: skip


def checks_panel(request: HttpRequest, application: Application) -> list[Panel]:
    """Beneath an application."""
    found = reading.of_application(application).visible_to(request.user)
    rows = [(show.link(each.get_absolute_url(), each), standing.state(each), show.day(each.asked_at)) for each in found]
    return [Panel(_("References"), (_("referee"), _("state"), _("asked")), rows)] if rows else []


def _named(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [reading.referees_of(candidate).visible_to(request.user)]


def referees_panel(request: HttpRequest, candidate: Candidate) -> Panel:
    """Beneath a candidate."""
    (named,) = _named(request, candidate)
    rows = [(show.link(each.get_absolute_url(), each), each.relation, show.day(each.named_at)) for each in named]
    heads = (_("referee"), _("knows the candidate as"), _("named"))
    return Panel(_("Referees"), heads, rows)


@admin.register(Referee)
class RefereeAdmin(PersonAdmin):
    menu_order = 36
    activity = referees.ACTIVITY
    list_display = ("name", "candidate", "relation", "named_at")
    list_select_related = ("candidate",)
    search_fields = ("name", "email")
    ordering = ("-named_at", "id")
    fields = ("name", "candidate", "relation", "email", "phone", "language", "named_by", "named_how", "named_at")
    steps = (erase_step("candidates.delete_referee"),)


@admin.register(ReferenceCheck)
class ReferenceCheckAdmin(PersonAdmin):
    menu_order = 37
    activity = references.ACTIVITY
    list_display = ("__str__", "application", "where", "asked_at", "answered_at")
    list_select_related = ("referee", "application__candidate", "application__job_ad", "application__job_order")
    ordering = ("-asked_at", "id")
    fields = (
        "referee", "reached_at", "application", "where", "wanted_by", "wanted_at", "go_ahead_at", "taken_back_at", "asked_by",
        "asked_at", "reminded_at", "answered_at", "through", "noted_by", "declined_at",
    )  # fmt: skip
    readonly_fields = ("reached_at", "where")
    steps = (
        Step(
            "ask", _("Ask the referee"), _ask, ASK, _("Sent: what we hold and why, and the link to the questions."),
            is_open=standing.is_to_ask, closed=standing.why_not_ask, refusals=REFUSALS, tone="next",
            question=_("The referee is told by e-mail what we hold and from whom, and gets a link: to answer, or to say no."),
        ),
        Step(
            "remind", _("Remind once"), _remind, ASK, _("Reminded. It is the only time."),
            is_open=standing.is_to_remind, closed=standing.why_not_remind, refusals=REFUSALS,
        ),
        Step(
            "note-answers", _("Write down what was said by telephone"), _note, ASK,
            _("Written down. The referee can read and correct it by the link."), form=forms.GuideForm, initial=forms.told,
            question=_("In the referee's own words, and only about work. The referee and the candidate can read it."),
            is_open=standing.may_be_called, closed=standing.why_not_ask, refusals=REFUSALS,
        ),
    )  # fmt: skip

    def subject_of(self, row: ReferenceCheck) -> Any:
        return row.application.candidate.subject_id if row.application else row.referee.subject_id

    def looked_at(self, request: HttpRequest, row: ReferenceCheck) -> None:
        """In the history of both."""
        super().looked_at(request, row)
        if row.application and row.referee:
            trail.record(
                Verb.VIEWED,
                subject_id=row.referee.subject_id,
                by=request.user,
                at=now(),
                activity=self.activity,
                obj=row,
            )

    def panels(self, request: HttpRequest, row: ReferenceCheck) -> list[Panel]:
        told = [(question, show.text(said)) for question, said in row.told]
        nothing = _("Nothing is kept.") if row.declined_at else _("Nothing yet.")
        heads = (_("question"), _("answer"))
        said = Panel(_("What the referee said"), heads, told, nothing, note=standing.what_next(row))
        return [said, *super().panels(request, row)]

    @admin.display(description=_("state"))
    def where(self, check: ReferenceCheck) -> str:
        return standing.state(check)

    @admin.display(description=_("reached at"))
    def reached_at(self, check: ReferenceCheck) -> str:
        referee = check.referee
        return ", ".join(filter(None, (referee.email, referee.phone))) if referee else show.NOTHING


@admin.register(ReferenceQuestion)
class ReferenceQuestionAdmin(WorkspaceAdmin):
    menu_order = 41
    list_display = ("text_nb", "place", "is_in_use", "changed_at")
    ordering = ("place", "id")
    fields = ("place", "text_nb", "text_en", "is_in_use")
    refusals = {
        reference_guide.NotTheManager: _("Only the manager writes the guide."),
        reference_guide.AsksWhatIsNobodysBusiness: _(
            "The question seems to ask about health, family, faith, union or the like, which may not be asked "
            "(likestillings- og diskrimineringsloven § 30). Ask about the work."
        ),
    }

    def add(self, request: HttpRequest, data: dict[str, Any]) -> ReferenceQuestion:
        return reference_guide.write(by=request.user, at=now(), **data)

    def change(self, request: HttpRequest, row: ReferenceQuestion, data: dict[str, Any]) -> None:
        reference_guide.change(question=row, by=request.user, at=now(), **data)


admin.site.add_panels(Application, checks_panel)
admin.site.add_panels(
    Candidate,
    Folded("referees", _("Referees"), referees_panel, _named, _("Nobody named yet."), "candidates.view_referee"),
)
