"""Those we hire out: planned from the order or the employment, changed, ended; and what to look out for."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.actions import assignment_rules as rules
from candidates.actions import assignments
from candidates.admin import assignment_panels
from candidates.choices.assignment import AssignmentState
from candidates.forms import assignment as forms
from candidates.models import Assignment, Employment
from candidates.queries import assignments as reading
from clients.choices import OrderKind
from clients.models import ClientContact, JobOrder
from privacy.actions import disclosures
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.queries import stand_ins

WORK = assignment_panels.WORK
ENDED = _("It has ended. For a new period plan a new assignment.")
SAID = ("standing", "on_a_site", "was_there")
TOLD = (
    "employment", "order", "standing", "leader", "place", "county", "on_a_site", "starts_on", "ends_on", "ground", "evidence",
    "was_there", "left_client_on", "planned_by", "planned_at", "ended_by", "ended_at",
)  # fmt: skip
REFUSALS: dict[type[Exception], Any] = {
    rules.NotYourOrder: _("Only the order's adviser, whoever stands in, a manager and payroll hire out on it. Ask one of them."),
    rules.NotStaffing: _("The client ordered somebody to employ, not to hire in. Choose a staffing order."),
    rules.NotOpen: _("The order is not open. Open it first, or register a new one."),
    rules.NotTheirContact: _("Whoever leads the work is a contact person of the client that ordered. Choose another one."),
    rules.WrongDays: _("The last day is not before the first. Change one of them."),
    rules.NotEmployed: _("The employment is not in force on all these days. Choose days within it, or ask payroll to change it."),
    rules.Overlaps: _("The person is at a client on one of these days already. End that assignment earlier, or choose other days."),
    rules.NoConstruction: _(
        "Nobody is hired out to a building site in Oslo, Akershus, Buskerud, Østfold or Vestfold: the law forbids it. "
        "The client has to employ the person."
    ),
    rules.NoEvidence: _("Write the place, and what shows that hiring in is lawful: whom the person stands in for, or which agreement."),
    rules.PapersLack: _(
        "On the first day the approval by Arbeidstilsynet or the occupational injury insurance is not in force. The manager writes "
        "down the renewed one under Papers of the agency; then this can be planned."
    ),
    rules.LeftUnsaid: _("Say whether the client employed the person before, and if so until when."),
    rules.FormerEmployer: _(
        "The client employed the person less than six months before the first day. Choose a first day six months after "
        "the last day there, or another client."
    ),
    rules.KnownFormerEmployer: _(
        "The person's own CV says that they worked for this client less than six months before the first day. Ask when they left, and "
        "write that day; has it not been six months, choose a later first day."
    ),
    assignments.AlreadyEnded: ENDED,
    assignments.NotBegun: _("It has not begun. Drop it instead."),
    assignments.Begun: _("It has begun: its first day stays. End it instead of dropping it."),
    assignments.NotSoFar: _("It ends on a day that has come, no later than planned. For a later day change the days."),
    assignments.InThePast: _("These days are over. Choose a last day from today on, or end the assignment."),
    disclosures.NotInformed: _("The person was not told yet that we have the data. That comes before a client is told of them."),
    disclosures.NotAllowed: _("The client has no open order, and may not be told of anybody."),
}  # fmt: skip


def _days(request: HttpRequest, row: Assignment, data: dict[str, Any]) -> None:
    assignments.change_days(assignment=row, by=request.user, at=now(), **data)


def _leader(request: HttpRequest, row: Assignment, data: dict[str, Any]) -> None:
    assignments.change_leader(assignment=row, by=request.user, at=now(), **data)


def _end(request: HttpRequest, row: Assignment, data: dict[str, Any]) -> None:
    assignments.end(assignment=row, by=request.user, at=now(), **data)


def _drop(request: HttpRequest, row: Assignment, data: dict[str, Any]) -> None:
    assignments.drop(assignment=row, by=request.user, at=now())


def _fit_leader(request: HttpRequest, row: Assignment, form: Any) -> None:
    form.fields["leader"].queryset = _leaders().filter(company=row.order.company_id)


def _leaders() -> Any:
    return ClientContact.objects.unrestricted().filter(ended_at=None).order_by("name", "pk")


def _goes_on(row: Assignment) -> bool:
    return row.state(timezone.localdate()) != AssignmentState.ENDED


def _has_begun(row: Assignment) -> bool:
    return row.ended_at is None and row.starts_on <= timezone.localdate()


def _is_planned(row: Assignment) -> bool:
    return row.state(timezone.localdate()) == AssignmentState.PLANNED


STEPS = (
    Step(
        "days", _("Change the days"), _days, WORK, _("Changed."), form=forms.DaysForm, refusals=REFUSALS, is_open=_goes_on,
        closed=ENDED, initial=lambda row: {"starts_on": row.starts_on, "ends_on": row.ends_on},
    ),
    Step(
        "leader", _("Change who leads the work"), _leader, WORK, _("Changed: the new leader is told who comes, when and where."),
        form=forms.LeaderForm, fit=_fit_leader, refusals=REFUSALS, is_open=_goes_on, closed=ENDED,
    ),
    Step(
        "end", _("End the assignment"), _end, WORK, _("Ended. What was checked for this order is deleted, and the person told."),
        form=forms.EndForm, refusals=REFUSALS, is_open=_has_begun, tone="danger",
        closed=lambda row: ENDED if row.ended_at else REFUSALS[assignments.NotBegun],
        initial=lambda row: {"ends_on": min(row.ends_on, timezone.localdate())},
    ),
    Step(
        "drop", _("Drop it"), _drop, WORK, _("Dropped: nothing of it is left."), refusals=REFUSALS, tone="danger", leaves=True,
        is_open=_is_planned, closed=lambda row: ENDED if row.ended_at else REFUSALS[assignments.Begun],
        question=_("It comes to nothing, and is deleted. Tell the person and the client yourself."),
    ),
)  # fmt: skip


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*AssignmentState.choices, ("near", _("near three years at the client"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        today = timezone.localdate()
        over = Q(ended_at__isnull=False) | Q(ends_on__lt=today)
        asked = {
            AssignmentState.PLANNED.value: ~over & Q(starts_on__gt=today),
            AssignmentState.RUNNING.value: ~over & Q(starts_on__lte=today),
            AssignmentState.ENDED.value: over,
        }
        if self.value() == "near":
            near = reading.near(today, Assignment.objects.visible_to(request.user))
            return rows.filter(pk__in=[each.pk for each in near])
        return rows.filter(asked.get(self.value() or "", Q()))


@admin.register(Assignment)
class AssignmentAdmin(PersonAdmin):
    menu_order = 59
    activity = assignments.ACTIVITY
    form = forms.AssignmentForm
    list_display = ("employee", "client", "starts_on", "ends_on", "standing")
    list_select_related = ("employment", "order__company")
    list_filter = (StateFilter, "ground")
    search_fields = ("employment__last_name", "order__company__name", "order__title")
    ordering = ("-starts_on", "id")
    refusals = REFUSALS
    steps = STEPS

    def subject_of(self, row: Assignment) -> Any:
        return row.employment.subject_id

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return forms.AssignmentForm.Meta.fields
        return TOLD

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Whoever is employed today or later, the staffing orders one may hire out on, and their clients' people."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        choices = {"employment": _employed, "order": _orders, "leader": _leaders_of_orders}
        field.queryset = choices[db_field.name](request)
        field.label_from_instance = {"leader": _with_client, "employment": _with_title}.get(db_field.name, str)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else SAID

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Assignment:
        before = data.pop("worked_before")
        return assignments.plan(by=request.user, at=now(), worked_at_client=before == "left", **data)

    def panels(self, request: HttpRequest, row: Assignment) -> list[Panel]:
        full = reading.right_from(row)
        if full is None or not reading.is_near(row):
            return super().panels(request, row)
        note = _(
            "From that day the person may claim a post at the client (Working Environment Act section 14-12 fourth paragraph). "
            "Speak with the client in good time. Breaks of up to a month are not counted as breaks."
        )
        told = Panel(_("Three years at this client come near"), (_("full on"),), [(show.day(full),)], note=note)
        return [told, *super().panels(request, row)]

    @admin.display(description=_("building work on a site"))
    def on_a_site(self, row: Assignment) -> str:
        return _yes_or_no(row.is_construction)

    @admin.display(description=_("was employed by the client before"))
    def was_there(self, row: Assignment) -> str:
        return _yes_or_no(row.worked_at_client)

    @admin.display(description=_("who"), ordering="employment__last_name")
    def employee(self, row: Assignment) -> str:
        return str(row.employment)

    @admin.display(description=_("client"), ordering="order__company__name")
    def client(self, row: Assignment) -> str:
        return str(row.order.company)

    @admin.display(description=_("state"))
    def standing(self, row: Assignment) -> str:
        return assignment_panels.tag(row)


def _yes_or_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def _employed(request: HttpRequest) -> Any:
    """Name and title of those in force: all an adviser reads of an employment."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    rows = Employment.objects.in_force().unrestricted().filter(lasting)
    return rows.order_by("last_name", "first_name", "pk")


def _orders(request: HttpRequest) -> Any:
    rows = JobOrder.objects.visible_to(request.user).is_open().filter(kind=OrderKind.STAFFING)
    if not request.user.has_role("manager", "payroll"):
        rows = rows.filter(adviser__in=stand_ins.answered_for(request.user, timezone.localdate()))
    return rows.select_related("company").order_by("title", "pk")


def _leaders_of_orders(request: HttpRequest) -> Any:
    orders = _orders(request)
    chosen = request.GET.get("order", "")
    if chosen.isdecimal() and len(chosen) < 18:
        orders = orders.filter(pk=chosen)
    return _leaders().filter(company__in=orders.values("company")).select_related("company")


def _with_client(contact: Any) -> str:
    return f"{contact.name} ({contact.company})"


def _with_title(employment: Any) -> str:
    return f"{employment} – {employment.title}"
