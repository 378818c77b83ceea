"""Those we employ: handed over on the candidate's page, prepared, put in force and ended on a page of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.actions import assignments, employments, next_of_kin, sealed_numbers
from candidates.choices.employment import EmploymentState, Sealed
from candidates.forms import employment as forms
from candidates.models import Candidate, Employment, EmploymentFile, NextOfKin
from candidates.queries import employments as reading
from privacy import declarations
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.people import erase_step, root_of, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step, Text

HAND_OVER, WORK, NAME_KIN = "candidates.add_employment", "candidates.change_employment", "candidates.add_nextofkin"
MASK = "•" * 11
FILE_GONE = _("The employment is over, and the file is gone.")
REFUSALS: dict[type[Exception], Any] = {
    employments.NotConfirmed: _("The candidate has confirmed no e-mail address. Ask for that first."),
    employments.AlreadyEmployed: _("There is another employment of this person that is prepared or has no last day: payroll has the page."),
    employments.NotDraft: _("It is in force: set the last day at work instead."),
    employments.NotInForce: _("It is not in force: put it in force first."),
    employments.Over: FILE_GONE,
    employments.SignedTooEarly: _("The contract is signed on a day that has come."),
    assignments.OutsideEmployment: _(
        "The person was, or is, at a client on days that would not be in the employment any more. Choose other days; the days at "
        "clients stand on the page of the employment."
    ),
    employments.GroundMissing: forms.GROUND_RULE,
    employments.EndsBeforeStart: _("The last day is not before the first."),
    employments.Unfinished: _(
        "An employment in force stays whole: all filled in, and all ticked that the Working Environment Act section 14-6 wants."
    ),
    sealed_numbers.NotPayroll: _("Only payroll works with these numbers."),
    next_of_kin.NotInForce: _("Next of kin are written down while somebody is employed: not before it is in force, nor after."),
    next_of_kin.NotTold: _("The employee tells them first: write the day it was done."),
    next_of_kin.TooMany: _("Three are written down already, which is the most. Take one off first."),
}  # fmt: skip


def _hand_over(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    employments.begin(candidate=candidate, by=request.user, at=now(), **data)


def _terms(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    employments.write_terms(employment=row, by=request.user, at=now(), **data)


def _contract(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    employments.write_contract(employment=row, by=request.user, at=now(), **data)


def _national_id(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    sealed_numbers.note_national_id(employment=row, by=request.user, at=now(), **data)


def _account(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    sealed_numbers.note_account(employment=row, by=request.user, at=now(), **data)


def _activate(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    employments.activate(employment=row, by=request.user, at=now())


def _end(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    employments.end(employment=row, by=request.user, at=now(), **data)


def _drop(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    employments.drop(employment=row, by=request.user, at=now())


def _kin(request: HttpRequest, row: Employment, data: dict[str, Any]) -> None:
    next_of_kin.name(employment=row, by=request.user, at=now(), **data)


def _terms_now(row: Employment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in forms.TermsForm.base_fields}


def _contract_now(row: Employment) -> dict[str, Any]:
    return {name: getattr(row.file, name) for name in forms.ContractForm.base_fields}


def _has_file(row: Employment) -> bool:
    return reading.files_of(row).exists()


def _may_start(row: Employment) -> bool:
    return row.is_draft and not reading.missing_before_start(row)


def _why_not_start(row: Employment) -> Text:
    if not row.is_draft:
        return REFUSALS[employments.NotDraft]
    return _("Something is missing yet: %(what)s.") % {"what": ", ".join(reading.missing_before_start(row))}


def _why_no_end(row: Employment) -> Text:
    return REFUSALS[employments.NotInForce] if row.is_draft else FILE_GONE


HAND_OVER_STEP = Step(
    "employ-here", _("Employ with us"), _hand_over, HAND_OVER, _("Handed over: payroll fills in the rest and puts it in force."),
    form=forms.HandOverForm, refusals=REFUSALS, is_open=lambda candidate: candidate.is_confirmed,
    closed=REFUSALS[employments.NotConfirmed],
    question=_("For a staffing order, where the agency is the employer. Payroll gets the name and the telephone number, nothing else."),
)  # fmt: skip
STEPS = (
    Step(
        "terms", _("Write what was agreed"), _terms, WORK, _("Written down."), form=forms.TermsForm, initial=_terms_now,
        refusals=REFUSALS, is_open=_has_file, closed=FILE_GONE,
    ),
    Step(
        "contract", _("Tick off the contract"), _contract, WORK, _("Written down."), form=forms.ContractForm,
        initial=_contract_now, refusals=REFUSALS, is_open=_has_file, closed=FILE_GONE,
    ),
    Step(
        "national-id", _("Note the national identity number"), _national_id, WORK, _("Noted, and encrypted."),
        form=forms.NationalIdForm, refusals=REFUSALS, is_open=_has_file, closed=FILE_GONE,
    ),
    Step(
        "account", _("Note the bank account"), _account, WORK, _("Noted, and encrypted."), form=forms.AccountForm,
        refusals=REFUSALS, is_open=_has_file, closed=FILE_GONE,
    ),
    Step(
        "put-in-force", _("Put in force"), _activate, WORK, _("In force."), refusals=REFUSALS, is_open=_may_start,
        closed=_why_not_start, tone="next",
        question=_("From now on this is an employment: the person is kept as long as it lasts, and the basis for pay five years more."),
    ),
    Step(
        "kin", _("Write down next of kin"), _kin, NAME_KIN, _("Written down; gone the day after the last day at work."),
        form=forms.KinForm, refusals=REFUSALS, is_open=lambda row: not row.is_draft, closed=REFUSALS[next_of_kin.NotInForce],
    ),
    Step(
        "end", _("Set the last day at work"), _end, WORK, _("Set. What goes when stands below."), form=forms.EndForm,
        refusals=REFUSALS, is_open=lambda row: not row.is_draft and _has_file(row), closed=_why_no_end,
    ),
    Step(
        "drop", _("Drop it"), _drop, WORK, _("Dropped: nothing of it is left."), refusals=REFUSALS, tone="danger", leaves=True,
        is_open=lambda row: row.is_draft, closed=REFUSALS[employments.NotDraft],
        question=_("It came to nothing. All that was written for it is deleted, and the candidate stays a candidate."),
    ),
)  # fmt: skip


@admin.register(Employment)
class EmploymentAdmin(PersonAdmin):
    menu_order = 60
    activity = employments.ACTIVITY
    list_display = ("__str__", "title", "where", "starts_on", "ends_on")
    list_filter = ("state", "form")
    search_fields = ("last_name", "first_name")
    ordering = ("-starts_on", "id")
    fields = (
        "first_name", "last_name", "title", "occupation_code", "form", "temporary_ground", "percentage", "percentage_changed_on",
        "full_time_hours", "working_time", "pay", "pay_kind", "pay_changed_on", "starts_on", "ends_on", "end_cause", "begun_by",
        "begun_at", "activated_by", "activated_at",
    )  # fmt: skip
    steps = STEPS

    def panels(self, request: HttpRequest, row: Employment) -> list[Panel]:
        file, hidden = reading.files_of(row).first(), _of_others()
        found = [_numbers(request, row)]
        if file:
            found = [*_missing(row), *found, _contract_panel(file), _kin_panel(request, row)]
        root = root_of(row)
        return [
            *found,
            *super().panels(request, row),
            storage_panel(root, hidden=hidden),
            trail_panel(root, hidden=hidden),
        ]

    @admin.display(description=_("state"), ordering="state")
    def where(self, row: Employment) -> str:
        return show.tag(row.get_state_display(), "warning" if row.is_draft else "success")


@admin.register(NextOfKin)
class NextOfKinAdmin(PersonAdmin):
    menu_order = 61
    activity = next_of_kin.ACTIVITY
    list_display = ("name", "relation", "phone", "employment")
    list_select_related = ("employment",)
    search_fields = ("name",)
    ordering = ("name", "id")
    fields = ("name", "relation", "phone", "employment", "told_on", "named_by", "named_at")
    steps = (erase_step("candidates.delete_nextofkin"),)


def waiting(request: HttpRequest) -> list[Waiting]:
    """For payroll those handed over and not put in force yet: nobody else fills in the rest."""
    if not request.user.has_perm(WORK):
        return []
    count = Employment.objects.visible_to(request.user).filter(state=EmploymentState.DRAFT).count()
    where = f"{reverse('admin:candidates_employment_changelist')}?state__exact={EmploymentState.DRAFT}"
    return [Waiting(_("employments to prepare and put in force"), count, where)]


def _of_others() -> list[str]:
    """Payroll reads of the person what is about the employment, and nothing of the candidate."""
    labels = [each.label for each in declarations.personal_models() if each.activity != employments.ACTIVITY]
    return [label.lower() for label in labels]


def _missing(row: Employment) -> list[Panel]:
    """What has to be filled in before it may start."""
    lacks = [(each,) for each in reading.missing_before_start(row)] if row.is_draft else []
    return [Panel(_("Missing before it may start"), (_("what"),), lacks)] if lacks else []


def _numbers(request: HttpRequest, row: Employment) -> Panel:
    noted = {Sealed.NATIONAL_ID: bool(row.national_id), Sealed.ACCOUNT: reading.accounts_of(row).exists()}
    rows = [(each.label, MASK if is_there else show.NOTHING) for each, is_there in noted.items()]
    if any(noted.values()) and request.user.has_perm(WORK):
        rows.append(
            ("", show.link(reverse("admin:reveal_number", args=[row.pk]), _("Show one of them, with a reason")))
        )
    note = _("Encrypted. Only payroll sees them, with a reason, and each time is in the history the employee reads.")
    return Panel(_("Numbers"), (_("what"), _("number")), rows, note=note)


def _contract_panel(file: EmploymentFile) -> Panel:
    labels = dict(forms.ContractItem.choices)
    rows = [(_("signed by both"), show.day(file.signed_on)), (_("telephone"), file.phone or show.NOTHING)]
    rows += [(labels[item], show.tag(_("in the contract"), "success")) for item in file.covered]
    rows += [(labels[item], show.tag(_("there is no such thing"))) for item in file.not_relevant]
    return Panel(_("Contract (arbeidsmiljøloven § 14-6)"), (_("what"), _("state")), rows)


def _kin_panel(request: HttpRequest, row: Employment) -> Panel:
    kin = row.next_of_kin.visible_to(request.user).order_by("name", "pk")
    rows = [(show.page_of(request, each, each.name), each.relation, each.phone, show.day(each.told_on)) for each in kin]
    heads = (_("name"), _("is to the employee"), _("telephone"), _("told"))
    return Panel(_("Next of kin"), heads, rows, _("Nobody."))


admin.site.add_waiting(waiting)
