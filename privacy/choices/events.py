"""What the log tells of, and with which words. An event's fields are numbers and words of the program, never what somebody wrote."""

from enum import StrEnum


class Event(StrEnum):
    """What happened; the fields it is told with stand in `FIELDS`, and in the README."""

    REQUEST = "request"
    DENIED = "denied"
    EXPORTED = "exported"
    LOGIN_FAILED = "login_failed"
    LOCKED_OUT = "locked_out"
    TRAIL = "trail"
    UPLOADED = "uploaded"
    VERDICT = "verdict"
    PURGED = "purged"
    CONFIGURED = "configured"
    MAIL = "mail"
    JOB = "job"
    GIVEN_UP = "given_up"


# `route` is a page's name in the program, never its path; `role` a staff role, `person` or `nobody`; `account` a number.
FIELDS: dict[Event, frozenset[str]] = {
    Event.REQUEST: frozenset({"method", "route", "status", "ms", "role"}),
    Event.DENIED: frozenset({"route", "status", "role"}),
    Event.EXPORTED: frozenset({"route", "role"}),
    Event.LOGIN_FAILED: frozenset({"route"}),
    Event.LOCKED_OUT: frozenset({"route"}),
    Event.TRAIL: frozenset({"verb", "activity", "object", "role", "account", "entry", "persons"}),
    Event.UPLOADED: frozenset({"files"}),
    Event.VERDICT: frozenset({"document", "verdict"}),
    Event.PURGED: frozenset({"run", "due", "erased", "kept", "review", "failed", "brake"}),
    Event.CONFIGURED: frozenset({"what", "row", "account"}),
    Event.MAIL: frozenset({"mail", "state", "attempts"}),
    Event.JOB: frozenset({"task", "outcome", "ms"}),
    Event.GIVEN_UP: frozenset({"route"}),
}
