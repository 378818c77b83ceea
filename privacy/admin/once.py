"""The number a form is shown with, and what is done once for it, however often it is sent."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import sent_forms
from privacy.actions.sent_forms import SentBefore as SentBefore

Result = TypeVar("Result")
NAME = "form_number"
SENT_BEFORE = _("This was saved already: the form was sent twice. Open it anew to add another.")


def number(request: HttpRequest) -> str:
    """The one it was shown with, while it is put right; else a new one."""
    return str(_sent_with(request) or uuid.uuid4())


def take(request: HttpRequest) -> None:
    """In the transaction of what is done. Raises `SentBefore`. A form without a number is not ours to count."""
    if key := _sent_with(request):
        sent_forms.take(key=key, at=timezone.now())


def was_sent(request: HttpRequest) -> bool:
    """Asked before the form is read: what it added may be why it does not fit any more."""
    key = _sent_with(request)
    return key is not None and sent_forms.is_known(key=key)


def do(request: HttpRequest, act: Callable[[], Result], *, is_done: Callable[[Result], bool], part: str = "") -> Result:
    """Do it with the number taken; refused, the number is given back. Raises `SentBefore`.

    `part` says which it is of the many things one form asks for: each is done once, and by itself.
    """
    key = _sent_with(request)
    if key is None:
        return act()
    if part:
        key = uuid.uuid5(key, part)
    with transaction.atomic():
        sent_forms.take(key=key, at=timezone.now())
        result = act()
        if not is_done(result):
            sent_forms.give_back(key=key)
    return result


def do_part(request: HttpRequest, act: Callable[[], object], part: str) -> None:
    """One of the many things a form asks for; what raises was not done."""
    do(request, act, is_done=lambda _result: True, part=part)


def page(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """A page's answer to its form, with the number taken unless the form is shown again. Raises `SentBefore`."""
    return do(request, answer, is_done=_is_over) if request.method == "POST" else answer()


def over(response: HttpResponse) -> HttpResponse:
    """Mark a page that is shown because something was done."""
    response.is_over = True  # type: ignore[attr-defined]
    return response


def _is_over(response: HttpResponse) -> bool:
    """Somewhere else, or a file: then it was done. A page of ours is the form once more."""
    return getattr(response, "is_over", False) or not isinstance(response, TemplateResponse)


def _sent_with(request: HttpRequest) -> Any:
    try:
        return uuid.UUID(request.POST.get(NAME, ""))
    except ValueError:
        return None
