"""Until when and why, from the same decision that erases."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

from privacy import registries
from privacy.decide import Decision, Facts, Key, Outcome, Verdict, decide
from privacy.grounds import Consent
from privacy.queries import facts, reasons


@dataclass(frozen=True)
class ExplainedItem:
    """One thing we hold: what it is called, until when, and why, in sentences."""

    key: Key
    label: str
    category: str
    verdict: Verdict
    due_on: datetime.date | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """All that is held about one person; `due_on` is the first day nothing is left, None while no end is known."""

    subject_id: uuid.UUID
    as_of: datetime.date
    items: tuple[ExplainedItem, ...]
    due_on: datetime.date | None
    decision: Decision

    @property
    def goes_now(self) -> bool:
        return self.decision.erases_person


def explain(subject_id: uuid.UUID, as_of: datetime.date, *, without_consent: str = "") -> Explanation:
    """Why each thing about this person is kept and when it goes, as seen on the day `as_of`.

    With `without_consent` (a `ConsentPurpose`): as it would be if that consent were withdrawn.
    """
    known = facts.of_person(subject_id)
    return _explained(known.without(without_consent) if without_consent else known, as_of)


def explain_request(subject_id: uuid.UUID, as_of: datetime.date) -> Explanation:
    """What would go and what would have to stay if the person asked for erasure now (GDPR art. 17)."""
    return _explained(facts.of_person(subject_id).on_request(), as_of)


def explain_consenting(subject_id: uuid.UUID, purpose: str, at: datetime.datetime) -> Explanation:
    """As it would be if the person gave this consent now: what the one question before it is told with."""
    known = facts.of_person(subject_id, supposing=Consent(purpose, at))
    return _explained(known, timezone.localdate(at))


def _explained(known: Facts, as_of: datetime.date) -> Explanation:
    decision = decide(known, as_of)
    names = names_of(decision.outcomes)
    items = tuple(_item(outcome, names) for outcome in decision.outcomes)
    return Explanation(known.subject_id, as_of, items, decision.person_due_on, decision)


def _item(outcome: Outcome, names: dict[Key, str]) -> ExplainedItem:
    item = outcome.item
    why = reasons.sentences(outcome)
    return ExplainedItem(item.key, names[item.key], item.category, outcome.verdict, outcome.due_on, why)


def names_of(outcomes: Iterable[Outcome]) -> dict[Key, str]:
    """What each row is called; an app says it for its own models, else the model's name does."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        by_label[outcome.item.key[0]].append(outcome.item.key[1])
    names: dict[Key, str] = {}
    for label, pks in by_label.items():
        default = str(apps.get_model(label)._meta.verbose_name).capitalize()
        given = registries.names_of_rows[label](pks) if label in registries.names_of_rows else {}
        names |= {(label, pk): given.get(pk, default) for pk in pks}
    return names
