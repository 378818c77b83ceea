"""A world made once for a whole module: what each test writes is taken back, and the world stays until the last.

A module asks for it by a fixture of its own that stands on `made_once` (scope "module") and builds the world; each test
reads it afresh from the database, since the objects in memory are not taken back.
No transactional test may use that world: it would wait for ever for what is not committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    of_the_tests = transaction.atomic()
    of_the_tests._from_testcase = True  # as Django marks its own: what must commit by itself may do so in here
    with of_the_tests:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), taken_back():
        yield
