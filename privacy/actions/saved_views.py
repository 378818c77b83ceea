"""A colleague's own views: a list with its filters, under a name."""

import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import transaction

from privacy.actions import retention, subjects
from privacy.models import SavedView
from privacy.ports import Actor

MOST = 20
LONGEST = 300
NEVER_KEPT = ("q", "p", "all", "e")  # a word searched for is often a name


class TooMany(Exception):
    """There are as many as fit the page: remove one."""


class NoFilters(Exception):
    """Nothing is left to save: a list without filters is in the menu, and a word searched for is never kept."""


@transaction.atomic
def save(*, name: str, address: str, by: Actor, at: datetime.datetime) -> SavedView:
    """Keep it, in the place of one of the same name. Raises `TooMany`, `NoFilters`."""
    path, _question, asked = address.partition("?")
    kept = [(key, value) for key, value in parse_qsl(asked) if key not in NEVER_KEPT and not key.startswith("_")]
    try:
        clean = f"{urlsplit(path).path}?{urlencode(kept)}"
    except ValueError as no_address:  # "//["
        raise NoFilters from no_address
    if not kept or len(clean) > LONGEST or not clean.startswith("/admin/"):
        raise NoFilters
    subjects.lock(by.subject_id)
    if SavedView.objects.filter(account_id=by.pk).exclude(name=name).count() >= MOST:
        raise TooMany
    known = {"address": clean, "created_at": at}
    view, _is_new = SavedView.objects.update_or_create(account_id=by.pk, name=name, defaults=known)
    retention.refresh(by.subject_id)
    return view


@transaction.atomic
def remove(*, pk: int, by: Actor) -> None:
    """One's own; gone already is gone."""
    subjects.lock(by.subject_id)
    SavedView.objects.filter(pk=pk, account_id=by.pk).delete()
    retention.refresh(by.subject_id)
