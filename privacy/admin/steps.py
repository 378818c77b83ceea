"""A step: one thing staff can do to a row, with its own button, page and action; also to many rows at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.admin import once, reading
from privacy.admin.show import Panel

Text = str | Promise
OUT_OF_REACH: dict[type[Exception], Text] = {
    PersonIsGone: gettext_lazy("This person's data were erased meanwhile."),
    IsRestricted: gettext_lazy("These data are restricted: they are stored and used for nothing else (GDPR art. 18)."),
}
MOST_AT_ONCE = 100
NOT_NOW = gettext_lazy("This cannot be done in the state it is in.")


def always(_row: Model) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """`run` calls one action; the exceptions in `refusals` come back as their sentences."""

    name: str
    label: Text
    run: Callable[[HttpRequest, Any, dict[str, Any]], Text | None]  # a sentence, if there is more to say than `done`
    permission: str
    done: Text
    form: type[forms.Form] = forms.Form
    question: Text = ""
    roles: tuple[str, ...] = ()  # who may, besides having the permission; empty: all who have it
    is_open: Callable[[Any], bool] = always
    closed: Text | Callable[[Any], Text] = NOT_NOW  # why not, and what to do, when it is not open
    refusals: Mapping[type[Exception], Text] = field(default_factory=dict)
    preview: Callable[[Any], dict[str, Any]] | None = None
    fit: Callable[[HttpRequest, Any, Any], None] | None = None  # fits the form to the row: what may be chosen
    initial: Callable[[Any], dict[str, Any]] | None = None  # what the form begins with
    draft: Callable[[HttpRequest, Any, dict[str, Any]], list[Panel]] | None = None  # what will be sent: read, then sent
    as_read: bool = False  # a second person's yes, to what its preview showed and to nothing else
    tone: str = ""
    goes_on: Callable[[Any], bool] = (
        always  # of those whose tone is "next": whether the work goes on by it, and not back
    )
    in_bulk: bool = False
    leaves: bool = False  # the row is gone afterwards
    leads: Callable[[Any], Model] | None = None  # the row that is gone on with afterwards

    def may(self, request: HttpRequest) -> bool:
        user = request.user
        return user.has_perm(self.permission) and (not self.roles or user.has_role(*self.roles))

    @property
    def asks(self) -> bool:
        """Whether there is something to fill in or to read before the button is final."""
        return bool(self.form.base_fields or self.question or self.preview)

    def why_shut(self, row: Model) -> Text:
        """Why not, and what to do; empty when it can be done."""
        if self.is_open(row):
            return ""
        return self.closed(row) if callable(self.closed) else self.closed

    def take(self, row: Model, request: HttpRequest, data: dict[str, Any]) -> "Taken":
        if why := self.why_shut(row):
            return Taken(False, why)
        try:
            return Taken(True, self.run(request, row, dict(data)) or self.done)
        except tuple(OUT_OF_REACH) as error:
            return Taken(False, OUT_OF_REACH[type(error)], is_gone=True)
        except tuple(self.refusals) as error:
            return Taken(False, next(text for kind, text in self.refusals.items() if isinstance(error, kind)))


@dataclass(frozen=True)
class Taken:
    """What came of it: done or refused, and the sentence that says so."""

    is_done: bool
    sentence: Text
    is_gone: bool = False


def page(model_admin: Any, request: HttpRequest, row: Model, step: Step) -> HttpResponse:
    """One row: ask on GET, do on POST, say what happened. Refused, what was typed stands there to be put right."""
    if not step.may(request):
        raise PermissionDenied
    if once.was_sent(request):
        messages.success(request, once.SENT_BEFORE)
        return redirect(_afterwards(model_admin, step, row))
    why = step.why_shut(row)
    if why and request.method != "POST":  # from an old tab: nobody fills in a form for nothing
        return _say_why_not(model_admin, request, step, row, why)
    form = _form(request, row, step)
    is_ready = why or form.is_valid()  # shut, whatever was chosen: there may be nothing to choose
    if request.method != "POST" or not is_ready:
        return _ask(model_admin, request, step, form, rows=[row], back=model_admin.url_of(row))
    if step.as_read and not why and step.preview and reading.is_another(request, step.preview(row)):
        form.add_error(None, reading.WRITTEN_ANEW)
        return _ask(model_admin, request, step, form, rows=[row], back=model_admin.url_of(row))
    if step.draft and not why and (drafted := _drafted(model_admin, request, row, step, form)):
        return drafted
    taken = Taken(False, why) if why else _once(row, step, request, form.cleaned_data)
    return _said(model_admin, request, row, step, form, taken)


def _form(request: HttpRequest, row: Model, step: Step) -> forms.Form:
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = step.form(*typed, initial=step.initial(row) if step.initial else {})
    if step.fit:
        step.fit(request, row, form)
    return form


def _said(
    model_admin: Any, request: HttpRequest, row: Model, step: Step, form: forms.Form, taken: Taken
) -> HttpResponse:  # fmt: skip
    messages.add_message(request, messages.SUCCESS if taken.is_done else messages.ERROR, taken.sentence)
    is_gone = taken.is_gone and not model_admin.get_queryset(request).filter(pk=row.pk).exists()
    if (form.fields or step.preview) and not taken.is_done and not is_gone:  # what was typed or shown is not lost
        return _ask(model_admin, request, step, form, rows=[row], back=model_admin.url_of(row))
    if is_gone:
        return redirect(model_admin.list_url())
    return redirect(_afterwards(model_admin, step, row) if taken.is_done else model_admin.url_of(row))


def _say_why_not(model_admin: Any, request: HttpRequest, step: Step, row: Model, why: Text) -> TemplateResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": step.label, "subtitle": None, "opts": model_admin.opts, "rows": [row], "shut": why,
        "back": model_admin.url_of(row), "media": model_admin.media,
    }  # fmt: skip
    return TemplateResponse(request, "admin/step_shut.html", context)


def _afterwards(model_admin: Any, step: Step, row: Model) -> str:
    if step.leaves:
        return str(model_admin.list_url())
    return str(model_admin.url_of(step.leads(row) if step.leads else row))


def _once(row: Model, step: Step, request: HttpRequest, data: dict[str, Any], part: str = "") -> Taken:
    """The same form sent twice is taken once; of many rows each by itself."""
    try:
        return once.do(request, lambda: step.take(row, request, data), is_done=lambda taken: taken.is_done, part=part)
    except once.SentBefore:
        return Taken(True, once.SENT_BEFORE)


def _drafted(model_admin: Any, request: HttpRequest, row: Model, step: Step, form: forms.Form) -> HttpResponse | None:
    """What is about to be sent, to be read first; None when this very text was. Or why it cannot be sent."""
    assert step.draft is not None
    seen = sha256(repr(sorted(form.cleaned_data.items(), key=str)).encode()).hexdigest()
    if request.POST.get("seen") == seen:
        return None
    try:
        panels = step.draft(request, row, dict(form.cleaned_data))
    except tuple(OUT_OF_REACH | step.refusals) as error:
        form.add_error(
            None, next(text for kind, text in (OUT_OF_REACH | step.refusals).items() if isinstance(error, kind))
        )
        return _ask(model_admin, request, step, form, rows=[row], back=model_admin.url_of(row))
    more = {"panels": panels, "seen": seen}
    return _ask(model_admin, request, step, form, rows=[row], back=model_admin.url_of(row), more=more)


def bulk(model_admin: Any, request: HttpRequest, rows: QuerySet[Any], step: Step) -> HttpResponse | None:
    """Many rows: nothing happens before a human has confirmed the batch; each one is taken by itself."""
    if not step.may(request):
        raise PermissionDenied
    batch = list(rows[: MOST_AT_ONCE + 1])
    if len(batch) > MOST_AT_ONCE:
        messages.error(request, _("At most %(most)d at a time.") % {"most": MOST_AT_ONCE})
        return None
    form = step.form(request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        _take_all(request, batch, step, form.cleaned_data)
        return None
    return _ask(model_admin, request, step, form, rows=batch, back=model_admin.list_url())


def _take_all(request: HttpRequest, batch: list[Any], step: Step, data: dict[str, Any]) -> None:
    taken = [(row, _once(row, step, request, data, part=f"{step.name} {row.pk}")) for row in batch]
    for row, outcome in taken:
        if not outcome.is_done:
            messages.warning(request, _("%(row)s: %(why)s") % {"row": row, "why": outcome.sentence})
    if any(outcome.sentence is once.SENT_BEFORE for _row, outcome in taken):
        messages.success(request, once.SENT_BEFORE)
    if done := sum(outcome.is_done and outcome.sentence is not once.SENT_BEFORE for _row, outcome in taken):
        text = ngettext("%(step)s: done for %(count)d.", "%(step)s: done for %(count)d.", done)
        messages.success(request, text % {"step": step.label, "count": done})


def _ask(
    model_admin: Any,
    request: HttpRequest,
    step: Step,
    form: forms.Form,
    *,
    rows: list[Any],
    back: str,
    more: dict[str, Any] | None = None,
) -> TemplateResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": step.label, "subtitle": None, "opts": model_admin.opts, "step": step, "form": form, "rows": rows,
        "back": back, "is_bulk": "_selected_action" in request.POST, "seen": "", "read": "", "is_blocked": False,
        "media": model_admin.media + form.media,
    }  # fmt: skip
    _say_what_cannot_be_chosen(form)
    if step.preview:
        if request.method == "POST":  # refused: what stands above the form is read all the same
            model_admin.looked_at(request, rows[0])
        shown = step.preview(rows[0])
        context |= shown | ({"read": reading.mark(shown)} if step.as_read else {})
    context |= more or {}
    return TemplateResponse(request, "admin/step.html", context)


def _say_what_cannot_be_chosen(form: forms.Form) -> None:
    """A list with nothing in it says so, instead of a line of dashes."""
    for each in form.fields.values():
        if isinstance(each, forms.ModelChoiceField) and each.queryset is not None and not each.queryset.exists():
            each.empty_label = _("nothing to choose here yet")
