"""What we leave in a browser, and what its owner has said to that. Nothing optional lies there without a yes.

The choice is in a cookie of its own, `3.campaign`: the version of the register it was made under, and the kinds agreed to.
It names nobody, so it needs no signature: whoever writes one by hand has chosen.
"""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from privacy.choices import NoticeKind
from privacy.choices.cookies import CookieKind, CookieStore
from privacy.models import Controller, CookieEntry, Notice

CHOICE = "informasjonskapsler"
DEVICE = "kjent-enhet"  # left at a login, by which a new device is told from a known one
MESSAGES = "messages"
WRITTEN = re.compile(r"(\d{1,6})\.([a-z]+(?:-[a-z]+)*)(\.gpc)?")
NONE = "none"
PAGE = "/informasjonskapsler/"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@dataclass(frozen=True)
class Register:
    """What a choice is made about: the version of what is optional, higher after each change, and its kinds in use."""

    version: int = 0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """What somebody said; `despite_signal` is a yes said while the browser asked not to be followed."""

    version: int
    kinds: frozenset[str] = frozenset()
    despite_signal: bool = False

    def __str__(self) -> str:
        return f"{self.version}.{'-'.join(sorted(self.kinds)) or NONE}{'.gpc' if self.despite_signal else ''}"


@dataclass(frozen=True)
class Shell:
    """What every page asks the register, in one statement."""

    contact_email: str = ""
    name: str = ""
    org_number: str = ""
    address: str = ""
    cookies: Register = Register()


def shell() -> Shell:
    optional = CookieEntry.objects.optional()
    found = (
        Controller.objects.filter(valid_until=None)
        .annotate(
            version=Subquery(optional.order_by("-version").values("version")[:1]),
            kinds=ArraySubquery(optional.in_use().order_by("kind").values("kind").distinct()),
        )
        .values_list("contact_email", "name", "org_number", "address", "version", "kinds")
        .first()
    )
    return Shell(*found[:4], Register(found[4] or 0, tuple(found[5]))) if found else Shell()


def register() -> Register:
    return shell().cookies


def are_in_the_statement(day: datetime.date) -> bool:
    """Whether the privacy statement in force that day points to the page about cookies, in both languages."""
    try:
        statement = Notice.objects.in_force(NoticeKind.STATEMENT, day)
    except Notice.DoesNotExist:
        return False
    return PAGE in statement.text("nb") and PAGE in statement.text("en")


def how_long(entry: CookieEntry) -> str:
    """How long a cookie lasts, in words."""
    if entry.lasts is None:
        return gettext("until you close the browser") if entry.store == CookieStore.COOKIE else gettext("until removed")
    if entry.lasts < DAY:
        hours = entry.lasts // HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = entry.lasts // DAY
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


# --- what was said ---
def read(text: str) -> Choice | None:
    """A choice as its cookie has it; None for what no page of ours wrote."""
    if not (found := WRITTEN.fullmatch(text)):
        return None
    known = set(CookieKind.values) - {CookieKind.NECESSARY}
    return Choice(int(found[1]), frozenset(found[2].split("-")) & known, bool(found[3]))


def signals_no(request: HttpRequest) -> bool:
    """Global Privacy Control: the browser says no for its owner."""
    return request.headers.get("Sec-GPC") == "1"


def choice_of(request: HttpRequest, about: Register) -> Choice | None:
    """What this visitor said of the present register; None when it has changed since, or only the browser has spoken since."""
    choice = read(request.COOKIES.get(sent_as(CHOICE), ""))
    if choice is None or choice.version != about.version:
        return None
    if choice.kinds and signals_no(request) and not choice.despite_signal:
        return None
    return choice


def allowed(request: HttpRequest, about: Register) -> frozenset[str]:
    """The kinds this visitor has agreed to."""
    choice = choice_of(request, about)
    return choice.kinds & frozenset(about.kinds) if choice else frozenset()


def is_to_be_asked(request: HttpRequest, about: Register) -> bool:
    return bool(about.kinds) and not signals_no(request) and choice_of(request, about) is None


# --- in the browser ---
def sent_as(name: str) -> str:
    """A cookie's name as the browser gets it: over TLS the name itself binds it to this host."""
    return f"__Host-{name}" if settings.OVER_TLS else name


def set_in(response: HttpResponse, name: str, value: str, lasts: datetime.timedelta) -> None:
    response.set_cookie(
        sent_as(name), value, max_age=lasts, secure=settings.OVER_TLS, httponly=True, samesite="Lax"
    )  # fmt: skip


def keep(response: HttpResponse, choice: Choice) -> None:
    """The choice itself, for as long as the register says."""
    lasts = CookieEntry.objects.values_list("lasts", flat=True).get(name=CHOICE)
    set_in(response, CHOICE, str(choice), lasts or datetime.timedelta(days=180))


def leave(request: HttpRequest, response: HttpResponse, *, name: str, value: str) -> bool:
    """Leave an optional cookie, if it is in the register and in use, and the visitor has agreed to its kind."""
    entry = CookieEntry.objects.optional().in_use().filter(name=name).first()
    if entry is None or entry.lasts is None or entry.kind not in allowed(request, register()):
        return False
    set_in(response, name, value, entry.lasts)
    return True


def forget(response: HttpResponse, name: str) -> None:
    response.delete_cookie(sent_as(name), samesite="Lax")


def unwanted(request: HttpRequest) -> list[str]:
    """The optional cookies this browser has that its owner has not agreed to, or no longer; none costs no statement."""
    always = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    always |= {sent_as(CHOICE), sent_as(DEVICE), sent_as(MESSAGES)}
    if not (others := set(request.COOKIES) - always):
        return []
    yes = allowed(request, register())
    entries = CookieEntry.objects.optional().order_by("pk")
    return [
        entry.name for entry in entries
        if sent_as(entry.name) in others and (entry.kind not in yes or entry.in_use_since is None)
    ]  # fmt: skip
