"""The log: what a line says (`lines`), where it goes (`sink`), and the number that follows a request (`requests`)."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

# What we say ourselves is written as it is said; of what libraries say, the words that were filled in are left out.
OURS = ("bench", "candidates", "clients", "events", "fremrykk", "privacy")
# They say of each task, request or connection what our own events say better, and name addresses and arguments with it.
TOO_MUCH = {
    "axes": "CRITICAL",  # each failure, with address and account: `login_failed`
    "celery.beat": "WARNING",  # each task it sends, each minute
    "celery.app.trace": "CRITICAL",  # each task, with its exception: `job`
    "celery.worker.strategy": "WARNING",
    "django.request": "ERROR",  # each 404, with its path: `request`
    "django.security.csrf": "ERROR",  # `denied`
    "botocore": "WARNING",
    "fontTools": "WARNING",
    "urllib3": "ERROR",
}


def configuration(kind: str) -> dict[str, Any]:
    """Django's LOGGING: one handler for everything. `kind` is json, or text for a person at a terminal.

    Django's own handlers go: one would mail faults with all there is to know about them, if ADMINS had anybody in it.
    """
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    own = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "fremrykk.logs.lines.formatter", "kind": kind}},
        "handlers": {"sink": {"class": "fremrykk.logs.sink.Sink", "formatter": "line"}},
        "root": {"handlers": ["sink"], "level": "INFO"},
        "loggers": {
            "django": own,
            "django.server": own,
            "events": {"handlers": ["sink"], "propagate": False, "level": "INFO"},
            **{name: {"level": level} for name, level in TOO_MUCH.items()},
        },
    }


def kind_from_environment() -> str:
    """For what begins before the settings are read."""
    return os.environ.get("LOG_FORMAT", "json")


@contextmanager
def only_what_is_wrong() -> Iterator[None]:
    """While an invented past is written: nobody did any of it."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
