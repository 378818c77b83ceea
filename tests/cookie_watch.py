"""Every cookie any answer sets in a test is held against the register the program begins with.

It watches where all answers come by, those to the test client and those of the live server: a cookie that is not in the
register, that lasts longer than it says there, or that scripts can read, fails the test that set it.
"""

import datetime
import tomllib
from collections.abc import Iterator
from http.cookies import Morsel

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse

from tests.source import ROOT

TEXTS = (ROOT / "privacy" / "texts" / f"cookies_{number}.toml" for number in (1, 2))
REGISTER = {name: told for text in TEXTS for name, told in tomllib.loads(text.read_text(encoding="utf-8")).items()}

seen: set[str] = set()  # in this run, under the names of the register
_wrong: list[str] = []
_answer = BaseHandler.get_response


def trouble(morsel: Morsel[str]) -> str:
    """What is wrong with one `Set-Cookie`; empty if nothing is."""
    name = morsel.key.removeprefix("__Host-")
    entry = REGISTER.get(name)
    if entry is None or entry.get("store"):
        return f"{name} is not in the register of cookies"
    if int(morsel["max-age"] or 0) > datetime.timedelta(hours=entry.get("hours", 0)).total_seconds():
        return f"{name} lasts longer than the register says"
    if morsel["max-age"] != 0 and not (morsel["httponly"] and morsel["samesite"]):
        return f"{name} can be read by scripts, or goes with requests from other sites"
    return ""


def watched(handler: BaseHandler, request: HttpRequest) -> HttpResponse:
    response = _answer(handler, request)
    for morsel in response.cookies.values():
        seen.add(morsel.key.removeprefix("__Host-"))
        if found := trouble(morsel):
            _wrong.append(f"{request.method} {request.path}: {found}")
    return response


BaseHandler.get_response = watched


def taken() -> list[str]:
    """What was wrong since the last time, and no more."""
    found = list(_wrong)
    _wrong.clear()
    return found


@pytest.fixture(autouse=True)
def cookies_are_registered() -> Iterator[None]:
    taken()
    yield
    assert taken() == []
