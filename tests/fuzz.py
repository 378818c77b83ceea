"""Requests that make no sense, at every address, as everybody: what is answered with a fault, or hardly ever.

The same seed asks the same. What a request writes is taken back, so that each stands alone: `again` asks one of them.
"""

import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.forms import BaseForm, FileField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test import client as django_client

from fremrykk.accounts.choices import Role
from fremrykk.requests import Utf8Request
from tests import hostile
from tests.addresses import address
from tests.doors import World
from tests.privacy.restriction_walk import pages

READERS = ("nobody", "candidate", "contact", Role.ADVISER, Role.MANAGER)
SLOW = 10  # seconds of this process's own work for one answer
PUT_INTO_A_QUESTION = re.compile(r"pg_sleep|DROP TABLE|OR 1=1|onerror|evil\.example|etc/passwd|alert\(1\)")


@dataclass(frozen=True)
class Asked:
    reader: str
    method: str
    path: str  # as it is written
    query: str = ""
    content_type: str = ""
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = f"{self.reader}: {self.method} {self.path[:200]}?{self.query[:200]} {self.content_type[:60]}"
        return f"{said} {self.body[:400]!r} {dict(self.headers)}"


@dataclass
class Fuzz:
    world: World
    seed: int
    answered: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    asked_at: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.doors = list(self.world.doors())
        self.routes = {page.name: page.route for page in pages()}
        self.cookies = {name: deepcopy(self.world.clients[name].cookies) for name in READERS}
        self.keys = list(hostile.KEYS)
        self._learned: dict[tuple[str, str], QueryDict | None] = {}
        self._error = ""

    def run(self, count: int) -> "Fuzz":
        with self._watched():
            asked = self.requests()
            for _ in range(count):
                self.ask(next(asked))
        return self

    # --- what is asked ---
    def requests(self) -> Iterator[Asked]:
        """Door after door, in another order each time around, so that a part of the run has been at all of them."""
        while True:
            doors = self.random.sample(self.doors, len(self.doors))
            for door in doors:
                reader = self.random.choice(
                    READERS if not door.name.startswith("admin:") else READERS[3:] + READERS[:1]
                )
                yield self._one(reader, door.name.split()[0], door.address)

    def _one(self, reader: str, name: str, at: str) -> Asked:
        self.asked_at.add(name)
        kind, random = self.random.random(), self.random
        headers = tuple(random.choice(hostile.HEADERS).items()) if random.random() < 0.1 else ()
        if kind < 0.25:
            return Asked(reader, "GET", at, hostile.query(random, self.keys), headers=headers)
        if kind < 0.35 and "<" in self.routes[name] + "(":
            path = address(self.routes[name], lambda _kind: hostile.in_path(random))
            return Asked(reader, random.choice(["GET", "POST", "HEAD"]), path, headers=headers)
        if kind < 0.5:
            content_type, body = hostile.body(random, self.keys)
            return Asked(reader, "POST", at, "", content_type, body, headers)
        if kind < 0.6:
            return Asked(reader, random.choice(hostile.METHODS), at, "", random.choice(hostile.TYPES), b"a=1", headers)
        return Asked(reader, "POST", at, "", hostile.FORM, self._form(reader, at).urlencode().encode(), headers)

    def _form(self, reader: str, at: str) -> QueryDict:
        """As the page's own form would be sent, but for a few fields; of a page without one, names out of the blue."""
        if (reader, at) not in self._learned:
            self._learned[reader, at] = fields_of(self.ask(Asked(reader, "GET", at)))
        form = QueryDict(mutable=True)
        form.update(self._learned[reader, at] or QueryDict())
        names = list(form) or self.keys
        for name in self.random.sample(names, min(len(names), self.random.randint(1, 3))):
            form.setlist(name, [hostile.value(self.random) for _ in range(self.random.choice([1, 1, 1, 0, 2]))])
        if self.random.random() < 0.3:
            form[self.random.choice(self.keys)] = hostile.value(self.random)
        return form

    # --- how it is answered ---
    def ask(self, asked: Asked) -> Any:
        client = self.world.clients[asked.reader]
        client.cookies = deepcopy(self.cookies[asked.reader])
        cache.clear()  # nobody has asked too often
        self._error, began = "", time.process_time()
        with transaction.atomic(), connection.execute_wrapper(self._bound):
            response = send(client, asked)
            transaction.set_rollback(True)
        took = time.process_time() - began
        self.answered[response.status_code] += 1
        is_later = response.status_code == 503 and "Retry-After" in response  # the worker is at it
        if self._error or (response.status_code >= 500 and not is_later):
            self.faults.append(f"{asked}\n    {response.status_code} {self._error}")
            print(self.faults[-1], flush=True)
        elif took > SLOW:
            self.faults.append(f"{asked}\n    took {took:.0f} s")
        return response

    def _bound(self, execute: Any, sql: Any, *values: Any) -> Any:
        """What is sent is a value of a question to the database, and never a word of it."""
        if PUT_INTO_A_QUESTION.search(str(sql)):
            self._error = f"a word of the request in a question to the database: {str(sql)[:300]}"
        return execute(sql, *values)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """As the web server reads a request, and with every fault noted that somebody would be told of."""
        before, django_client.WSGIRequest = django_client.WSGIRequest, Utf8Request
        got_request_exception.connect(self._note)
        try:
            yield
        finally:
            got_request_exception.disconnect(self._note)
            django_client.WSGIRequest = before

    def _note(self, **_: object) -> None:
        kind, error, trace = sys.exc_info()
        ours = [
            f"{each.filename}:{each.lineno}"
            for each in traceback.extract_tb(trace)
            if "site-packages" not in each.filename
        ]
        last = traceback.extract_tb(trace)[-1]
        self._error = (
            f"{kind.__name__ if kind else ''}: {str(error)[:200]} at {ours[-2:]} in {last.filename}:{last.lineno}"
        )


