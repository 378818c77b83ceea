"""What a person reads about the own storage times: out of the engine's explanation, without asking again."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.choices import Category
from privacy.decide import Key, Outcome, Verdict
from privacy.queries.explanations import ExplainedItem, Explanation
from privacy.queries.reasons import sentence, sentences

NAMES = {
    Category.IDENTITY: _("Your name and contact details"),
    Category.ACCOUNT: _("Your account and login"),
    Category.APPLICATION: _("Application: %(label)s"),
    Category.DOCUMENT: _("Document: %(label)s"),
}
SOON = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Held:
    """Things that are called the same and go on the same day for the same reasons, and how many there are."""

    label: str
    category: str
    due_on: datetime.date | None
    verdict: Verdict
    reasons: tuple[str, ...]
    count: int

    @property
    def name(self) -> str:
        """What it is, also outside a table: a position alone is not yet an application for it."""
        return str(NAMES.get(Category(self.category), "%(label)s")) % {"label": self.label}

    @property
    def goes_next(self) -> bool:
        """Nothing keeps it any more: it goes at the next nightly run."""
        return self.verdict is Verdict.ERASE

    @property
    def when(self) -> str:
        """On which day it goes, as the decision that deletes says it."""
        if self.goes_next:
            return gettext("“%(what)s” is deleted the coming night.") % {"what": self.name}
        if self.due_on:
            day = date_format(self.due_on, "DATE_FORMAT")
            return gettext("“%(what)s” is deleted on %(day)s.") % {"what": self.name, "day": day}
        return gettext("“%(what)s” has no date; a person here has to look at it.") % {"what": self.name}


def held(explanation: Explanation, *verdicts: Verdict) -> list[Held]:
    """What is held, or only what has one of these verdicts. Forty e-mails with one end are one line."""
    outcomes = {outcome.item.key: outcome for outcome in explanation.decision.outcomes}
    items = (item for item in explanation.items if not verdicts or item.verdict in verdicts)
    return _grouped(replace(item, reasons=decisive(outcomes[item.key])) for item in items)


def decisive(outcome: Outcome) -> tuple[str, ...]:
    """Of several reasons those that last longest: they alone are why it is kept until its last day."""
    last = (ground for ground in outcome.active if ground.until in (None, outcome.due_on))
    return tuple(dict.fromkeys(map(sentence, last))) or sentences(outcome)


def _grouped(items: Iterable[ExplainedItem]) -> list[Held]:
    counts = Counter((item.label, item.category, item.due_on, item.verdict, item.reasons) for item in items)
    return [Held(*values, count=count) for values, count in counts.items()]


def ending_soon(explanation: Explanation) -> list[Held]:
    """The applications that go within 60 days, the next first."""
    last = explanation.as_of + SOON
    soon = (each for each in held(explanation) if each.category == Category.APPLICATION)
    return sorted((each for each in soon if each.due_on and each.due_on <= last), key=lambda each: each.due_on or last)


def of_row(explanation: Explanation, row: Model) -> Held | None:
    """What the explanation says of this row."""
    key = (row._meta.label, str(row.pk))
    return next(iter(held(_only(explanation, {key}))), None)


def going_earlier(now: Explanation, then: Explanation) -> list[Held]:
    """What would go on another day if it were as in `then`: the counterfactual of a consent (GDPR art. 7(3))."""
    today = {item.key: (item.verdict, item.due_on) for item in now.items}
    return held(_only(then, {item.key for item in then.items if today.get(item.key) != (item.verdict, item.due_on)}))


def going_soon(now: Explanation, then: Explanation, *, before: datetime.date) -> list[Held]:
    """What goes before that day, the next first, of what would stay if it were as in `then`."""
    longer = {item.key: item.due_on for item in then.items}
    keys = {item.key for item in now.items if item.due_on and item.due_on < before and longer[item.key] != item.due_on}
    return sorted(held(_only(now, keys)), key=lambda each: each.due_on or before)


def kept(explanation: Explanation, outcomes: Iterable[Outcome]) -> list[Held]:
    """What an erasure left, as the explanation before it called it."""
    return held(_only(explanation, {outcome.item.key for outcome in outcomes}))


def _only(explanation: Explanation, keys: set[Key]) -> Explanation:
    return replace(explanation, items=tuple(item for item in explanation.items if item.key in keys))
