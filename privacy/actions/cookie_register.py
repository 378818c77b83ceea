"""The register of cookies: what stands there, and what of it is in use. The database numbers each change."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.choices.cookies import CookieKind
from privacy.choices.events import Event
from privacy.models import CookieEntry
from privacy.ports import tell
from privacy.queries import cookies


class NotInTheStatement(Exception):
    """The privacy statement in force does not point to the page about cookies: whoever reads it would believe there are none."""


class WasOptional(Exception):
    """What waited for a yes does not become necessary."""


class AlreadyInUse(Exception):
    """It is in use already."""


class NotInUse(Exception):
    """It is not in use."""


class IsNecessary(Exception):
    """The program sets it itself, and does not work without."""


def register(**told: Any) -> CookieEntry:
    """Write one down; an optional one is not in use before somebody says so."""
    entry = CookieEntry.objects.create(**told)
    _tell(entry)
    return entry


@transaction.atomic
def change(*, entry: CookieEntry, **told: Any) -> None:
    """Change what is said of one. Of an optional one: everybody is asked again. Raises `WasOptional`."""
    now = _locked(entry)
    if now.is_optional and told.get("kind", now.kind) == CookieKind.NECESSARY:
        raise WasOptional
    CookieEntry.objects.filter(pk=now.pk).update(**told)
    _tell(now)


@transaction.atomic
def use(*, entry: CookieEntry, at: datetime.datetime) -> None:
    """From now on it is set, for those who agree. Raises `AlreadyInUse`, `NotInTheStatement`."""
    now = _locked(entry)
    if now.in_use_since:
        raise AlreadyInUse
    if now.is_optional and not cookies.are_in_the_statement(timezone.localdate(at)):
        raise NotInTheStatement
    CookieEntry.objects.filter(pk=now.pk).update(in_use_since=at)
    _tell(now)


@transaction.atomic
def stop(*, entry: CookieEntry) -> None:
    """It is set no more, and goes from each browser that comes by. Raises `NotInUse`, `IsNecessary`."""
    now = _locked(entry)
    if not now.is_optional:
        raise IsNecessary
    if now.in_use_since is None:
        raise NotInUse
    CookieEntry.objects.filter(pk=now.pk).update(in_use_since=None)
    _tell(now)


def _tell(entry: CookieEntry) -> None:
    tell(Event.CONFIGURED, what="cookie", row=entry.pk)


def _locked(entry: CookieEntry) -> CookieEntry:
    return CookieEntry.objects.select_for_update().get(pk=entry.pk)
