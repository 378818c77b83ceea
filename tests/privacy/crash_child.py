"""A program that dies on command: it forks a child for each try, and the child kills itself before its nth step.

A step is a statement, a commit, or a file written or removed; what is killed is told nothing and cleans up nothing.
Each line on its input is a JSON list: what to do, before which step to die (0: never), and how it is broken on purpose.
Answers with the steps taken, or null for a child that was killed. Run as `python -m tests.privacy.crash_child`.
"""

import datetime
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any

import django
from kombu import pools

django.setup()

from celery import current_app  # noqa: E402
from django.core.files.storage import storages  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from privacy.actions import (  # noqa: E402
    consents,
    erasure,
    files,
    presence,
    purge,
    relay,
    restrictions,
    rows,
    seals,
    subjects,
)
from privacy.choices import Channel, ConsentPurpose, ErasureCause, RestrictionGround  # noqa: E402
from privacy.models import Erasure, FileTombstone, Subject  # noqa: E402
from tests.privacy.crash_world import NIGHT, TODAY, named  # noqa: E402

ALREADY = (consents.AlreadyGiven, restrictions.AlreadyRestricted, Subject.DoesNotExist)


# --- what is done ---
def night() -> None:
    """Two persons a batch, so that some are gone for good when the next batch dies."""
    purge.BATCH = 2
    purge.run(as_of=TODAY, at=NIGHT)
    sweeps()


def erase() -> None:
    erasure.erase_person(subject_id=named("stays").pk, cause=ErasureCause.PERSON, by=None, at=NIGHT)


def consent() -> None:
    consents.give(
        subject_id=named("stays").pk, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=None, at=NIGHT,
    )  # fmt: skip


def restrict() -> None:
    person = named("stays")
    restrictions.place(subject_id=person.pk, ground=RestrictionGround.CLAIM, by=person.user, at=NIGHT)


def merge() -> None:
    lost, into = named("stays").pk, named("partly").pk
    subjects.merge(lost=Subject.objects.get(pk=lost), into=Subject.objects.get(pk=into), by=None, at=NIGHT)


def sweeps() -> None:
    files.sweep(at=NIGHT + datetime.timedelta(days=1))  # also what an earlier try put off
    relay.write(at=NIGHT)
    seals.seal(at=NIGHT)
    relay.write(at=NIGHT)


ACTS = {"night": night, "erase": erase, "consent": consent, "restrict": restrict, "merge": merge}


def done(act: str, *, then: Callable[[str], None] = lambda _kind: None) -> None:
    """The act and what follows it on the clock; done before, it is refused, and that is all."""
    with suppress(ALREADY):
        ACTS[act]()
    then("the clock")
    sweeps()
    presence.note_interrupted(at=NIGHT)


# --- where it dies ---
class Steps:
    def __init__(self, dies_before: int) -> None:
        self.taken: list[str] = []
        self._dies_before = dies_before

    def step(self, kind: str) -> None:
        self.taken.append(kind)
        if len(self.taken) == self._dies_before:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def stepping(*args: Any, **kwargs: Any) -> Any:
            self.step(f"before {kind}")
            answer = function(*args, **kwargs)
            self.step(f"after {kind}")
            return answer

        return stepping

    def statement(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.step("statement")
        return execute(*args)


@contextmanager
def counted(steps: Steps) -> Iterator[None]:
    BaseDatabaseWrapper._commit = steps.around("commit", BaseDatabaseWrapper._commit)  # type: ignore[method-assign]
    for name, does in (("files", "delete"), ("journal", "_save")):
        setattr(storages[name], does, steps.around(f"{name} {does}", getattr(storages[name], does)))
    with connection.execute_wrapper(steps.statement):
        yield


# --- how it is broken on purpose ---
def proof_apart() -> None:
    """The proof is written after the commit, by itself."""
    _later(Erasure, lambda write, _rows: write())


def files_apart() -> None:
    """Files are removed after the commit, and nobody wrote down that they have to go."""
    _later(FileTombstone, lambda _write, dead: [storages["files"].delete(row["name"]) for row in dead])


def _later(model: type, what: Callable[..., Any]) -> None:
    add = rows.add

    def adding(to: type, given: Any, **how: Any) -> None:
        if to is not model:
            add(to, given, **how)
            return
        whole = list(given)
        transaction.on_commit(lambda: what(lambda: add(to, whole, **how), whole))

    rows.add = adding


BROKEN: dict[str, Callable[[], None]] = {"": lambda: None, "proof": proof_apart, "files": files_apart}


def child(act: str, dies_before: int, broken: str, answers: int) -> None:
    BROKEN[broken]()
    steps = Steps(dies_before)
    with counted(steps):
        done(act, then=steps.step)
    os.write(answers, json.dumps(steps.taken).encode())
    os._exit(0)


def tried(act: str, dies_before: int, broken: str) -> list[str] | None:
    """The steps of a child that came to its end; None for one that was killed. Whatever else ends it ends us."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            child(act, dies_before, broken, writes)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as answer:
        steps = answer.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, f"{act}, to die before step {dies_before}, ended with {status}"
    taken: list[str] = json.loads(steps)
    return taken


def warm() -> None:
    """What a process works out once is there before the first child: each of them would do it again."""
    for act in ACTS:
        done(act)
    connections.close_all()
    pools.reset()
    current_app.pool.force_close_all()


if __name__ == "__main__":
    assert sys.stdin.readline() == "warm\n"
    warm()
    print("warm", flush=True)
    for line in sys.stdin:
        print(json.dumps(tried(*json.loads(line))), flush=True)
