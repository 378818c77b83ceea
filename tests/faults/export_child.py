"""A worker that dies while it makes somebody's copy: before its nth statement, commit or write. `python -m tests.faults.export_child`.

Each line on its input is a JSON list: the key of the package, before which step to die (0: never). Answers with the number of
steps, or null for one that was killed.
"""

import json
import os
import signal
import sys
import traceback
import uuid

import django

django.setup()

from django.core.files.storage import storages  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.utils import timezone  # noqa: E402

from privacy import registries  # noqa: E402
from privacy.actions import packages  # noqa: E402
from tests.privacy.crash_child import Steps  # noqa: E402


def build(pk: str, dies_before: int, answers: int) -> None:
    steps = Steps(dies_before)
    BaseDatabaseWrapper._commit = steps.around("commit", BaseDatabaseWrapper._commit)  # type: ignore[method-assign]
    raw = storages["files_raw"]
    raw.save = steps.around("save", raw.save)  # type: ignore[method-assign]
    with connection.execute_wrapper(steps.statement):
        packages.build(pk=uuid.UUID(pk), pdf_maker=registries.pdf_maker(), at=timezone.now())
    os.write(answers, json.dumps(len(steps.taken)).encode())
    os._exit(0)


def tried(pk: str, dies_before: int) -> int | None:
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            build(pk, dies_before, writes)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as answer:
        said = answer.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, f"to die before step {dies_before}, ended with {status}"
    return int(json.loads(said))


if __name__ == "__main__":
    connections.close_all()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(tried(*json.loads(line))), flush=True)
