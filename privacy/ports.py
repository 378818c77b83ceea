"""What the engine asks of the world outside it."""

import datetime
import logging
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import structlog
from celery import current_app
from django.db import transaction

from privacy.choices.events import FIELDS, Event

logger = logging.getLogger(__name__)
events = structlog.stdlib.get_logger("events")

REQUEST = "request"  # the number that follows a request to its jobs and mails

PERSON = "person"  # the role of whoever does not work here


class Actor(Protocol):
    """Whoever acts: an account. `None` stands for the program itself."""

    @property
    def pk(self) -> int: ...

    @property
    def subject_id(self) -> uuid.UUID: ...

    @property
    def role(self) -> str: ...

    def has_role(self, *roles: str) -> bool: ...


def nudge(task: str, *args: object) -> None:
    """After commit, ask the worker to look at something now; a sweep finds it anyway, so a failure is only logged.

    The state that says what to do is in the database. A broker that is down or hangs (time-out 2 s) never holds
    a request and never loses acknowledged work.
    """
    transaction.on_commit(lambda: _send(task, args))


def _send(task: str, args: tuple[object, ...]) -> None:
    if is_silent():
        logger.warning("%s was not nudged: Valkey did not answer a moment ago; the sweep will find it", task)
        return
    began = time.monotonic()
    try:
        current_app.send_task(task, args=args, retry=False, headers=following())
    except Exception:  # whatever the broker does to us, the database already knows
        note_silence(since=began)
        logger.warning("could not nudge %s; the sweep will find it", task)


class _Line:
    """This process's line to Valkey, cache and broker in one."""

    silent_until = 0.0


SILENT_FOR = 10.0  # seconds
SLOW = 1.0  # whoever refuses sooner holds nobody up


def is_silent() -> bool:
    """Whether Valkey lately let us wait in vain: then nobody waits for it again, for a while."""
    return time.monotonic() < _Line.silent_until


def note_silence(*, since: float) -> None:
    """Asked then (`time.monotonic`), it has not answered: it hangs, unless it refused at once."""
    if time.monotonic() - since > SLOW:
        _Line.silent_until = time.monotonic() + SILENT_FOR


def following() -> dict[str, str]:
    """What goes with a task, so that its lines in the log bear the number of the request that asked for it."""
    number = structlog.contextvars.get_contextvars().get(REQUEST)
    return {REQUEST: number} if number else {}


def tell(event: Event, **fields: int | str | None) -> None:
    """Say in the log what was done, as soon as it is certain: after the commit, and never if it is rolled back."""
    transaction.on_commit(lambda: say(event, **fields), robust=True)


def say(event: Event, **fields: int | str | None) -> None:
    """Say in the log what happened, at once, whatever becomes of it.

    Raises `TypeError` for a field the list of events does not know: nothing else may come into the log this way.
    """
    if unknown := fields.keys() - FIELDS[event]:
        raise TypeError(f"{event} is not told with {sorted(unknown)}")
    events.info(str(event), **fields)


class MayHaveGone(Exception):
    """The mail server fell silent after it had the text: nobody can say whether it took it."""


class PdfFailed(Exception):
    """No PDF was made; what was begun is no PDF."""


class PdfMaker(Protocol):
    """Makes accessible PDFs, elsewhere than here."""

    def make(self, template: str, data: Any, *, to: Path) -> None:
        """Write one made of `templates/pdf/<template>` and these data. Raises `PdfFailed`."""
        ...


class UnreadableMail(Exception):
    """A mail that no program of ours could read, or that is too large; a person looks at it."""


class MailIsGone(Exception):
    """Another reader was faster."""


@dataclass(frozen=True)
class ReceivedFile:
    """An attachment whose name and first bytes are those of a PDF or Word file."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class ReceivedMail:
    """What a mail says, as text. `report`: the Message-IDs of ours that could not be delivered, of a mail that reports
    on mail; None for any other."""

    key: str  # the same for the same mail, however often it is read
    received_at: datetime.datetime
    sender: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    message_id: str = ""
    answers: tuple[str, ...] = ()
    is_automatic: bool = False
    report: tuple[str, ...] | None = None
    files: tuple[ReceivedFile, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Arrived:
    """A mail that lies in the inbox, not opened yet."""

    name: str
    received_at: datetime.datetime


class Mailbox(Protocol):
    """The inbox of the one contact address."""

    def arrived(self) -> list[Arrived]:
        """What lies there, the oldest first."""
        ...

    def open(self, mail: Arrived) -> ReceivedMail:
        """Raises `UnreadableMail`, `MailIsGone`."""
        ...

    def remove(self, mail: Arrived) -> None:
        """For good; gone already is gone."""
        ...

    def set_aside(self, mail: Arrived) -> None:
        """Where a person finds it, and no program reads it again."""
        ...

    def aside(self, *, older_than: datetime.datetime) -> int:
        """How many are set aside; those older than that are removed."""
        ...
