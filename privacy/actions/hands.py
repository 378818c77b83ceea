"""Several hands at one work, a connection each: while one waits for the database, another decides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def share(work: Callable[[], None], *, hands: int) -> None:
    """Do `work` with so many hands at once, until each has come to its end; what fails in one is raised here.

    Within a transaction there is only one: no other connection would see what it has written.
    """
    others = 0 if connection.in_atomic_block else hands - 1
    with ThreadPoolExecutor(max_workers=max(others, 1), thread_name_prefix="hand") as pool:
        working = [pool.submit(_with_own_connection, work) for _ in range(others)]
        work()
    for each in working:
        each.result()


def _with_own_connection(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
