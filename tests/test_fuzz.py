"""Nonsense at every address, as everybody, is a bad request and never a fault.

Some hundreds here, ten thousand by `make fuzz`. Other ones, each page drawn:  SEED=7 DRAW=1 make fuzz
"""

import os

import pytest

from tests.doors import World
from tests.fuzz import Fuzz

COUNT, SEED = int(os.environ.get("FUZZ", "500")), int(os.environ.get("SEED", "20261129"))


@pytest.mark.django_db
@pytest.mark.asvs("INP-02", "INP-06")
@pytest.mark.usefixtures("quiet", "approved_periods")
def test_nonsense_is_answered_and_never_with_a_fault(settings):
    if not os.environ.get("DRAW"):
        settings.TEMPLATES = [settings.TEMPLATES[0] | {"BACKEND": "tests.doors.NothingDrawn"}]
    fuzz = Fuzz(World(), SEED).run(COUNT)

    print(f"{sum(fuzz.answered.values())} requests at {len(fuzz.asked_at)} pages: {dict(fuzz.answered)}")
    assert fuzz.faults == []
    assert len(fuzz.asked_at) >= min(COUNT // 2, len({door.name.split()[0] for door in fuzz.doors}))
    assert {200, 302, 400, 403, 404, 405} <= {*fuzz.answered}
