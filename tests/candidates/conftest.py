"""What tests of candidates begin with. Read before Django knows its settings: what needs them is imported late."""

import pytest


@pytest.fixture
def drafted(time_machine):
    """The number of a draft made for this test alone."""
    from tests.candidates.drafts import put_together  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415

    time_machine.move_to(NOW)
    return put_together().pk
