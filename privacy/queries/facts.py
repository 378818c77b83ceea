"""The facts about many persons at once: a fixed number of statements, whatever the number of persons."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from privacy import declarations
from privacy.choices import ConsentAction
from privacy.deadlines import Period
from privacy.decide import Facts, Ground, Item, Key
from privacy.declarations import Declaration
from privacy.grounds import Carries, Consent, Follows, Found, Known, Rule
from privacy.models import ConsentEvent, Hold, RetentionPeriod, Subject

# Before everything. Decided as of this day each item is kept and says until when, and no clock is read; a person whose
# facts are missing is stored as due on it, so that somebody looks.
BEGINNING = datetime.date(1900, 1, 1)

Aliases = dict[uuid.UUID, uuid.UUID]


def of_person(subject_id: uuid.UUID) -> Facts:
    """The facts about one person, aliases included."""
    return of_persons([subject_id])[subject_id]


def of_persons(subject_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Facts]:
    """The facts about these persons (roots, not aliases), each with everything filed under an alias."""
    roots = list(subject_ids)
    aliases: Aliases = {root: root for root in roots}
    aliases |= {alias.pk: alias.root_id for alias in Subject.objects.filter(merged_into__in=roots)}
    known = _known(aliases)
    items: dict[uuid.UUID, list[Item]] = defaultdict(list)
    for declaration in declarations.with_storage_time():
        for subject_id, item in _items(declaration, aliases, known):
            items[subject_id].append(item)
    holds = _holds(aliases)
    return {root: Facts(root, tuple(items[root]), tuple(holds[root])) for root in roots}


def approved_periods() -> dict[str, Period]:
    """The lengths in force; a proposal counts for nothing."""
    rows = RetentionPeriod.objects.filter(approved_at__isnull=False, superseded_at__isnull=True)
    return {row.code: Period(row.length, row.unit) for row in rows}


def _known(aliases: Aliases) -> Mapping[uuid.UUID, Known]:
    periods = approved_periods()
    consents = consents_in_force(aliases)
    return {root: Known(periods, consents[root]) for root in set(aliases.values())}


def consents_in_force(aliases: Aliases) -> Mapping[uuid.UUID, dict[str, Consent]]:
    """For each person the consents whose last word is yes."""
    found: dict[uuid.UUID, dict[str, Consent]] = defaultdict(dict)
    for event in ConsentEvent.objects.filter(subject_uuid__in=aliases).order_by("at", "id"):
        person = found[aliases[event.subject_uuid]]
        if event.action == ConsentAction.GIVEN:
            person[event.purpose] = Consent(event.purpose, event.at)
        else:
            person.pop(event.purpose, None)
    return found


def _holds(aliases: Aliases) -> Mapping[uuid.UUID, list[Ground]]:
    found: dict[uuid.UUID, list[Ground]] = defaultdict(list)
    for hold in Hold.objects.filter(subject__in=aliases, released_at__isnull=True):
        found[aliases[hold.subject_id]].append(Ground(f"hold:{hold.reason}", None, mandatory=True))
    return found


def _items(
    declaration: Declaration, aliases: Aliases, known: Mapping[uuid.UUID, Known]
) -> Iterable[tuple[uuid.UUID, Item]]:
    path, rule = declaration.subject, declaration.keep
    assert rule is not None
    lookups = tuple(dict.fromkeys(rule.lookups))
    rows = declaration.model._base_manager.filter(Q(**{f"{path}__in": list(aliases)}))
    users: dict[Key, set[Any]] = defaultdict(set)
    found: dict[Key, tuple[uuid.UUID, Found]] = {}
    for pk, subject_id, *values in rows.order_by("pk").values_list("pk", path, *lookups):
        key, person, row = (declaration.label, str(pk)), aliases[subject_id], dict(zip(lookups, values, strict=True))
        found[key] = (person, rule.read(row, known[person]))
        if isinstance(rule, Follows | Carries) and row[rule.users] is not None:
            users[key].add(row[rule.users])
    for key, (person, what) in found.items():
        yield person, _item(declaration, key, what, _keys(rule, users[key]))


def _keys(rule: Rule | Follows, pks: set[Any]) -> tuple[Key, ...]:
    return tuple((rule.model, str(pk)) for pk in sorted(pks, key=str)) if isinstance(rule, Follows | Carries) else ()


def _item(declaration: Declaration, key: Key, found: Found, others: tuple[Key, ...]) -> Item:
    if found.follows_person:
        return Item(key, declaration.category, follows=others, at_most=found.at_most)
    return Item(key, declaration.category, found.grounds, found.missing, carries=others)
