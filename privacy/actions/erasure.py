"""The only code that erases people: the purge, the person's own button, ours, and the replay all come through here.

The order is the one that was measured to be safe: lock the person, decide again in a second statement, delete parents
first, note files and proof, and let the database check every foreign key before the commit.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone, translation

from privacy import registries
from privacy.actions import journal, mails, notifying, retention, rows, trail
from privacy.actions.deletion import Deletion
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause, ErasureScope, PeriodCode
from privacy.choices.disclosures import RecipientReason
from privacy.decide import Decision, Ground, Outcome, Verdict, decide
from privacy.emails import erased, kept_by_law
from privacy.grounds import civil_day
from privacy.models import Collection, Erasure, FileTombstone, Subject
from privacy.ports import Actor, nudge
from privacy.queries import explain_request, facts, own_requests
from privacy.queries.addresses import Address
from privacy.queries.numbers import numbers_of
from privacy.queries.own_storage import held

FILES = "files"
ASKED = (ErasureCause.PERSON, ErasureCause.STAFF)


@dataclass(frozen=True)
class Answer:
    """What an erasure asked for came to: gone altogether, or what stayed and why."""

    is_erased: bool
    kept: tuple[Outcome, ...] = ()


@transaction.atomic
def erase_person(*, subject_id: uuid.UUID, cause: ErasureCause, by: Actor | None, at: datetime.datetime) -> Answer:
    """Erase a person at once, but for what the law makes us keep (GDPR art. 17(1) and (3)).

    Raises `PersonIsGone` when there is nobody any more. A farewell goes to the address and dies when sent: without a
    name, or naming what a law keeps alone, by which paragraph and until when.
    """
    root = _locked_root(subject_id)
    as_of = timezone.localdate(at)
    decision = decide(facts.of_person(root).on_request(), as_of)
    address = own_requests.address_for_answer(root)
    erase([decision], cause=cause, as_of=as_of, at=at, by=by)
    kept = tuple(each for each in decision.outcomes if each.verdict is not Verdict.ERASE)
    if address:
        _say_farewell(decision, kept, address, at)
    if not decision.erases_person:
        retention.refresh(root)
    return Answer(decision.erases_person, kept)


def _say_farewell(decision: Decision, kept: tuple[Outcome, ...], address: Address, at: datetime.datetime) -> None:
    """Where nothing goes for now, that is told where it was asked."""
    if decision.erases_person:
        message = erased()
    elif any(each.item.stands_alone for each in kept):
        with translation.override(address.language):
            message = kept_by_law(held(explain_request(decision.facts.subject_id, decision.as_of)))
    else:
        return
    mails.queue(message, to=address.email, subject_id=None, language=address.language, at=at)


def _locked_root(subject_id: uuid.UUID) -> uuid.UUID:
    """The person, locked against every writer. `FOR UPDATE` waits for them; what they wrote is decided upon.

    Only the person is locked, never an alias: see `subjects.lock`.
    """
    known = Subject.objects.filter(pk=subject_id).first()
    before = transaction.savepoint()
    lock_what_comes_first([known.root_id] if known else [])
    root = Subject.objects.filter(pk=known.root_id).select_for_update().first() if known else None
    if root is None:
        raise PersonIsGone
    if root.merged_into_id is None:
        transaction.savepoint_commit(before)
        return root.pk
    transaction.savepoint_rollback(before)  # merged while we waited
    return _locked_root(root.pk)


def lock_what_comes_first(subject_ids: Sequence[uuid.UUID]) -> None:
    """Before the persons themselves: what their writers hold when they ask for them."""
    for lock in registries.locked_before_persons:
        lock(subject_ids)


def erase(
    decisions: Iterable[Decision],
    *,
    cause: ErasureCause,
    as_of: datetime.date,
    at: datetime.datetime,
    by: Actor | None = None,
    run_id: int | None = None,
) -> None:
    """Delete what these decisions say, for persons locked by the caller, in the caller's transaction.

    Counts, tombstones and proof are written with it; a foreign key nobody declared makes it fail here, not at commit.
    """
    doomed = [decision for decision in decisions if decision.verdict is Verdict.ERASE]
    if not doomed:
        return
    deletion = Deletion(doomed)
    _owe_recipients(
        decisions=doomed, deletion=deletion, is_asked=cause in ASKED, at=at
    )  # while it is there who gave us the data
    deletion.run()
    _bury(deletion.files, at)
    proof = {"cause": cause, "run_id": run_id, "as_of": as_of, "at": at}
    rows.add(
        Erasure,
        (
            {"subject_uuid": number, **proof, **_what(decision, deletion)}
            for decision in doomed
            for number in (decision.facts.subject_id, *deletion.aliases[decision.facts.subject_id])
        ),
    )
    _forget_the_untold(doomed)
    trail.record_erasures([decision.facts.subject_id for decision in doomed], by=by, at=at)
    journal.note_erasures({each.facts.subject_id: _for_the_journal(each, deletion, cause) for each in doomed}, at=at)
    _check_foreign_keys()
    for task in registries.after_erasure:
        nudge(task)


def _bury(names: Sequence[str], at: datetime.datetime) -> None:
    """Removed at once after the commit: whoever is to be told that all is gone waits for it."""
    tombstone = {"storage": FILES, "next_at": at, "created_at": at}
    rows.add(FileTombstone, ({"name": name, **tombstone} for name in names), once=True)
    if names:
        nudge("privacy.jobs.remove_files")


def _call_off(doomed: list[Decision], deletion: Deletion, at: datetime.datetime) -> None:
    """What others wait for because of them is called off while it is known."""
    whole = [each.facts.subject_id for each in doomed if each.erases_person]
    numbers = [number for person in whole for number in (person, *deletion.aliases[person])]
    keys = [key for each in doomed if not each.erases_person for key in each.erased_keys]
    for call_off in registries.before_erasure:
        call_off(numbers=numbers, keys=keys, at=at)


def _what(decision: Decision, deletion: Deletion) -> dict[str, Any]:
    gone = [outcome for outcome in decision.outcomes if outcome.verdict is Verdict.ERASE]
    return {
        "scope": ErasureScope.PERSON if decision.erases_person else ErasureScope.PART,
        "rules": sorted({ground.code for outcome in gone for ground in outcome.item.grounds}),
        "counts": dict(sorted(deletion.counts[decision.facts.subject_id].items())),
    }


def _owe_recipients(*, decisions: list[Decision], deletion: Deletion, is_asked: bool, at: datetime.datetime) -> None:
    """Whoever was given data of somebody who goes altogether or asked to, or gave them to us, is told (GDPR art. 19)."""
    _call_off(decisions, deletion, at)
    gone = [each.facts.subject_id for each in decisions if each.erases_person or is_asked]
    numbers = [number for person in gone for number in (person, *deletion.aliases[person])]
    if numbers:
        notifying.owe(RecipientReason.ERASED, subject_ids=numbers, at=at)


def _forget_the_untold(doomed: list[Decision]) -> None:
    """Of data that went because their person was not told, there is nothing left to tell, though the person stays."""
    for decision in doomed:
        for outcome in () if decision.erases_person else decision.outcomes:
            end, codes = outcome.item.at_most, {ground.code for ground in outcome.item.grounds}
            if outcome.verdict is Verdict.ERASE and PeriodCode.NOT_INFORMED in (codes | {end.code if end else ""}):
                theirs = Collection.objects.untold().filter(subject__in=numbers_of(decision.facts.subject_id))
                _forget(theirs.filter(object_label=outcome.item.key[0].lower()), end)


def _forget(sources: Iterable[Collection], end: Ground | None) -> None:
    """All of them; of what only follows the person those whose time ended that day: others may still have their rows."""
    if end:
        length = facts.approved_periods()[PeriodCode.NOT_INFORMED]
        sources = [each for each in sources if length.after(civil_day(each.collected_at)) == end.until]
    Collection.objects.filter(pk__in=[each.pk for each in sources]).delete()


def _for_the_journal(decision: Decision, deletion: Deletion, cause: ErasureCause) -> dict[str, Any]:
    """Every number the person went by; of a part the rows, by their numbers, and whether it was asked for."""
    if decision.erases_person:
        return {"numbers": [str(alias) for alias in deletion.aliases[decision.facts.subject_id]]}
    return {"rows": [list(key) for key in decision.erased_keys]} | ({"asked": True} if cause in ASKED else {})


def _check_foreign_keys() -> None:
    """Now, not at commit; and back to deferred, since the mode outlives the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
