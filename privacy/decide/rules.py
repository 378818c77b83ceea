"""How it is decided: anchors by their own grounds, then what hangs on them."""

import datetime
from dataclasses import replace

from privacy.decide.facts import Facts, Ground, Item, Key
from privacy.decide.outcomes import Decision, Outcome, Verdict, latest


def decide(facts: Facts, as_of: datetime.date) -> Decision:
    """Decide for each item of one person what becomes of it on the civil day `as_of`.

    An item with an active ground is kept; one with none is erased; one whose facts are missing is for a person to
    look at, never guessed. A hold keeps everything (GDPR art. 17(3)(b) and (e)), a restriction for the sake of the
    person what it covers (art. 18(1)(b) and (c)).
    """
    held = {item.key: _holding(facts, item, as_of) for item in facts.items}
    alone = {item.key: _anchor(item, held[item.key], as_of) for item in facts.items if item.is_anchor}
    anchors = {key: _with_carried(outcome, alone) for key, outcome in alone.items()}
    outcomes = (anchors.get(item.key) or _follower(item, anchors, held[item.key], as_of) for item in facts.items)
    if not anchors and not facts.is_asked:
        outcomes = (_unruled(outcome, as_of) for outcome in outcomes)
    return Decision(facts, as_of, tuple(outcomes))


def _holding(facts: Facts, item: Item, as_of: datetime.date) -> tuple[Ground, ...]:
    if not facts.holdings:
        return ()
    return tuple(each.ground for each in facts.holdings if each.ground.is_active(as_of) and each.covers(item))


def _anchor(item: Item, held: tuple[Ground, ...], as_of: datetime.date) -> Outcome:
    active = tuple(ground for ground in (*held, *item.grounds) if ground.is_active(as_of))
    if active:
        return Outcome(item, Verdict.KEEP, latest(ground.until for ground in active), active, item.missing)
    if item.missing:
        return Outcome(item, Verdict.REVIEW, None, (), item.missing)
    return Outcome(item, Verdict.ERASE, latest(ground.until for ground in item.grounds))


def _with_carried(own: Outcome, alone: dict[Key, Outcome]) -> Outcome:
    """A row others cannot be without: its own outcome, or the longest of theirs."""
    carried = [alone[key] for key in own.item.carries if key in alone]
    kept = [outcome for outcome in carried if outcome.verdict is Verdict.KEEP]
    if kept:
        active = tuple(dict.fromkeys(ground for outcome in (own, *kept) for ground in outcome.active))
        ends = [outcome.due_on for outcome in (own, *kept) if outcome.verdict is Verdict.KEEP]
        return replace(own, verdict=Verdict.KEEP, due_on=latest(ends), active=active)
    if own.verdict is Verdict.ERASE and any(outcome.verdict is Verdict.REVIEW for outcome in carried):
        return replace(own, verdict=Verdict.REVIEW, due_on=None)
    return own


def _follower(item: Item, anchors: dict[Key, Outcome], held: tuple[Ground, ...], as_of: datetime.date) -> Outcome:
    own = _following(item, anchors, as_of)
    if not held:
        return own
    active = tuple(dict.fromkeys((*held, *own.active)))
    return replace(own, verdict=Verdict.KEEP, due_on=_held_until(own, held), active=active)


def _held_until(own: Outcome, held: tuple[Ground, ...]) -> datetime.date | None:
    """What is over already is over when the hold is; what nobody could date has no end."""
    known = (own.due_on,) if own.due_on or own.verdict is not Verdict.ERASE else ()
    return latest((*known, *(ground.until for ground in held)))


def _following(item: Item, anchors: dict[Key, Outcome], as_of: datetime.date) -> Outcome:
    followed = _followed(item, anchors)
    verdicts = {outcome.verdict for outcome in followed}
    due_on = latest(outcome.due_on for outcome in followed)
    active = tuple(dict.fromkeys(ground for outcome in followed for ground in outcome.active))
    if item.at_most and item.at_most.until:
        due_on = min(due_on, item.at_most.until) if due_on else item.at_most.until
        if not item.at_most.is_active(as_of):
            return Outcome(item, Verdict.ERASE, due_on)
    if Verdict.KEEP in verdicts:
        return Outcome(item, Verdict.KEEP, due_on, active)
    return Outcome(item, Verdict.REVIEW if Verdict.REVIEW in verdicts else Verdict.ERASE, due_on)


def _unruled(outcome: Outcome, as_of: datetime.date) -> Outcome:
    """No rule speaks of the person: somebody looks at what is neither held nor over by itself."""
    at_most = outcome.item.at_most
    is_over = at_most and not at_most.is_active(as_of)
    return outcome if is_over or outcome.verdict is Verdict.KEEP else replace(outcome, verdict=Verdict.REVIEW)


def _followed(item: Item, anchors: dict[Key, Outcome]) -> list[Outcome]:
    """The rows it hangs on. One that itself follows stands for what both belong to: the owner, or all anchors but those
    a law keeps alone."""
    follows = item.follows or ()
    if not follows or any(key not in anchors for key in follows):
        more = tuple(key for key, outcome in anchors.items() if not outcome.item.stands_alone)
        follows = (item.owner,) if item.owner in anchors else more
    return [anchors[key] for key in follows]
