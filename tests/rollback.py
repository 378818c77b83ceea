"""A world made once for a whole module: what each test writes is taken back, and the world stays until the last."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    """For a fixture named `db`, in the place of pytest-django's.

    No transactional test may stand in such a module: it would wait for ever for what the world has not committed.
    """
    of_the_test = transaction.atomic()
    of_the_test._from_testcase = True  # as Django marks its own: what must commit by itself may do so in here
    with of_the_test:
        yield
        transaction.set_rollback(True)
