"""Many applicants at once: answered with a no, or written to. Each mail is read before anything is done; each is taken by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates import emails
from candidates.actions import applications
from candidates.actions import messages as writing
from candidates.admin import batch_forms, stages
from candidates.admin.batch_forms import NO_NUMBER, MessageForm, WordsForm
from candidates.choices import Stage
from candidates.models import Application, StageText
from candidates.queries import board
from privacy.admin import once, show
from privacy.admin.base import now
from privacy.admin.filters import is_number
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import MOST_AT_ONCE, OUT_OF_REACH
from privacy.choices import Language
from privacy.emails import Message
from privacy.queries.wording import worded

LONGEST_KEY = 10  # digits
REFUSALS: dict[type[Exception], Any] = stages.REFUSALS | {
    writing.NotConfirmed: gettext_lazy("no e-mail went: the address is not confirmed. Call instead."),
    writing.HoldsNumber: NO_NUMBER,
    writing.Withdrawn: gettext_lazy("the application was withdrawn."),
}
# Sent once more it is refused once more.
LASTING = (*OUT_OF_REACH, applications.WrongMove, writing.NotConfirmed, writing.Withdrawn)
Refused = list[tuple[Application, Exception]]


@dataclass(frozen=True)
class Deed:
    """What is done to each of them, and the mail it sends."""

    title: str | Promise
    question: str | Promise
    form: type[WordsForm]
    message: Callable[[Application, dict[str, str], Any], Message]
    run: Callable[[HttpRequest, Application, str, dict[str, str]], None]
    tone: str = ""


def _rejection(application: Application, words: dict[str, str], by: Any) -> Message:
    return emails.rejected(application, reason=words["text"], by=by)


def _reject(request: HttpRequest, application: Application, seen: str, words: dict[str, str]) -> None:
    applications.reject(application=application, reason=words["text"], by=request.user, at=now(), seen=seen)


def _letter(application: Application, words: dict[str, str], by: Any) -> Message:
    return emails.application_message(application, by=by, **words)  # type: ignore[arg-type]


def _write(request: HttpRequest, application: Application, seen: str, words: dict[str, str]) -> None:
    writing.write(application=application, by=request.user, at=now(), **words)  # type: ignore[arg-type]


DEEDS = {
    "reject": Deed(
        gettext_lazy("Reject"),
        gettext_lazy("A rejection is your decision as a human being, for everyone on this list."),
        WordsForm, _rejection, _reject, "danger",
    ),
    "write": Deed(
        gettext_lazy("Write to them"), gettext_lazy("About the application only: it is sent as a service."), MessageForm, _letter, _write,
    ),
}  # fmt: skip


def batch(site: WorkspaceSite, request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the words, show every mail, then do it: three presses, and nothing happens before the last."""
    if not request.user.has_perm(stages.MAY):
        raise PermissionDenied
    back = _ours(request, "back", reverse("admin:candidates_application_changelist"))
    rows = board.chosen(request.POST.getlist("_selected_action")[: MOST_AT_ONCE + 1], reader=request.user)
    is_something = bool(rows or batch_forms.typed_in(request))
    if name not in DEEDS or not is_something or len(rows) > MOST_AT_ONCE:
        messages.error(request, _("Choose between 1 and %(most)d applications.") % {"most": MOST_AT_ONCE})
        return redirect(back)
    return ask(site, request, name, rows, back, _ours(request, "leave", back))


def ask(
    site: WorkspaceSite, request: HttpRequest, name: str, rows: list[Application], back: str, leave: str = ""
) -> HttpResponse:
    """The form, the mails, or the form once more for those who were refused. Done, one is led `back`; else one may `leave`."""
    form = _form(request, name, rows)
    seen = {str(row.pk): request.POST.get(f"seen-{row.pk}", row.stage) for row in rows}
    ways: dict[str, Any] = {"name": name, "form": form, "back": back, "leave": leave or back}
    shown = [(row, seen[str(row.pk)]) for row in rows]
    if not form.is_valid():
        return _page(site, request, rows=shown, **ways)
    digest = sha256(repr(sorted([*form.cleaned_data.items(), *seen.items()])).encode()).hexdigest()
    if request.POST.get("read") != digest or "again" in request.POST:
        return _page(
            site, request, rows=shown, digest=digest, panels=[_mails(request, DEEDS[name], rows, form)], **ways
        )
    refused = _do_all(request, name, rows, seen, form)
    if not refused:
        return redirect(back)
    left = _say_why(request, refused, seen, form)
    return _page(site, request, rows=[(row, row.stage) for row in left], is_refused=True, **ways)


def _page(site: WorkspaceSite, request: HttpRequest, *, name: str, **more: Any) -> HttpResponse:
    deed = DEEDS[name]
    context: dict[str, Any] = {"panels": [], "digest": "", "is_refused": False, "name": name, "texts": texts_for(name)}
    context |= {"title": deed.title, "subtitle": None, "deed": deed} | more
    return TemplateResponse(request, "admin/batch.html", site.each_context(request) | context)


