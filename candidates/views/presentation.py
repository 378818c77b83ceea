"""The page of a presentation: a link of one's own, a code to the mailbox, then the candidates side by side.

Opening the link uses nothing up. Nothing of it is kept by a browser or found by a search engine, and each request asks anew.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from candidates.actions import presentation_readers, presentation_reading, presentations
from candidates.forms.presenting import ClientAnswerForm, CodeForm, ColleagueForm
from candidates.models import PresentationReader
from candidates.queries import own_presentations
from candidates.queries import presentations as reading
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.views import limits

MOST_CODES, MOST_TRIES, MOST_INVITED, MOST_GUESSES = 20, 40, 10, 200  # an hour from one network address
DOOR = "candidates/presentation_door.html"
CONFIRMED_FOR = 12 * 60 * 60
Page = Callable[..., HttpResponse]
INVITING: dict[type[Exception], str | Promise] = {
    presentation_readers.MayNotInvite: gettext_lazy("Only whoever we wrote to lets colleagues in."),
    presentation_readers.AlreadyReads: gettext_lazy("This person reads it already."),
    presentation_readers.TooMany: gettext_lazy("Five colleagues read it already, and more cannot. Take one out first."),
    presentations.Refused: gettext_lazy("This person cannot read it. Ask your adviser."),
    IsRestricted: gettext_lazy("This person cannot be invited just now. Ask your adviser."),
    PersonIsGone: gettext_lazy("This person's data were erased meanwhile."),
}


def by_link(page: Page) -> Page:
    """Give the view its reader, or say why the link opens nothing; and let nobody keep or find what it says."""

    @login_not_required
    @never_cache
    @wraps(page)
    def door(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
        return _opened(page, request, token, **named)

    return door


def _opened(page: Page, request: HttpRequest, token: str, **named: Any) -> HttpResponse:
    try:
        if own_presentations.is_ours(token) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reader = own_presentations.by_token(token, request.user) or reading.by_token(token)
        presentation_reading.check(reader=reader, at=timezone.now())
        return page(request, reader, token, **named)
    except reading.LinkUnknown:
        return _opens_nothing(request, is_unknown=True)
    except (reading.LinkOver, presentation_reading.IsOver, PersonIsGone):
        return _opens_nothing(request, is_unknown=False)


def _opens_nothing(request: HttpRequest, *, is_unknown: bool) -> HttpResponse:
    """Whoever has a link that opens is never held up here, however many others of their network have guessed."""
    if limits.is_spent(request, "presentation-guess", MOST_GUESSES):
        return limits.too_many(request)
    limits.spend(request, "presentation-guess")
    context = {"is_unknown": is_unknown}
    return render(request, "candidates/presentation_over.html", context, status=404 if is_unknown else 410)


def confirmed(page: Page) -> Page:
    """Behind the code."""

    @wraps(page)
    def door(request: HttpRequest, reader: PresentationReader, token: str, **named: Any) -> HttpResponse:
        if not _is_confirmed(request, reader, token):
            return redirect("presentation", token=token)
        return page(request, reader, token, **named)

    return door


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def presentation(request: HttpRequest, reader: PresentationReader, token: str) -> HttpResponse:
    """Without a code: who gets one. With it: everybody who may be shown now."""
    if _is_confirmed(request, reader, token):
        return _shown(request, reader, token)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.POST.get("action") == "send":
        return _code_sent(request, reader, token)
    if form.is_valid():
        if limits.is_spent(request, "presentation-try", MOST_TRIES):
            context = {"reader": reader, "is_sent": True, "address": _masked(reader)}
            return limits.held_back(request, DOOR, form, **context)
        limits.spend(request, "presentation-try")
        if _took_code(request, reader, form):
            return redirect("presentation", token=token)
    is_sent = reader.code_until is not None and reader.tries_left > 0 and timezone.now() < reader.code_until
    context = {"reader": reader, "form": form, "is_sent": is_sent or form.is_bound, "address": _masked(reader)}
    return render(request, DOOR, context)


def _code_sent(request: HttpRequest, reader: PresentationReader, token: str) -> HttpResponse:
    if limits.is_spent(request, "presentation-code", MOST_CODES):
        return limits.too_many(request)
    limits.spend(request, "presentation-code")
    try:
        presentation_readers.send_code(reader=reader, language=get_language() or "nb", at=timezone.now())
    except presentation_readers.TooManyCodes:
        messages.error(
            request, _("You have had six codes today, which is the most. Try again tomorrow, or call your adviser.")
        )
    else:
        messages.success(request, _("A code is on its way to your mailbox. It works for ten minutes."))
    return redirect("presentation", token=token)


def _took_code(request: HttpRequest, reader: PresentationReader, form: CodeForm) -> bool:
    try:
        presentation_readers.confirm(reader=reader, code=form.cleaned_data["code"], at=timezone.now())
    except presentation_readers.WrongCode:
        form.add_error(
            "code", _("The code is not right, or its time is over. Look at the newest e-mail, or ask for a new one.")
        )
        return False
    if not request.user.is_authenticated:
        request.session.cycle_key()
    until = timezone.now().timestamp() + CONFIRMED_FOR
    request.session[_key(reader)] = {"until": until, "address": reading.address_digest(reader.contact)}
    return True


def _is_confirmed(request: HttpRequest, reader: PresentationReader, token: str) -> bool:
    if own_presentations.is_ours(token):  # found by the account's own proved address
        return True
    known = request.session.get(_key(reader)) or {}
    is_fresh = known.get("until", 0) > timezone.now().timestamp()
    return is_fresh and known.get("address") == reading.address_digest(reader.contact)


def _key(reader: PresentationReader) -> str:
    return f"presentation:{reader.pk}"


def _masked(reader: PresentationReader) -> str:
    """Enough to know one's own address by, and too little to learn one."""
    name, _at, domain = reader.contact.email.partition("@")
    return f"{name[:1]}…@{domain}"


