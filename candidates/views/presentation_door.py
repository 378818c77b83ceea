"""The door of a presentation: a link of one's own, and a code to the mailbox. Behind it: `presentation`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from candidates.actions import presentation_readers, presentation_reading
from candidates.forms.presenting import CodeForm
from candidates.models import PresentationReader
from candidates.queries import own_presentations
from candidates.queries import presentations as reading
from candidates.views import carried
from privacy.actions.subjects import PersonIsGone
from privacy.views import limits

MOST_CODES, MOST_TRIES, MOST_GUESSES = 20, 40, 200  # an hour from one network address
DOOR = "candidates/presentation_door.html"
CONFIRMED_FOR = 12 * 60 * 60
Page = Callable[..., HttpResponse]
SO_MANY_CODES = gettext_lazy(
    "So many codes were asked for from your network in the last hour that we send no more just now. Wait an hour, and ask for "
    "one again on this page: what you wrote is kept in it."
)


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
    """Behind the code. What was typed when that was over is not lost: it goes through the door."""

    @wraps(page)
    def door(request: HttpRequest, reader: PresentationReader, token: str, **named: Any) -> HttpResponse:
        if not _is_confirmed(request, reader, token):
            typed = carried.typed(request.POST, named.get("pk"))
            return _door(request, reader, token, typed) if typed else redirect("presentation", token=token)
        return page(request, reader, token, **named)

    return door


def asked_at_the_door(
    request: HttpRequest, reader: PresentationReader, token: str, typed: carried.Carried
) -> HttpResponse | None:
    """Who gets a code, and the code; none for whoever is through. What was `typed` before goes from step to step."""
    if _is_confirmed(request, reader, token):
        return None
    if request.POST.get("action") == "send":
        return _code_sent(request, reader, token, typed)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        if limits.is_spent(request, "presentation-try", MOST_TRIES):
            return limits.held_back(request, DOOR, form, **_said_at_door(reader, token, typed), is_sent=True)
        limits.spend(request, "presentation-try")
        if _took_code(request, reader, form):
            return None if typed else redirect("presentation", token=token)
    return _door(request, reader, token, typed, form)


def _door(
    request: HttpRequest, reader: PresentationReader, token: str, typed: carried.Carried, form: CodeForm | None = None
) -> HttpResponse:
    form = form or CodeForm()
    is_sent = reader.code_until is not None and reader.tries_left > 0 and timezone.now() < reader.code_until
    context = {"form": form, "is_sent": is_sent or form.is_bound}
    return render(request, DOOR, _said_at_door(reader, token, typed) | context)


def _said_at_door(reader: PresentationReader, token: str, typed: carried.Carried) -> dict[str, Any]:
    here = reverse("presentation", args=[token])
    return {"reader": reader, "address": _masked(reader), "token": token, "carried": typed.hidden, "here": here}


def _code_sent(request: HttpRequest, reader: PresentationReader, token: str, typed: carried.Carried) -> HttpResponse:
    if limits.is_spent(request, "presentation-code", MOST_CODES):
        if not typed:
            return limits.too_many(request)
        messages.error(request, SO_MANY_CODES)
        held = _door(request, reader, token, typed)
        held.status_code = 429
        return limits.said_when(held)
    limits.spend(request, "presentation-code")
    try:
        presentation_readers.send_code(reader=reader, language=get_language() or "nb", at=timezone.now())
    except presentation_readers.TooManyCodes:
        messages.error(
            request, _("You have had six codes today, which is the most. Try again tomorrow, or call your adviser.")
        )
    else:
        messages.success(request, _("A code is on its way to your mailbox. It works for ten minutes."))
    if not typed:
        return redirect("presentation", token=token)
    reader.refresh_from_db(fields=["code_until", "tries_left"])
    return _door(request, reader, token, typed)


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
