"""How much one address, account, mailbox or ad may ask of us: counters in the cache. Without the cache nobody is turned away."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from privacy.validators import network_of

logger = logging.getLogger(__name__)

HOUR = 60 * 60
DAY = 24 * HOUR
MOST_OF_MAILBOX = (
    20  # a day, sent in the name of one e-mail address by whoever is not logged in; each brings a mail there
)
TOO_MANY = _(
    "This was not received: so many came from your network in the last hour. What you wrote stands below. Wait an hour and "
    "send it again, or write us an e-mail."
)
NAMED_TOO_OFTEN = _(
    "This was not received: so many were sent in this name since yesterday. What you wrote stands below. Log in and send it "
    "then, try again tomorrow, or write us an e-mail."
)
FILE_NOT_OPENED = _(
    "Your file was not opened: so many came from your network in the last hour. Wait an hour and choose it again, or write "
    "us an e-mail."
)


def is_spent(request: HttpRequest | None, what: str, most: int) -> bool:
    """Whether this address, or the account logged in, has had as much; without a request, whether all have together."""
    try:
        return any(int(count) >= most for count in cache.get_many(_keys(request, what)).values())
    except RedisError:
        logger.warning("the counter of %s cannot be read: the cache does not answer", what)
        return False


def spend(request: HttpRequest | None, what: str, weight: int = 1, *, lasts: int = HOUR) -> None:
    try:
        for key in _keys(request, what):
            cache.add(key, 0, lasts)
            cache.incr(key, weight)
    except (RedisError, ValueError):  # ValueError: it ended between the two
        logger.warning("the counter of %s was not moved", what)


def is_among(request: HttpRequest | None, what: str, most: int) -> bool:
    """Counted, and one of the first so many of the hour. For what is only said while the counters are there."""
    key = _keys(request, what)[0]
    try:
        cache.add(key, 0, HOUR)
        return bool(cache.incr(key) <= most)
    except (RedisError, ValueError):
        return False


def is_named_too_often(request: HttpRequest, email: str) -> bool:
    """Whether strangers have sent so much in the name of this mailbox today. Whoever is logged in is no stranger to it."""
    return not request.user.is_authenticated and is_spent(None, _mailbox(email), MOST_OF_MAILBOX)


def name(request: HttpRequest, email: str) -> None:
    if not request.user.is_authenticated:
        spend(None, _mailbox(email), lasts=DAY)


def too_many(request: HttpRequest) -> HttpResponse:
    return said_when(render(request, "too_many.html", status=429))


def held_back(request: HttpRequest, page: str, form: BaseForm, **context: Any) -> HttpResponse:
    """The same answer where something was written: the form's own page, with what was typed still in it."""
    form.add_error(None, TOO_MANY)
    return said_when(render(request, page, context | {"form": form}, status=429))


def held_back_till_tomorrow(request: HttpRequest, page: str, form: BaseForm, **context: Any) -> HttpResponse:
    form.add_error(None, NAMED_TOO_OFTEN)
    return said_when(render(request, page, context | {"form": form}, status=429), wait=DAY)


def file_not_opened(request: HttpRequest, page: str, form: BaseForm, **context: Any) -> HttpResponse:
    """The same where a file was sent: nobody opens it any more, and the browser does not send it twice."""
    context |= {"form": form, "is_held_back": FILE_NOT_OPENED}
    return said_when(render(request, page, context, status=429))


def said_when(refusal: HttpResponse, *, wait: int = HOUR) -> HttpResponse:
    """With how long to wait."""
    refusal["Retry-After"] = str(wait)
    return refusal


def _mailbox(email: str) -> str:
    return f"mailbox:{_hashed(email.strip().lower())}"


def _keys(request: HttpRequest | None, what: str) -> list[str]:
    """The address itself is not kept, only its keyed hash, for an hour."""
    if request is None:
        return [f"limit:{what}:all"]
    try:
        address = network_of(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # no address, as behind a socket of one's own
        address = ""
    keys = [f"limit:{what}:{_hashed(address)}"]
    user = getattr(request, "user", None)
    return [*keys, f"limit:{what}:{_hashed(f'account {user.pk}')}"] if user and user.is_authenticated else keys


def _hashed(text: str) -> str:
    return salted_hmac("limits", text).hexdigest()
