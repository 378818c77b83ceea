"""The number a form is shown with, and what is done once for it, however often it is sent."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest
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


def do(request: HttpRequest, act: Callable[[], Result], *, is_done: Callable[[Result], bool]) -> Result:
    """Do it with the number taken; refused, the number is given back. Raises `SentBefore`."""
    key = _sent_with(request)
    if key is None:
        return act()
    with transaction.atomic():
        take(request)
        result = act()
        if not is_done(result):
            sent_forms.give_back(key=key)
    return result


def _sent_with(request: HttpRequest) -> Any:
    try:
        return uuid.UUID(request.POST.get(NAME, ""))
    except ValueError:
        return None
