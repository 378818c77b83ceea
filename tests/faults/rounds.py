"""How often each fault is tried, and with which dice: `RUNS=20` in `make faults`, one in `make test`; `SEED` is the first."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from tests.faults import report

RUNS = int(os.environ.get("RUNS", "1"))
SEED = int(os.environ.get("SEED", "1"))
SEEDS = range(SEED, SEED + RUNS)
IS_LONG = RUNS > 1  # `make faults`


def noted(fault: str, came_out: str) -> None:
    """For the end of `make faults`."""
    report.NOTES.append(f"{fault:<24}{RUNS:>5}  {came_out}")


@contextmanager
def told(name: str, seed: int) -> Iterator[Random]:
    """The dice of one round; what fails in it says how to have it again."""
    try:
        yield Random(f"{seed} {name}")
    except BaseException as error:
        error.add_note(f"{name}: SEED={seed} RUNS=1 repeats it")
        raise


def often(dice: Random, choices: dict[Callable[[], object], int], times: int) -> None:
    """So many things, each as likely as its weight."""
    for what in dice.choices(list(choices), list(choices.values()), k=times):
        what()
