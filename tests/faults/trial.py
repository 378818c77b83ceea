"""One life of the agency: people act, something breaks at a moment chance chooses, it is healed, and the list is held against what is."""

import os
import time
from dataclasses import dataclass
from random import Random

from tests.faults import checker, report
from tests.faults.agency import Agency
from tests.faults.nemesis import Harm
from tests.faults.people import members
from tests.faults.rounds import SEEDS
from tests.faults.workload import Crowd, Ledger

HEALED_WITHIN = int(os.environ.get("HEALED_WITHIN", "300"))  # seconds: the promise
LOOKS_EVERY = 1  # seconds
__all__ = ["HEALED_WITHIN", "SEEDS", "Life", "live"]


@dataclass(frozen=True)
class Life:
    """What came of one run."""

    fault: str
    seed: int
    ledger: Ledger
    healed_within: float
    in_doubt: int
    orphans: int


def live(agency: Agency, ad: str, harm: Harm, seed: int, *, people: int = 4, each: int = 3) -> Life:
    """Raises `AssertionError`, with the seed, when something is still wrong after the promised time."""
    name, dice = harm.__name__, Random(f"{seed} {harm.__name__}")
    with agency.seen():
        known = members(2 * people, named=f"{name.replace('_', '-')}{seed}-", seed=seed)
    crowd = Crowd(agency.port, ad, known, people=people, each=each, seed=f"{name.replace('_', '')}{seed}")
    crowd.begin()
    time.sleep(dice.uniform(0, 2))
    harm(agency, dice)
    agency.heal()
    healed = time.monotonic()
    ledger = crowd.end()
    while True:
        with agency.seen():
            found = checker.problems(ledger, known, agency.files, agency.box)
            if not found:
                took = time.monotonic() - healed
                return Life(name, seed, ledger, took, checker.in_doubt(ledger), len(checker.orphans(agency.files)))
        told = "\n".join([f"{name} (SEED={seed} RUNS=1 repeats it): {ledger}", *found])
        assert time.monotonic() - healed < HEALED_WITHIN, told
        time.sleep(LOOKS_EVERY)
        for part in agency.heal():  # also what ends by itself, later: a worker now and then, when it loses its broker
            report.NOTES.append(f"{name}, seed {seed}: {part} had ended by itself")