def send(client: Client, asked: Asked) -> Any:
    """The bytes of an address as they are written; a browser's library would mend some of it first."""
    path = quote(asked.path, safe="/%:=&?@!$'()*+,;~.-_")
    extra = {"QUERY_STRING": asked.query} | dict(asked.headers)
    if asked.body or asked.content_type:
        sent = RequestFactory().generic(asked.method, "/", asked.body, asked.content_type or "x").environ
        extra |= {key: sent[key] for key in ("CONTENT_LENGTH", "CONTENT_TYPE", "wsgi.input") if key in sent} | dict(
            asked.headers
        )
    response = client.generic(asked.method, path, **extra)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def fields_of(response: Any) -> QueryDict | None:
    """The form of a page as it stands there: each field with what is in it, or with the first that can be chosen."""
    found = QueryDict(mutable=True)
    for form in forms_in(response.context):
        for name, each in form.fields.items():
            if not isinstance(each, FileField):
                found.setlist(form.add_prefix(name), filled(form[name].value(), list(getattr(each, "choices", ()))[:9]))
    return found if found else None


def filled(said: Any, choices: list[Any]) -> list[str]:
    if said in (None, "", []):
        said = next((key for key, label in choices if str(key) and not isinstance(label, list | tuple)), "1")
    return [str(one) for one in (said if isinstance(said, list | tuple) else [said])]


def forms_in(context: Any) -> Iterator[BaseForm]:
    seen: set[int] = set()
    for layer in context or ():
        for one in getattr(layer, "dicts", [layer]) if not isinstance(layer, dict) else [layer]:
            for each in list(one.values()) if isinstance(one, dict) else []:
                each = getattr(each, "form", each) if type(each).__name__ == "AdminForm" else each
                formsets = [each.management_form, *each.forms] if isinstance(each, BaseFormSet) else [each]
                for form in formsets:
                    if isinstance(form, BaseForm) and id(form) not in seen:
                        seen.add(id(form))
                        yield form
