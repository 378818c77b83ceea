"""What breaks: each takes the agency and dice, does its harm and has it over with; what is dead then is begun anew by `heal`."""

import signal
import time
from collections.abc import Callable
from random import Random

import psycopg
from celery import Celery

from fremrykk.local.postgres import DATABASE
from tests.faults.agency import Agency
from tests.faults.parts import Part

Harm = Callable[[Agency, Random], None]


def nothing(_agency: Agency, _dice: Random) -> None:
    """That the checker and the crowd agree when all is well."""


def worker_child_killed(agency: Agency, dice: Random) -> None:
    for _ in range(3):
        agency["worker"].kill_child(dice.randrange(2))
        time.sleep(dice.uniform(0.1, 0.7))


def worker_killed(agency: Agency, dice: Random) -> None:
    agency["worker"].kill()
    time.sleep(dice.uniform(0, 2))


def broker_killed(agency: Agency, dice: Random) -> None:
    """With all it held: it keeps nothing on disk."""
    agency["broker"].kill()
    time.sleep(dice.uniform(0, 2))


def broker_frozen(agency: Agency, dice: Random) -> None:
    agency["broker"].freeze()
    time.sleep(dice.uniform(4, 8))
    agency["broker"].thaw()


def database_killed(agency: Agency, dice: Random) -> None:
    """`pg_ctl stop -m immediate`: every connection breaks, nothing is tidied up."""
    database = agency["database"]
    database.signal(signal.SIGQUIT)
    database._gone()
    time.sleep(dice.uniform(0, 2))


def connections_cut(agency: Agency, dice: Random) -> None:
    for _ in range(3):
        with psycopg.connect(agency.address, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [DATABASE],
            )
        time.sleep(dice.uniform(0.1, 0.7))


def web_child_killed(agency: Agency, dice: Random) -> None:
    for _ in range(3):
        agency["web"].kill_child(dice.randrange(2))
        time.sleep(dice.uniform(0.1, 0.7))


def web_killed(agency: Agency, dice: Random) -> None:
    agency["web"].kill()
    time.sleep(dice.uniform(0, 2))


def beat_killed(agency: Agency, dice: Random) -> None:
    agency["beat"].kill()
    time.sleep(dice.uniform(0, 2))


def deployed(agency: Agency, dice: Random) -> None:
    """A new version while everybody works: its jobs reach a worker that has never heard of them, then each part ends in
    order and begins anew."""
    queue = Celery(broker=agency.redis, set_as_current=False)
    for _ in range(3):
        queue.send_task("candidates.jobs.of_the_next_version", args=[1], ignore_result=True)
        time.sleep(dice.uniform(0, 1))
    queue.close()
    for name in ("beat", "worker", "web"):
        agency[name].stop()


def second_clock(agency: Agency, dice: Random) -> None:
    """Another beat, which knows of no other: every job is begun twice."""
    other = Part("second beat", agency.beat_command("second"), agency.home / "second.log", lambda _: True, agency.env)
    other.begin()
    time.sleep(dice.uniform(8, 14))
    other.kill()