def _shown(
    request: HttpRequest, reader: PresentationReader, token: str, *, answered: Any = None, colleague: Any = None
) -> HttpResponse:
    shown = presentation_reading.read(reader=reader, at=timezone.now())
    typed_for, form = answered or (None, None)
    cards = [(each, form if each.pk == typed_for else _answer_form(each.pk, initial=each)) for each in shown]
    whole = reader.presentation
    context = {
        "reader": reader, "presentation": whole, "order": whole.job_order, "token": token, "cards": cards,
        "form": form or colleague, "colleague": colleague or ColleagueForm(),
        "colleagues": [] if reader.is_invited else list(_colleagues(reader)), "may_invite": not reader.is_invited,
    }  # fmt: skip
    return render(request, "candidates/presentation.html", context)


def _answer_form(candidate: uuid.UUID, data: Any = None, initial: Any = None) -> ClientAnswerForm:
    known = {"answer": initial.answer, "comment": initial.comment} if initial else {}
    return ClientAnswerForm(data, prefix=str(candidate), initial=known)


def _colleagues(reader: PresentationReader) -> Any:
    rows = (
        PresentationReader.objects.standing().unrestricted().filter(presentation=reader.presentation, is_invited=True)
    )
    return rows.select_related("contact").order_by("contact__name", "pk")


@require_POST
@by_link
@confirmed
def answer_presentation(request: HttpRequest, reader: PresentationReader, token: str, pk: uuid.UUID) -> HttpResponse:
    form = _answer_form(pk, request.POST)
    if not form.is_valid():
        return _shown(request, reader, token, answered=(pk, form))
    try:
        presentation_reading.answer(reader=reader, candidate=pk, at=timezone.now(), **form.cleaned_data)
    except presentation_reading.NotShown:
        messages.error(request, _("This candidate is no longer shown, so there is nothing to answer."))
    else:
        messages.success(request, _("Your answer is with your adviser. You can change it as long as the page is open."))
    return redirect("presentation", token=token)


@require_POST
@by_link
@confirmed
def let_colleague_in(request: HttpRequest, reader: PresentationReader, token: str) -> HttpResponse:
    form = ColleagueForm(request.POST)
    if limits.is_spent(request, "invite", MOST_INVITED):
        form.add_error(None, limits.TOO_MANY)
        held = _shown(request, reader, token, colleague=form)
        held.status_code = 429
        return limits.said_when(held)
    if not form.is_valid():
        return _shown(request, reader, token, colleague=form)
    limits.spend(request, "invite")
    try:
        presentation_readers.invite(reader=reader, at=timezone.now(), **form.cleaned_data)
    except tuple(INVITING) as error:
        form.add_error(None, next(text for kind, text in INVITING.items() if isinstance(error, kind)))
        return _shown(request, reader, token, colleague=form)
    messages.success(request, _("Your colleague gets a link of their own. Take them out here whenever you want."))
    return redirect("presentation", token=token)


@require_POST
@by_link
@confirmed
def take_reader_out(request: HttpRequest, reader: PresentationReader, token: str, pk: uuid.UUID) -> HttpResponse:
    if reader.is_invited:
        return redirect("presentation", token=token)
    row = get_object_or_404(_colleagues(reader), pk=pk)
    try:
        presentation_readers.take_out(reader=row, at=timezone.now())
    except (presentation_readers.AlreadyOut, PersonIsGone):
        messages.warning(request, _("This colleague reads it no longer."))
    else:
        messages.success(request, _("Taken out: your colleague does not see it any more."))
    return redirect("presentation", token=token)
