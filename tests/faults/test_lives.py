"""F02 F03 F04 F05 F14 F18: killed, frozen or cut off at any moment, the agency loses nothing it has acknowledged."""

import os

import pytest
from django.utils import timezone

from privacy.actions import files
from tests.faults import checker, nemesis, report
from tests.faults.trial import SEEDS, live

pytestmark = pytest.mark.django_db(transaction=True)  # so that the run has a database whose copy the agency begins with

ALL = [
    nemesis.nothing,
    nemesis.worker_child_killed,
    nemesis.worker_killed,
    nemesis.broker_killed,
    nemesis.broker_frozen,
    nemesis.database_killed,
    nemesis.connections_cut,
    nemesis.web_child_killed,
    nemesis.web_killed,
    nemesis.beat_killed,
    nemesis.deployed,
    nemesis.second_clock,
]
# `make test` tries one that heals within seconds (`test_broker` freezes the broker); `make faults` all, many times.
HARMS = ALL if os.environ.get("RUNS") else [nemesis.database_killed]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_nothing_acknowledged_is_lost(agency, ad, harm):
    for seed in SEEDS:
        life = live(agency, ad, harm, seed)
        report.lived(life)
        assert life.ledger.acknowledged > 0
    with agency.seen():
        assert left_over_a_day_later(agency) == ([], set())


def left_over_a_day_later(agency):
    """Rows without a file, and files without a row: whoever died between the two has left one."""
    a_day_later = timezone.now() + 2 * files.GRACE
    _buried, lost = files.reconcile(at=a_day_later)
    files.sweep(at=a_day_later)
    return lost, checker.orphans(agency.files)
