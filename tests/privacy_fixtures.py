"""Storage times in force, as the manager of a running agency has approved them.

`tests/conftest.py` imports this before Django knows its settings: what needs them is imported late.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from privacy.ports import Actor


def approve_periods(by: "Actor") -> None:
    """Put every proposed storage time in force, as `actions.periods.approve` leaves each of them."""
    from privacy.models import RetentionPeriod  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415

    RetentionPeriod.objects.filter(approved_at=None, superseded_at=None).update(approved_at=NOW, approved_by_id=by.pk)


@pytest.fixture
def approved_periods(db: None) -> None:
    from tests.factories import StaffFactory  # noqa: PLC0415

    approve_periods(StaffFactory(roles=["manager"]))
