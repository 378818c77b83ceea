"""One run of the purge on its way: how many it may still take, how many at once, what became of them."""

import datetime
import threading
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from privacy.decide import Verdict
from privacy.models import PurgeRun

FAILED = "failed"
STAYS_DUE = (Verdict.REVIEW.value, FAILED)
HOLD = 0.5  # seconds a batch is meant to hold its persons: whoever writes on one of them meanwhile waits so long
AT_FIRST = AT_LEAST = 100  # persons in a batch, as long as nobody knows how long they take, and however long they take
Settled = Mapping[uuid.UUID, str]


@dataclass
class Pass:
    """`left`: how many it may still take; `largest`: the most in one batch; `stuck`: who stays due."""

    run: PurgeRun
    at: datetime.datetime
    left: int
    largest: int
    counts: Counter[str] = field(default_factory=Counter)
    stuck: frozenset[uuid.UUID] = frozenset()
    _next: int = AT_FIRST
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> int:
        """How many the next batch may have; what it does not find it gives back."""
        with self._turn:
            taken = min(self._next, self.largest, self.left)
            self.left -= taken
            return taken

    def account(self, taken: int, outcome: Settled) -> None:
        with self._turn:
            self.left += taken - len(outcome)
            self.counts.update(outcome.values())
            self.stuck |= {subject for subject, verdict in outcome.items() if verdict in STAYS_DUE}

    def took(self, persons: int, seconds: float) -> None:
        """So many were held so long: a slow or busy machine gets smaller batches, for nobody is to wait longer there."""
        if not persons:
            return
        with self._turn:
            in_time = int(persons * HOLD / seconds)
            self._next = max(AT_LEAST, min(in_time, 2 * self._next, self.largest))
