"""Presentations: begun for a contact person, filled, sent; who may be shown and who not, with the next step."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentations
from candidates.admin import (
    presentation_copies,
    presentation_obstacles,
    presentation_removals,
    presentation_results,
    presentation_statements,
)
from candidates.admin import presentation_panels as panels
from candidates.admin.presentation_links import SEND_AGAIN, is_out
from candidates.admin.presentation_removals import can_be_filled, why_not
from candidates.choices import OPEN_STAGES
from candidates.choices.presentations import Refusal
from candidates.models import Candidate, Document, Presentation
from candidates.queries import presentations as reading
from clients.models import ClientContact, JobOrder
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.show import Panel
from privacy.admin.steps import Step, Text
from privacy.forms.days import DayField

REFUSALS: dict[type[Exception], Any] = {
    **{presentations.REFUSED[each]: each.label for each in Refusal},
    presentations.NotADraft: presentation_removals.SENT,
    presentations.AlreadyThere: _("This is in the presentation already."),
    presentations.NotInIt: _("The candidate is not in the presentation."),
    presentations.NamesSomebody: _(
        "The presentation is anonymous, and the text says the candidate's name. Take it out; a copy is made anew without it."
    ),
    presentations.HoldsNumber: _("This looks like a national identity number: eleven digits. Take it out."),
    presentations.NotOut: _("It was taken back before, or never sent."),
}
SENT = REFUSALS[presentations.NotADraft]
MAY = "candidates.change_presentation"


class PresentationForm(forms.ModelForm):
    """To whom, of which order, until when."""

    contact = forms.ModelChoiceField(
        ClientContact.objects.none(),
        label=_("Contact person"),
        error_messages={"invalid_choice": Refusal.NO_READER.label},
    )
    last_day = DayField(
        label=_("Last day"), help_text=_("Ninety days from today at the most."),
    )  # fmt: skip

    class Meta:
        model = Presentation
        fields = ("job_order", "is_anonymous", "may_download")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = (
            ClientContact.objects.unrestricted()
            .filter(ended_at=None)
            .select_related("company")
            .order_by("company__name", "name")
        )
        self.fields["contact"].label_from_instance = lambda contact: f"{contact.name}, {contact.company}"
        if company := JobOrder.objects.filter(pk=self._order()).values("company"):
            self.fields["contact"].queryset = self.fields["contact"].queryset.filter(company__in=company)

    def _order(self) -> int | None:
        """Whose contact persons are offered: of the order that was chosen, on the way here or in what was sent."""
        chosen = str(self.data.get("job_order") if self.is_bound else self.initial.get("job_order"))
        return int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None


class IncludeForm(forms.Form):
    candidate = forms.ModelChoiceField(
        Candidate.objects.none(), label=_("Candidate"),
        help_text=_("Those in process for the order, and those who were asked about it. Others are put on the order first."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What we write about the candidate"), widget=forms.Textarea({"rows": 8}), max_length=4_000,
        help_text=_("Facts the client needs to choose. The candidate can read it."),
    )  # fmt: skip


class DocumentForm(forms.Form):
    document = forms.ModelChoiceField(Document.objects.none(), label=_("Document"))


class TakeOutForm(forms.Form):
    candidate = forms.ModelChoiceField(Candidate.objects.none(), label=_("Candidate"))


def _fit_include(request: HttpRequest, whole: Presentation, form: Any) -> None:
    """Those in the order's pipeline, and those who have said yes to it."""
    seen = Candidate.objects.visible_to(request.user)
    piped = seen.filter(applications__job_order=whole.job_order_id, applications__stage__in=OPEN_STAGES)
    agreed = seen.filter(permissions__job_order=whole.job_order_id)
    there = reading.in_it(whole).values("pk")
    rows = seen.filter(pk__in=piped.values("pk")) | seen.filter(pk__in=agreed.values("pk"))
    form.fields["candidate"].queryset = rows.exclude(pk__in=there).order_by("last_name", "first_name", "pk")


