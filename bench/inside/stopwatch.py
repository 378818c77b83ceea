"""Time that counts, time that is told apart, and a mark after each batch."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Stopwatch:
    """`seconds` is what is compared; `aside` was spent on something else; `marks` are (persons, seconds) so far."""

    seconds: float = 0.0
    aside: float = 0.0
    marks: list[tuple[int, float]] = field(default_factory=list)
    _began: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        self._began = time.perf_counter()
        yield
        self.seconds = self._so_far()

    @contextmanager
    def told_apart(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.aside += time.perf_counter() - began

    def mark(self, persons: int) -> None:
        self.marks.append((persons, self._so_far()))

    def _so_far(self) -> float:
        return time.perf_counter() - self._began - self.aside
