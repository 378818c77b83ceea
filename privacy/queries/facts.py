"""The facts about many persons at once: a number of statements that grows with the kinds of rows there are of them.

The first of them asks which tables are to be read at all: of most persons only a few know anything.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from django.db.models import Model, Q
from django.db.models.expressions import RawSQL

from privacy import declarations, registries
from privacy.choices import ConsentAction, PeriodCode
from privacy.choices.disclosures import CollectionSource
from privacy.deadlines import Period
from privacy.decide import Facts, Ground, Holding, Item, Key
from privacy.declarations import Declaration
from privacy.grounds import Carries, Consent, Follows, Found, Known, Pause, Row, Rule, civil_day
from privacy.models import Collection, ConsentEvent, Hold, Restriction, RetentionPeriod, ReviewDecision, Subject
from privacy.queries.filled import Place, filled

# Before everything. Decided as of this day each item is kept and says until when, and no clock is read; a person whose
# facts are missing is stored as due on it, so that somebody looks.
BEGINNING = datetime.date(1900, 1, 1)
REVIEWED = "reviewed"  # the code of a ground that a person here decided
Aliases = dict[uuid.UUID, uuid.UUID]
There = set[type[Model]]  # the models that have a row of one of these persons

# What is asked for beside the rows with a storage time: what was said, decided and ordered about them.
OWN: list[Place] = [
    (ConsentEvent, "subject_uuid"),
    (Hold, "subject"),
    (Restriction, "subject"),
    (Collection, "subject"),
    (ReviewDecision, "subject"),
]


def of_person(subject_id: uuid.UUID, *, supposing: Consent | None = None) -> Facts:
    """The facts about one person, aliases included."""
    return of_persons([subject_id], supposing=supposing)[subject_id]


def of_persons(subject_ids: Iterable[uuid.UUID], *, supposing: Consent | None = None) -> dict[uuid.UUID, Facts]:
    """The facts about these persons (roots, not aliases), each with everything filed under an alias.

    With `supposing`: as they would be if each of them gave this consent.
    """
    roots = list(subject_ids)
    aliases: Aliases = {root: root for root in roots}
    aliases |= {alias.pk: alias.root_id for alias in Subject.objects.filter(merged_into__in=_these(roots))}
    there = _filled(aliases)
    known, decided = _known(aliases, there, supposing), _decided(aliases, there)
    items: dict[uuid.UUID, list[Item]] = defaultdict(list)
    for declaration in (each for each in declarations.with_storage_time() if each.model in there):
        for subject_id, each in _items(declaration, aliases, known, decided):
            items[subject_id].append(each)
    holdings, ends, told = _holdings(aliases, there), _ends_of_the_untold(aliases, there), _told_lately(aliases, there)
    return {
        root: Facts(
            root,
            tuple(_not_before(_no_longer(each, ends[root]), told[root]) for each in items[root]),
            tuple(holdings[root]),
        )
        for root in roots
    }


def approved_periods() -> dict[str, Period]:
    """The lengths in force; a proposal counts for nothing."""
    rows = RetentionPeriod.objects.filter(approved_at__isnull=False, superseded_at__isnull=True)
    return {row.code: Period(row.length, row.unit) for row in rows}


def _filled(aliases: Aliases) -> There:
    places = [(each.model, each.subject) for each in declarations.with_storage_time()]
    return {model for model, _ in filled([*places, *OWN], aliases)}


def _known(aliases: Aliases, there: There, supposing: Consent | None) -> Mapping[uuid.UUID, Known]:
    periods, pauses = approved_periods(), _pauses(aliases, there)
    consents = consents_in_force(aliases) if ConsentEvent in there else defaultdict(dict)
    more = {supposing.purpose: supposing} if supposing else {}
    return {root: Known(periods, consents[root] | more, tuple(pauses[root])) for root in set(aliases.values())}


def _pauses(aliases: Aliases, there: There) -> Mapping[uuid.UUID, list[Pause]]:
    """For each person the days on which the clocks that can stand still do."""
    found: dict[uuid.UUID, list[Pause]] = defaultdict(list)
    for model, pauses_of in registries.pauses.items():
        for subject_id, pause in pauses_of(aliases) if model in there else ():
            found[aliases[subject_id]].append(pause)
    return found


def consents_in_force(aliases: Aliases) -> Mapping[uuid.UUID, dict[str, Consent]]:
    """For each person the consents whose last word is yes."""
    found: dict[uuid.UUID, dict[str, Consent]] = defaultdict(dict)
    for event in ConsentEvent.objects.filter(subject_uuid__in=_these(aliases)).order_by("at", "id"):
        person = found[aliases[event.subject_uuid]]
        if event.action == ConsentAction.GIVEN:
            person[event.purpose] = Consent(event.purpose, event.at)
        else:
            person.pop(event.purpose, None)
    return found


def _holdings(aliases: Aliases, there: There) -> Mapping[uuid.UUID, list[Holding]]:
    """Holds until their end; restrictions the person asked for in order to have the data, until they are lifted."""
    found: dict[uuid.UUID, list[Holding]] = defaultdict(list)
    if not there & {Hold, Restriction}:
        return found
    for hold in Hold.objects.filter(subject__in=_these(aliases), released_at__isnull=True):
        ground = Ground(f"hold:{hold.reason}", hold.last_day_after, mandatory=True)
        found[aliases[hold.subject_id]].append(Holding(ground))
    for restriction in Restriction.objects.holding().filter(subject__in=_these(aliases)):
        ground = Ground(f"restriction:{restriction.ground}", None)
        found[aliases[restriction.subject_id]].append(Holding(ground, restriction.category))
    return found


def _ends_of_the_untold(aliases: Aliases, there: There) -> Mapping[uuid.UUID, dict[str, Ground]]:
    """For each person, by model, the day until which data from others stay while the person is not told (GDPR art. 14)."""
    found: dict[uuid.UUID, dict[str, Ground]] = defaultdict(dict)
    if Collection not in there:
        return found
    untold = list(Collection.objects.untold().filter(subject__in=_these(aliases)).order_by("-collected_at"))
    if untold and (length := approved_periods().get(PeriodCode.NOT_INFORMED)):
        for each in untold:
            ground = Ground(
                PeriodCode.NOT_INFORMED, length.after(civil_day(each.collected_at)), since=_taken_over(each)
            )
            found[aliases[each.subject_id]][each.object_label] = ground
    return found


def _no_longer(item: Item, ends: Mapping[str, Ground]) -> Item:
    """What would be kept longer than that, or what nobody could date, goes on that day; what the law keeps, stays."""
    end = ends.get(item.key[0].lower()) if ends else None
    if end is None or not item.is_anchor:
        return item
    stays = [ground for ground in item.grounds if ground.mandatory]
    if end.since:  # taken over from an earlier system: told before anything goes, and therefore no sooner either
        return replace(item, grounds=(*stays, end), missing=())
    sooner = [ground for ground in item.grounds if ground.until and end.until and ground.until <= end.until]
    return replace(item, grounds=(*stays, *(sooner if sooner and not item.missing else [end])), missing=())


def _taken_over(collection: Collection) -> datetime.date | None:
    """The day on which it was taken over from an earlier system; None for all other sources."""
    is_old = collection.source == CollectionSource.IMPORT
    return civil_day(collection.collected_at) if is_old else None


def _told_lately(aliases: Aliases, there: There) -> Mapping[uuid.UUID, dict[str, Found]]:
    """For each person, by model, until when what was taken over stays because the person was told of it.

    A fair time to answer in, though its own time may be long over. Without an approved length nobody can say.
    """
    found: dict[uuid.UUID, dict[str, Found]] = defaultdict(dict)
    if Collection not in there:
        return found
    taken = list(Collection.objects.filter(source=CollectionSource.IMPORT, subject__in=_these(aliases)).order_by("pk"))
    lengths = approved_periods() if taken else {}
    for each in taken:
        code = PeriodCode.IMPORT_TOLD if each.is_told else PeriodCode.NOT_INFORMED
        if code not in lengths:
            found[aliases[each.subject_id]][each.object_label] = Found(missing=(f"period:{code}",))
        elif each.informed_at:
            day = civil_day(each.informed_at)
            ground = Ground(code, lengths[code].after(day), since=day)
            found[aliases[each.subject_id]][each.object_label] = Found((ground,))
    return found


def _not_before(item: Item, told: Mapping[str, Found]) -> Item:
    """What nobody could date is looked at all the same: a person decides about it, and then it stays as long."""
    found = told.get(item.key[0].lower()) if told else None
    if found is None or not item.is_anchor or item.missing:
        return item
    return replace(item, grounds=(*item.grounds, *found.grounds), missing=found.missing)


def _decided(aliases: Aliases, there: There) -> Mapping[Key, Ground]:
    """What a person here decided about rows whose own dates cannot say it; the last word counts."""
    if ReviewDecision not in there:
        return {}
    rows = ReviewDecision.objects.filter(subject__in=_these(aliases)).order_by("decided_at", "id")
    return {(row.object_label, row.object_id): Ground(REVIEWED, row.keep_until) for row in rows}


def _items(
    declaration: Declaration, aliases: Aliases, known: Mapping[uuid.UUID, Known], decided: Mapping[Key, Ground]
) -> Iterable[tuple[uuid.UUID, Item]]:
    path, rule = declaration.subject, declaration.keep
    assert rule is not None
    lookups = tuple(dict.fromkeys([*rule.lookups, *(declaration.owner or ())[1:]]))
    rows = declaration.model._base_manager.filter(Q(**{f"{path}__in": _these(aliases)}))
    for _, group in groupby(rows.order_by("pk").values_list("pk", path, *lookups), key=itemgetter(0)):
        joined = list(group)
        pk, subject_id = joined[0][:2]
        person = aliases[subject_id]
        values = [dict(zip(lookups, each[2:], strict=True)) for each in joined]
        yield person, item(declaration, str(pk), values, known[person], decided)


def item(declaration: Declaration, pk: str, joined: Sequence[Row], known: Known, decided: Mapping[Key, Ground]) -> Item:
    """What the declared rule says of one row: pure. `joined` is that row, once for each that it hangs on or carries."""
    rule = declaration.keep
    assert rule is not None
    found, key = rule.read(joined[0], known), (declaration.label, pk)
    others = _keys(rule, joined)
    if found.follows_person:
        return Item(
            key, declaration.category, follows=others, at_most=found.at_most, owner=_owner(declaration, joined[0])
        )
    alone = found.stands_alone
    one = Item(key, declaration.category, found.grounds, found.missing, carries=others, stands_alone=alone)
    return _as_decided(one, decided)


def _these(ids: Iterable[uuid.UUID]) -> RawSQL:
    """One value to send, and the index used, however many there are: for a long list PostgreSQL reads the whole table."""
    return RawSQL("SELECT unnest(%s::uuid[])", [list(ids)])


def _as_decided(item: Item, decided: Mapping[Key, Ground]) -> Item:
    """Somebody looked: what is missing stays missing, and is no longer asked for."""
    if not item.missing or item.key not in decided:
        return item
    return replace(item, grounds=(*item.grounds, decided[item.key]), missing=())


def _owner(declaration: Declaration, row: Row) -> Key | None:
    """Without this row it cannot be there."""
    label, column = declaration.owner or ("", "")
    return (label, str(row[column])) if label else None


def _keys(rule: Rule | Follows, joined: Iterable[Row]) -> tuple[Key, ...]:
    """The rows this one hangs on, or that hang on it: each joined row names one."""
    if not isinstance(rule, Follows | Carries):
        return ()
    pks = {str(row[rule.users]) for row in joined if row[rule.users] is not None}
    return tuple((rule.model, pk) for pk in sorted(pks))