def _fit_document(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = reading.documents_to_add(whole).visible_to(request.user)
    form.fields["document"].queryset = rows.defer("text", "search").order_by("candidate__last_name", "kind", "pk")
    form.fields["document"].label_from_instance = lambda row: f"{row.candidate}: {row.get_kind_display()}, {row}"


def _fit_take_out(request: HttpRequest, whole: Presentation, form: Any) -> None:
    form.fields["candidate"].queryset = reading.in_it(whole)
    form.fields["candidate"].initial = request.GET.get("candidate")


def _include(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.include(presentation=whole, by=request.user, at=now(), **data)


def _add_document(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.add_document(presentation=whole, by=request.user, at=now(), **data)


def _take_out(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.take_out(presentation=whole, by=request.user, at=now(), **data)


def _send(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.send(presentation=whole, by=request.user, at=now())


def _revoke(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.revoke(presentation=whole, by=request.user, at=now())


def _takes_documents(whole: Presentation) -> bool:
    return can_be_filled(whole) and not whole.is_anonymous


def _why_no_document(whole: Presentation) -> Text:
    return REFUSALS[presentations.REFUSED[Refusal.NAMES_SOMEBODY]] if can_be_filled(whole) else why_not(whole)


def _why_no_statement(whole: Presentation) -> Text:
    return REFUSALS[presentations.REFUSED[Refusal.STATEMENT_NAMES]] if can_be_filled(whole) else why_not(whole)


def _before_sending(whole: Presentation) -> dict[str, Any]:
    """Read once more, by whoever sends it: what is in the way, who is shown with what, and to whom."""
    seen = presentation_obstacles.before_sending(whole)
    return seen | {"panels": [*seen["panels"], panels.shown(whole), panels.readers(whole)]}


STEPS = (
    Step("include", _("Add a candidate"), _include, MAY, _("Added."), form=IncludeForm, fit=_fit_include, is_open=can_be_filled,
        closed=why_not, refusals=REFUSALS),
    Step("document", _("Add a document"), _add_document, MAY, _("Added."), form=DocumentForm, fit=_fit_document,
        is_open=_takes_documents, preview=presentation_copies.instead,
        closed=_why_no_document, refusals=REFUSALS),
    Step("copy", _("Add a client copy"), presentation_copies.add, MAY, _("Added."), form=presentation_copies.CopyForm,
        fit=presentation_copies.fit, is_open=can_be_filled,
        closed=why_not, refusals=REFUSALS),
    Step("test-result", _("Add a test result"), presentation_results.add, MAY, _("Added."), form=presentation_results.ResultForm,
        fit=presentation_results.fit, is_open=can_be_filled,
        closed=why_not, refusals=REFUSALS),
    Step("statement", _("Add what a referee said"), presentation_statements.add, MAY, _("Added."),
        form=presentation_statements.StatementForm, fit=presentation_statements.fit, is_open=_takes_documents,
        closed=_why_no_statement, refusals=REFUSALS),
    Step("take-out", _("Take a candidate out"), _take_out, MAY, _("Taken out."), form=TakeOutForm, fit=_fit_take_out,
        is_open=can_be_filled, closed=why_not, refusals=REFUSALS),
    presentation_removals.STEP,
    Step(
        "send", _("Send it"), _send, MAY, _("Sent: the client has a link by e-mail, and everybody presented is told."),
        is_open=can_be_filled, closed=why_not, refusals=REFUSALS, preview=_before_sending, tone="next",
        question=_("The contact person gets a link, and everybody presented is told to whom and until when."),
    ),
    SEND_AGAIN,
    Step(
        "revoke", _("Take it back"), _revoke, MAY, _("Taken back: at the next request nobody at the client sees anything."),
        is_open=is_out, closed=REFUSALS[presentations.NotOut], refusals=REFUSALS, tone="danger",
        question=_("It cannot be given again; a new one can be sent."),
    ),
)  # fmt: skip


@admin.register(Presentation)
class PresentationAdmin(WorkspaceAdmin):
    menu_order = 13
    form = PresentationForm
    list_display = ("job_order", "state", "created_by", "sent", "until")
    list_select_related = ("job_order__company", "created_by")
    list_filter = (
        ("sent_at", in_words(_("sent"), empty=_("not sent"), filled=_("sent"))),
        ("revoked_at", in_words(_("access"), empty=_("not taken back"), filled=_("taken back"))),
    )
    search_fields = ("job_order__title", "job_order__company__name")
    ordering = ("-created_at", "id")
    autocomplete_fields = ("job_order",)
    steps = STEPS
    refusals = REFUSALS

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        chosen = ("job_order", "is_anonymous", "may_download")
        if obj is None:
            return ("job_order", "contact", "last_day", "is_anonymous", "may_download")
        return (*chosen, "until", "created_by", "created_at", "sent_at", "revoked_at", "revoked_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        own = {} if obj is None else {"form": forms.ModelForm}
        return super().get_form(request, obj, change, **kwargs | own)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        usual = timezone.localdate() + datetime.timedelta(days=presentations.USUAL_DAYS)
        return {"last_day": usual} | super().get_changeform_initial_data(request)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Presentation:
        given = {name: data[name] for name in ("contact", "last_day", "is_anonymous", "may_download")}
        return presentations.draft(order=data["job_order"], by=request.user, at=now(), **given)

    def panels(self, request: HttpRequest, row: Presentation) -> list[Panel]:
        first = [presentation_obstacles.panel(row)] if can_be_filled(row) and request.user.has_perm(MAY) else []
        mine = [*first, panels.shown(row), panels.readers(row), panels.answers(request, row)]
        return [*mine, *super().panels(request, row)]

    @admin.display(description=_("state"))
    def state(self, whole: Presentation) -> str:
        return panels.state(whole)

    @admin.display(description=_("sent"), ordering="sent_at")
    def sent(self, whole: Presentation) -> str:
        return show.day(whole.sent_at)

    @admin.display(description=_("last day"), ordering="ends_at")
    def until(self, whole: Presentation) -> str:
        return show.day(whole.last_day)


admin.site.add_panels(JobOrder, panels.of_order)
