"""What a person reads about the own storage times: out of the engine's explanation, without asking again."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from privacy.choices import Category
from privacy.decide import Verdict
from privacy.queries import Explanation
from privacy.queries.explanations import ExplainedItem

NAMES = {Category.APPLICATION: _("Application: %s"), Category.DOCUMENT: _("Document: %s")}
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
        return str(NAMES.get(self.category, "%s")) % self.label

    @property
    def goes_next(self) -> bool:
        """Nothing keeps it any more: it goes at the next nightly run."""
        return self.verdict is Verdict.ERASE


def grouped(items: Iterable[ExplainedItem]) -> list[Held]:
    """Forty e-mails with one end are one line."""
    counts = Counter((item.label, item.category, item.due_on, item.verdict, item.reasons) for item in items)
    return [Held(*values, count=count) for values, count in counts.items()]


def ending_soon(explanation: Explanation) -> list[Held]:
    """The applications that go within 60 days, the next first."""
    last = explanation.as_of + SOON
    soon = [
        item
        for item in explanation.items
        if item.category == Category.APPLICATION and item.due_on and item.due_on <= last
    ]
    return grouped(sorted(soon, key=lambda item: item.due_on or last))


def of_row(explanation: Explanation, row: Model) -> ExplainedItem | None:
    """What the explanation says of this row."""
    key = (row._meta.label, str(row.pk))
    return next((item for item in explanation.items if item.key == key), None)


def going_earlier(now: Explanation, then: Explanation) -> list[Held]:
    """What would go on another day if it were as in `then`: the counterfactual of a consent (GDPR art. 7(3))."""
    today = {item.key: (item.verdict, item.due_on) for item in now.items}
    return grouped(item for item in then.items if today.get(item.key) != (item.verdict, item.due_on))