def _form(request: HttpRequest, name: str, rows: list[Application]) -> WordsForm:
    """In the languages its readers read; with no reader left, all that was typed."""
    form = DEEDS[name].form
    if not rows:
        return form(initial=request.POST.dict(), languages=batch_forms.typed_in(request))
    read = {emails.language_for(row) for row in rows}
    languages = [language for language in Language if language in read]
    if "asked" in request.POST and "begin" not in request.POST:
        return form(request.POST, languages=languages)
    return form(initial=_begun(request, name), languages=languages)


def texts_for(name: str) -> QuerySet[StageText]:
    """What the manager wrote to begin with: for a no, or for the other stages."""
    kept = StageText.objects.filter(is_in_use=True).order_by("stage", "name", "pk")
    return kept.filter(stage=Stage.REJECTED) if name == "reject" else kept.exclude(stage=Stage.REJECTED)


def _begun(request: HttpRequest, name: str) -> dict[str, str]:
    """The words of the text that was chosen to begin with; what somebody typed stands."""
    if "begin" not in request.POST:
        return {}
    chosen, texts = request.POST.get("text", ""), texts_for(name)
    text = texts.filter(pk=chosen).first() if is_number(chosen) and len(chosen) < LONGEST_KEY else None
    if text is None:
        return request.POST.dict()
    typed = batch_forms.own_words(request, texts)
    if typed:
        messages.info(request, _("What you wrote yourself stands. Empty a field to have the words of the text there."))
    return text.words() | typed


def _mails(request: HttpRequest, deed: Deed, rows: list[Application], form: WordsForm) -> Panel:
    """Every mail as it will be read, and who gets none."""
    cells: list[tuple[Any, ...]] = []
    for row in rows:
        message = deed.message(row, form.words(row), request.user)
        line, text = worded(message.template, message.context, emails.language_for(row))
        name = str(row.candidate)
        if not row.candidate.is_confirmed:
            name = show.with_tag(name, _("gets no e-mail: address not confirmed"), "warning")
        cells.append((name, line, show.text(text)))
    heads = (gettext_lazy("to"), gettext_lazy("subject line"), gettext_lazy("text"))
    return Panel(gettext_lazy("As they read it"), heads, cells)


def _do_all(request: HttpRequest, name: str, rows: list[Application], seen: dict[str, str], form: WordsForm) -> Refused:
    deed = DEEDS[name]
    refused: Refused = []
    done = again = 0
    for row in rows:
        try:
            run = partial(deed.run, request, row, seen[str(row.pk)], form.words(row))
            once.do_part(request, run, f"{name} {row.pk}")
            done += 1
        except once.SentBefore:
            again += 1
        except tuple(OUT_OF_REACH | REFUSALS) as error:
            refused.append((row, error))
    if again:
        messages.success(request, once.SENT_BEFORE)
    if done:
        text = ngettext("%(step)s: done for %(count)d.", "%(step)s: done for %(count)d.", done)
        messages.success(request, text % {"step": deed.title, "count": done})
    return refused


def _say_why(request: HttpRequest, refused: Refused, seen: dict[str, str], form: WordsForm) -> list[Application]:
    """Each with its reason, among the errors of the form; and those it may still be done for, as they stand now."""
    fresh = {row.pk: row for row in board.chosen([str(row.pk) for row, _error in refused], reader=request.user)}
    left = []
    for old, error in refused:
        row = fresh.get(old.pk)
        form.add_error(None, _why(row, seen[str(old.pk)], error))
        is_moved_out = isinstance(error, applications.MovedMeanwhile) and row is not None and not row.is_in_progress
        if row is not None and not is_moved_out and not isinstance(error, LASTING):
            left.append(row)
    return left


def _why(row: Application | None, seen: str, error: Exception) -> str:
    why = next(text for kind, text in (OUT_OF_REACH | REFUSALS).items() if isinstance(error, kind))
    if row is None or type(error) in OUT_OF_REACH:
        return _("%(row)s: %(why)s") % {"row": _("Somebody on the list"), "why": why}
    if row.stage == seen:
        return _("%(row)s: %(why)s") % {"row": row, "why": why}
    return _("%(row)s, now in “%(stage)s”: %(why)s") % {"row": row, "stage": row.get_stage_display(), "why": why}


def _ours(request: HttpRequest, field: str, otherwise: str) -> str:
    """The page that is named there, if it is one of ours."""
    asked = request.POST.get(field, "")
    fits = asked.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if fits else otherwise


admin.site.add_page(
    Page(
        "applications_batch", gettext_lazy("Applications"), "candidates", stages.MAY, batch, "applications/batch/<slug:name>/",
        in_parts=True,
    )
)  # fmt: skip
