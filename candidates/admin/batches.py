"""Many applicants at once: answered with a no, or written to. Each mail is read before anything is done; each is taken by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django import forms
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
from candidates.admin import stages
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
from privacy.validators import holds_national_id

IN_LANGUAGE = {Language.NB: gettext_lazy("in Norwegian"), Language.EN: gettext_lazy("in English")}
LONGEST_KEY = 10  # digits
NO_NUMBER = gettext_lazy("There is a national identity number in the text. Take it out: it is never sent by e-mail.")
REFUSALS: dict[type[Exception], Any] = stages.REFUSALS | {
    writing.NotConfirmed: gettext_lazy("no e-mail went: the address is not confirmed. Call instead."),
    writing.HoldsNumber: NO_NUMBER,
    writing.Withdrawn: gettext_lazy("the application was withdrawn."),
}


class WordsForm(forms.Form):
    """The words, in each language one of the readers reads."""

    with_subject_line = False
    label: str | Promise = gettext_lazy("Reason")
    help_text: str | Promise = gettext_lazy("Each candidate gets this by e-mail, with your name.")

    def __init__(self, *args: Any, languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in languages:
            where = IN_LANGUAGE[language]
            if self.with_subject_line:
                label = f"{gettext_lazy('Subject line')}, {where}"
                self.fields[f"subject_line_{language}"] = forms.CharField(label=label, max_length=150)
            self.fields[f"text_{language}"] = forms.CharField(
                label=f"{self.label}, {where}", max_length=4_000, widget=forms.Textarea, help_text=self.help_text
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if holds_national_id(value):
                self.add_error(name, NO_NUMBER)
            elif name.startswith("subject_line_"):
                data[name] = " ".join(value.split())
        return data

    def words(self, application: Application) -> dict[str, str]:
        """What is said to this one: `text`, and the subject line where there is one."""
        ending = f"_{emails.language_for(application)}"
        return {name.removesuffix(ending): said for name, said in self.cleaned_data.items() if name.endswith(ending)}


class MessageForm(WordsForm):
    with_subject_line = True
    label = gettext_lazy("Text")
    help_text = gettext_lazy("Greeting, position, link and your name are added. Nothing about other people.")


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
    deed, back = DEEDS.get(name), _back(request)
    rows = board.chosen(request.POST.getlist("_selected_action")[: MOST_AT_ONCE + 1], reader=request.user)
    if deed is None or not rows or len(rows) > MOST_AT_ONCE:
        messages.error(request, _("Choose between 1 and %(most)d applications.") % {"most": MOST_AT_ONCE})
        return redirect(back)
    return ask(site, request, name, rows, back)


def ask(site: WorkspaceSite, request: HttpRequest, name: str, rows: list[Application], back: str) -> HttpResponse:
    deed = DEEDS[name]
    languages = [language for language in Language if language in {emails.language_for(row) for row in rows}]
    form = deed.form(request.POST if _is_typed(request) else None, languages=languages, initial=_begun(request, name))
    seen = {str(row.pk): request.POST.get(f"seen-{row.pk}", row.stage) for row in rows}
    context: dict[str, Any] = {"panels": [], "digest": ""}
    if form.is_valid():
        digest = sha256(repr(sorted([*form.cleaned_data.items(), *seen.items()])).encode()).hexdigest()
        if request.POST.get("read") == digest:
            _do_all(request, name, rows, seen, form)
            return redirect(back)
        context = {"panels": [_mails(request, deed, rows, form)], "digest": digest}
    context |= {
        "title": deed.title, "subtitle": None, "deed": deed, "form": form, "back": back, "name": name,
        "rows": [(row, seen[str(row.pk)]) for row in rows], "texts": texts_for(name),
    }  # fmt: skip
    return TemplateResponse(request, "admin/batch.html", site.each_context(request) | context)


def texts_for(name: str) -> QuerySet[StageText]:
    """What the manager wrote to begin with: for a no, or for the other stages."""
    kept = StageText.objects.filter(is_in_use=True).order_by("stage", "name", "pk")
    return kept.filter(stage=Stage.REJECTED) if name == "reject" else kept.exclude(stage=Stage.REJECTED)


def _is_typed(request: HttpRequest) -> bool:
    return "asked" in request.POST and "begin" not in request.POST


def _begun(request: HttpRequest, name: str) -> dict[str, str]:
    """The words of the text that was chosen to begin with."""
    chosen = request.POST.get("text", "") if "begin" in request.POST else ""
    text = texts_for(name).filter(pk=chosen).first() if is_number(chosen) and len(chosen) < LONGEST_KEY else None
    return text.words() if text else {}


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


def _do_all(request: HttpRequest, name: str, rows: list[Application], seen: dict[str, str], form: WordsForm) -> None:
    deed = DEEDS[name]
    done = again = 0
    for row in rows:
        try:
            run = partial(deed.run, request, row, seen[str(row.pk)], form.words(row))
            once.do_part(request, run, f"{name} {row.pk}")
            done += 1
        except once.SentBefore:
            again += 1
        except tuple(OUT_OF_REACH | REFUSALS) as error:
            why = next(text for kind, text in (OUT_OF_REACH | REFUSALS).items() if isinstance(error, kind))
            who = _("Somebody on the list") if type(error) in OUT_OF_REACH else str(row)
            messages.warning(request, _("%(row)s: %(why)s") % {"row": who, "why": why})
    if again:
        messages.success(request, once.SENT_BEFORE)
    if done:
        text = ngettext("%(step)s: done for %(count)d.", "%(step)s: done for %(count)d.", done)
        messages.success(request, text % {"step": deed.title, "count": done})


def _back(request: HttpRequest) -> str:
    """The page one came from, if it is one of ours."""
    asked = request.POST.get("back", "")
    ours = reverse("admin:index")
    fits = asked.startswith(ours) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if fits else reverse("admin:candidates_application_changelist")


admin.site.add_page(
    Page(
        "applications_batch", gettext_lazy("Applications"), "candidates", stages.MAY, batch, "applications/batch/<slug:name>/",
        in_parts=True,
    )
)  # fmt: skip
