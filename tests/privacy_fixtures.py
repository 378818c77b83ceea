"""Storage times in force, as the manager of a running agency has approved them.

`tests/conftest.py` imports this before Django knows its settings: what needs them is imported late.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from privacy.ports import Actor


def approve_periods(by: "Actor") -> None:
    """Put every proposed storage time in force."""
    from privacy.actions import periods  # noqa: PLC0415
    from privacy.models import RetentionPeriod  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415

    for period in RetentionPeriod.objects.filter(approved_at=None, superseded_at=None).order_by("pk"):
        periods.approve(period=period, by=by, at=NOW)


@pytest.fixture
def approved_periods(db: None) -> None:
    from tests.factories import StaffFactory  # noqa: PLC0415

    approve_periods(StaffFactory(roles=["manager"]))
