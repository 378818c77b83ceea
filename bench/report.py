"""What was measured against what was promised: ratios, verdicts, one table."""

import datetime
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from bench import copies

Run = Mapping[str, Any]  # what bench.inside.measure answers
Rounds = Sequence[Mapping[str, Run]]  # in each round every method once, side by side

console = Console(highlight=False, soft_wrap=True)
TOLD = {
    "counted": "purge against QuerySet.delete() with signals that only count",
    "silent": "purge against QuerySet.delete() without signals",
}
GRACE = 1.2  # a budget missed by more than this fails the run
FIRST = LAST = 2000  # persons whose cost is compared
A_WAIT = 1000  # milliseconds somebody else may wait for a purge


@dataclass(frozen=True)
class Row:
    """One line of the table. `budget` None: for information. `at_least`: more is better."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    at_least: bool = False

    @property
    def missed_by(self) -> float:
        """1.0 is the budget itself, 2.0 twice as bad."""
        if self.budget is None:
            return 0.0
        if self.budget == 0:
            return 1.0 + self.value
        return self.budget / self.value if self.at_least else self.value / self.budget

    @property
    def verdict(self) -> str:
        if self.budget is None:
            return ""
        return "met" if self.missed_by <= 1 else "missed, within 20 %" if self.missed_by <= GRACE else "MISSED"

    @property
    def promise(self) -> str:
        return "" if self.budget is None else f"{'≥' if self.at_least else '≤'} {self.budget:g}{self.unit}"


def rows(rounds: Rounds) -> list[Row]:
    return [
        Row("purge, full path, against bare SQL", ratio(rounds, "engine", "bare"), " ×", 1.5),
        Row("purge against QuerySet.delete() with signals", ratio(rounds, "signals", "engine"), " × faster", 3, True),
        *[
            Row(what, ratio(rounds, method, "engine"), " × faster")
            for method, what in TOLD.items()
            if method in rounds[0]
        ],
        Row("memory the purge grows by", max(each["engine"]["megabytes"] for each in rounds), " MB", 150),
        Row("the last persons against the first", median(slope(each["engine"]["marks"]) for each in rounds), " ×", 1.5),
        Row("persons erased per second", median(pace(each["engine"]) for each in rounds), "/s"),
        Row("persons deleted per second by bare SQL", median(pace(each["bare"]) for each in rounds), "/s"),
        Row(
            "nightly round over everybody's dates, before it", median(each["engine"]["aside"] for each in rounds), " s"
        ),
    ]


def beside(disturbed: Run, one: Run, two: Run) -> list[Row]:
    """What a purge is to others: whoever writes on people meanwhile, and another purge."""
    goes, stays = disturbed["waits"]["goes"], disturbed["waits"]["stays"]
    return [
        Row("longest wait of who writes on somebody who stays", 1000 * stays["longest"], " ms", A_WAIT),
        Row("longest wait of who writes on somebody who goes", 1000 * goes["longest"], " ms", A_WAIT),
        Row("writes beside the purge", goes["writes"] + stays["writes"], ""),
        Row("two purges at once against one", two["seconds"] / one["seconds"], " ×"),
        Row("persons the smaller share of two purges has", 100 * min(two["shares"]) / sum(two["shares"]), " %"),
    ]


def growth(runs: Mapping[int, Run]) -> list[Row]:
    """What a person costs by how many candidates there are: of what is done for each, not of what is done once."""
    costs = {size: per_person(run["marks"]) for size, run in sorted(runs.items())}
    first, last = min(costs), max(costs)
    said = [Row(f"a person among {size:,} candidates", 1000 * cost, " ms") for size, cost in costs.items()]
    between = f"a person among {last:,} candidates against one among {first:,}"
    return [*said, Row(between, costs[last] / costs[first], " ×", 1.5)] if first < last else said


def per_person(marks: Sequence[Sequence[float]]) -> float:
    """Seconds per person up to the last mark."""
    return marks[-1][1] / sum(persons for persons, _ in marks)


def ratio(rounds: Rounds, above: str, below: str) -> float:
    """The median of ratios within a round: what slows the machine down for a while slows both."""
    return median(float(each[above]["seconds"]) / float(each[below]["seconds"]) for each in rounds)


def pace(run: Run) -> float:
    return float(run["persons"] / run["seconds"])


def slope(marks: Sequence[Sequence[float]]) -> float:
    """What a person costs at the end of a run, over what one costs at its beginning."""
    costs, before = [], 0.0
    for persons, seconds in marks:
        costs.append((persons, seconds - before))
        before = seconds
    return mean(costs[::-1], LAST) / mean(costs, FIRST)


def mean(costs: Sequence[tuple[float, float]], wanted: int) -> float:
    """Seconds per person over the first `wanted` persons, or over half of them where there are fewer."""
    enough = min(wanted, sum(persons for persons, _ in costs) / 2)
    persons = seconds = 0.0
    for more, cost in costs:
        if persons >= enough:
            break
        persons, seconds = persons + more, seconds + cost
    return seconds / persons


def status(table: Sequence[Row]) -> int:
    """What the program ends with: 1 when a budget is missed by more than the grace."""
    return int(any(row.missed_by > GRACE for row in table))


def write(place: Path, title: str, table: Sequence[Row], about: Sequence[str]) -> None:
    """On the screen, and where the figures are kept."""
    text = markdown(table, about)
    console.print(text, markup=False)
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"# {title}\n\n{text}")


def markdown(table: Sequence[Row], about: Sequence[str]) -> str:
    lines = ["| what | measured | budget | verdict |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.value:.2f}{row.unit} | {row.promise} | {row.verdict} |" for row in table]
    return "\n".join([*(f"- {line}" for line in about), "", *lines, ""])


def about(environment: copies.Environment) -> list[str]:
    """When and where it was measured."""
    return [f"{datetime.datetime.now().astimezone():%Y-%m-%d}, {machine()}, {copies.version(environment)}"]


def machine() -> str:
    """What kind of machine, never which."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"
