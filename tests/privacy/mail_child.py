"""A worker that is killed while it sends one mail: it forks a child for each try, and the child kills itself.

Each line on its input is a JSON list: the number of the mail, where to die ("" nowhere), and which way of sending.
Answers with true for a child that came to its end, false for one that was killed. `python -m tests.privacy.mail_child`.
"""

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from privacy.actions import delivery  # noqa: E402
from privacy.adapters import smtp  # noqa: E402
from privacy.choices import MailState  # noqa: E402
from privacy.models import OutgoingMail  # noqa: E402


def die(*_args: Any, **_kwargs: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def last(*args: Any, **kwargs: Any) -> Any:
        function(*args, **kwargs)
        die()

    return last


def _after_the_text(server: Any) -> None:
    """The server has taken it and answers; nobody reads the answer."""
    send = smtp.SMTP.send

    def sending(self: Any, text: Any) -> None:
        send(self, text)
        if isinstance(text, bytes) and text.endswith(b"\r\n.\r\n"):
            select.select([self.sock], [], [], 30)
            die()

    server.send = sending


POINTS: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "before connecting": lambda: setattr(delivery._Line, "open", die),
    "before the claim": lambda: setattr(delivery, "_claim", die),
    "after the claim": lambda: setattr(delivery, "_claim", dying_after(delivery._claim)),
    "after the recipient": lambda: setattr(smtp.SMTP, "data", die),
    "after the text, before the answer": lambda: _after_the_text(smtp.SMTP),
    "after the answer, before it is noted": lambda: setattr(delivery, "_note", die),
    "before the note is committed": lambda: setattr(delivery, "_note", transaction.atomic(dying_after(delivery._note))),
}


def as_it_was(pk: int) -> None:
    """The way it was before: sent inside the transaction that notes it. Dies before the commit where it is asked to."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().get(pk=pk, state=MailState.QUEUED)
        delivery._as_email(mail).send()
        mail.state, mail.sent_at = MailState.SENT, timezone.now()
        mail.save()
        if delivery._note is die:
            die()


def child(pk: int, point: str, way: str) -> None:
    POINTS[point]()
    if way == "as it was":
        as_it_was(pk)
    else:
        delivery.deliver(pks=[pk], at=timezone.now())
    os._exit(0)


def tried(pk: int, point: str, way: str) -> bool:
    pid = os.fork()
    if pid == 0:
        try:
            child(pk, point, way)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    assert status == 0, f"{point}: ended with {status}"
    return True


if __name__ == "__main__":
    connections.close_all()
    for line in sys.stdin:
        print(json.dumps(tried(*json.loads(line))), flush=True)
