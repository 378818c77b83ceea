"""What the engine asks of the world outside it."""

import logging
import uuid
from pathlib import Path
from typing import Any, Protocol

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


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
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception:  # whatever the broker does to us, the database already knows
        logger.warning("could not nudge %s; the sweep will find it", task)


class MayHaveGone(Exception):
    """The mail server fell silent after it had the text: nobody can say whether it took it."""


class PdfFailed(Exception):
    """No PDF was made; what was begun is no PDF."""


class PdfMaker(Protocol):
    """Makes accessible PDFs, elsewhere than here."""

    def make(self, template: str, data: Any, *, to: Path) -> None:
        """Write one made of `templates/pdf/<template>` and these data. Raises `PdfFailed`."""
        ...
