"""Faults told elsewhere too (Sentry or what speaks like it), only where SENTRY_DSN names a place.

What goes there is made anew of the line in the log: a class, places in the program, a number of a request. Of what the
library would gather by itself (the request, its form, cookies and headers, variables, names of machines, the
lines before) nothing is taken over.
"""

import copy
import json
import logging
import traceback
from pathlib import Path
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.logging import LoggingIntegration

from fremrykk.logs import lines

Told = dict[str, Any]
KEPT = ("event_id", "timestamp", "platform", "level")
CONNECT_AND_READ = 10  # seconds; in a thread of its own, that no request waits for
SECONDS_AT_THE_END = 2


def report(dsn: str) -> None:
    """Begin to; without an address nothing is begun."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn, default_integrations=False, auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None)],
        send_default_pii=False, include_local_variables=False, include_source_context=False, max_request_body_size="never",
        max_breadcrumbs=0, before_breadcrumb=no_crumb, before_send=made_anew, before_send_transaction=nothing,
        auto_session_tracking=False, send_client_reports=False, server_name="", shutdown_timeout=SECONDS_AT_THE_END,
    )  # fmt: skip


def no_crumb(crumb: Told, hint: Told) -> None:
    """What happened before stands in the log, under the number of the request."""


def nothing(event: Any, hint: Told) -> None:
    """Pages are not timed there."""


def made_anew(event: Any, hint: Told) -> Any:
    record = hint.get("log_record")
    if record is None:
        return None
    line = json.loads(lines.formatter("json").format(copy.copy(record)))
    told = {name: event[name] for name in KEPT if name in event}
    told |= {"logger": line["logger"], "message": line["event"], "tags": {"request": line.get("request", "")}}
    if hint.get("exc_info"):
        told["exception"] = {"values": [_fault(hint["exc_info"][1])]}
    return told


def _fault(error: BaseException) -> Told:
    """Its class and where it was; its words stay here."""
    frames = [
        {"filename": lines.place(Path(frame.filename)), "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {"type": type(error).__qualname__, "module": type(error).__module__, "stacktrace": {"frames": frames}}
