"""Threads with connections of their own that take turns: each stops where it is told, and who waits for a lock is seen.

The program knows nothing of it: statements are seen through Django's `execute_wrapper`, the commit on the thread's own
connection. That somebody waits is asked of PostgreSQL (`pg_blocking_pids`), never guessed from the time that passed.
"""

import enum
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from tests.database_role import by_force

PATIENCE = 120  # seconds until a player who neither stops nor waits is given up; only ever reached by a defect
LOOK = 0.003  # seconds between two questions to PostgreSQL


class Point(enum.Enum):
    """Where a player can stop."""

    BEGUN = "before its first statement"
    LOCKED = "after it has locked a row"
    DECIDED = "before its first DELETE"
    DELETED = "after its last DELETE, before the foreign keys are checked"
    COMMITTING = "before the commit"
    END = "when all is done"


class Deadlock(AssertionError):
    """The players wait for each other."""


class Stuck(AssertionError):
    """A player neither stops nor waits."""


class Player:
    """One thread with one connection, doing one job after another. `order` is the number of its last commit."""

    def __init__(self, turns: "Turns") -> None:
        self.is_moving, self.is_busy, self.at = True, False, Point.END
        self.result: Any = None
        self.error: Exception | None = None
        self.order = 0
        self.pid = 0
        self._turns = turns
        self._jobs: queue.SimpleQueue[Callable[[], Any] | None] = queue.SimpleQueue()
        self._goes_on = threading.Semaphore(0)
        self._target: Point | None = None
        self._has_written = self._has_begun = False
        self.thread = threading.Thread(target=self._live, daemon=True)
        self.thread.start()

    def begin(self, job: Callable[[], Any], to: Point | None = Point.BEGUN) -> None:
        """Take up a job and go to `to`: the next point if None."""
        self.result = self.error = None
        self.order, self._has_begun, self._has_written = 0, False, False
        self.is_busy, self.is_moving, self._target = True, True, to
        self._jobs.put(job)
        self._turns.settle()

    def go(self, to: Point | None = None) -> None:
        """Go on to `to`, or to the next point. A player who waits for a lock goes there when it gets it."""
        self._target = to
        if self.is_busy and not self.is_moving:
            self.is_moving = True
            self._goes_on.release()
        self._turns.settle()

    def finish(self) -> None:
        self.go(Point.END)

    @property
    def is_waiting(self) -> bool:
        return self.is_moving

    def end(self) -> None:
        self._jobs.put(None)
        self.thread.join()

    # --- in the thread ---
    def _live(self) -> None:
        connection.ensure_connection()
        self.pid = connection.connection.info.backend_pid
        own, commit = connections["default"], connections["default"]._commit
        own._commit = lambda: self._committing(commit)
        with connection.execute_wrapper(self._statement):
            self._stop(Point.END)
            while job := self._jobs.get():
                self._do(job)
        connections.close_all()

    def _do(self, job: Callable[[], Any]) -> None:
        try:
            self.result = job()
        except Exception as error:  # the test looks at it
            self.error = error
        self.is_busy = False
        self._stop(Point.END)

    def _stop(self, point: Point) -> None:
        with self._turns.changed:
            self.at, self.is_moving = point, False
            self._turns.changed.notify_all()

    def _pass(self, point: Point) -> None:
        if self._target in (None, point):
            self._stop(point)
            self._goes_on.acquire()

    def _statement(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        text = sql if isinstance(sql, str) else sql.as_string(None)
        if not self._has_begun:
            self._has_begun = True
            self._pass(Point.BEGUN)
        if text.startswith("DELETE") and not self._has_written:
            self._pass(Point.DECIDED)
        if text == "SET CONSTRAINTS ALL IMMEDIATE":
            self._pass(Point.DELETED)
        result = execute(sql, params, many, context)
        self._has_written |= text.startswith(("INSERT", "UPDATE", "DELETE"))
        if "FOR NO KEY UPDATE" in text or "FOR UPDATE" in text:
            self._has_written = False
            if context["cursor"].rowcount > 0:
                self._pass(Point.LOCKED)
        return result

    def _committing(self, commit: Callable[[], None]) -> None:
        if self._has_written:
            self._pass(Point.COMMITTING)
        commit()
        if self._has_written:
            self.order = self._turns.next_number()
        self._has_written = False


class Turns:
    """The table the players sit at. Only who is told to moves; everybody else stands still or waits for a lock."""

    def __init__(self, number: int) -> None:
        self.changed = threading.Condition()
        self._commits = 0
        self.players = [Player(self) for _ in range(number)]
        self.settle()

    def __enter__(self) -> "Turns":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.finish()
        finally:
            for player in self.players:
                player.end()

    def next_number(self) -> int:
        with self.changed:
            self._commits += 1
            return self._commits

    def settle(self) -> None:
        """Until everybody stands still, or waits in the database for somebody who does. Raises `Deadlock`."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with self.changed:
                if self.changed.wait_for(lambda: not self._moving(), timeout=LOOK):
                    return
            waits = self._waits()
            if waits and all(waits.values()):
                if _is_closed(waits):
                    raise Deadlock
                return
        raise Stuck(self._picture())

    def wait_until_waited_for(self, player: Player) -> None:
        """Until somebody from outside, a browser or a server, waits for a lock of this player."""
        deadline = time.monotonic() + PATIENCE
        with by_force() as cursor:
            while time.monotonic() < deadline:
                cursor.execute("SELECT FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))", [player.pid])
                if cursor.fetchone() is not None:
                    return
        raise Stuck(self._picture())

    def _picture(self) -> str:
        """What everybody is doing, for who has to find out."""
        with by_force() as cursor:
            cursor.execute(
                "SELECT pid, state, wait_event_type, wait_event, pg_blocking_pids(pid), left(query, 200) FROM pg_stat_activity"
                " WHERE datname = current_database()"
            )
            return f"{[(each.pid, each.is_moving, each.at) for each in self.players]} {cursor.fetchall()}"

    def finish(self) -> None:
        """Let everybody come to the end; who is caught in a deadlock is called off, and it is told afterwards."""
        caught = None
        while busy := [player for player in self.players if player.is_busy]:
            try:
                for player in busy:
                    player.finish()
            except Deadlock as deadlock:
                caught = deadlock
                self._call_off()
        if caught:
            raise caught

    def _call_off(self) -> None:
        with by_force() as cursor:
            cursor.execute("SELECT pg_cancel_backend(pid) FROM unnest(%s::int[]) AS pid", [self._pids(self._moving())])

    def _moving(self) -> list[Player]:
        return [player for player in self.players if player.is_moving]

    def _pids(self, players: list[Player]) -> list[int]:
        return [player.pid for player in players]

    def _waits(self) -> dict[int, set[int]]:
        """Who waits for whom among the players who move; nobody else is ever waited for."""
        known = set(self._pids(self.players))
        with by_force() as cursor:
            cursor.execute(
                "SELECT pid, pg_blocking_pids(pid) FROM unnest(%s::int[]) AS pid", [self._pids(self._moving())]
            )
            return {pid: set(blockers) & known for pid, blockers in cursor.fetchall()}


def _is_closed(waits: dict[int, set[int]]) -> bool:
    """Whether somebody waits for himself, through others."""

    def reached(pid: int, seen: frozenset[int]) -> bool:
        return pid in seen or any(reached(each, seen | {pid}) for each in waits.get(pid, ()))

    return any(reached(pid, frozenset()) for pid in waits)
