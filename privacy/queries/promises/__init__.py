"""What the agency promises, held against the live database: each app registers what its data can prove.

A check yields what breaks its promise, as random numbers and codes, never as names. Adding one:

    @promise("P56", _("the history is as it was sealed"))
    def history_is_whole(at): yield from (broken.subject_id for broken in seals.broken())
"""

import datetime
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise

from privacy.queries import waiting

Find = Callable[[datetime.datetime], Iterable[object]]
NUMBERS = tuple(f"P{number}" for number in range(1, 72))
MOST = 1000  # findings of one check: nobody reads more
SHOWN = 5


class Verdict(enum.Enum):
    KEPT = "kept"
    BROKEN = "broken"
    NOT_PROVABLE = "not provable from data"


@dataclass(frozen=True)
class Check:
    """One thing the data can prove about a promise."""

    number: str
    sentence: str | Promise
    find: Find


@dataclass(frozen=True)
class Finding:
    """What a check came to: how much breaks the promise, and the first of it. `count` None: nobody waited for it."""

    check: Check
    count: int | None
    first: tuple[str, ...]


_checks: list[Check] = []


def promise(number: str, sentence: str | Promise) -> Callable[[Find], Find]:
    """Register a check of this promise; `sentence` says what is so when nothing is found."""

    def register(find: Find) -> Find:
        _checks.append(Check(number, sentence, find))
        return find

    return register


def checked(at: datetime.datetime, *, wait: str = "") -> list[Finding]:
    """Every check, in the order of the promises. With `wait` ("500ms"), those that take longer are left out for now."""
    return [_in_time(check, at, wait) for check in sorted(_checks, key=lambda each: int(each.number[1:]))]


def _in_time(check: Check, at: datetime.datetime, wait: str) -> Finding:
    if not wait:
        return _finding(check, at)
    try:
        with waiting.at_most(wait):
            return _finding(check, at)
    except waiting.TookTooLong:
        return Finding(check, None, ())


def verdicts(findings: Iterable[Finding]) -> dict[str, Verdict]:
    """For each promise whether it is kept, broken, or nothing the data could say."""
    found: dict[str, Verdict] = dict.fromkeys(NUMBERS, Verdict.NOT_PROVABLE)
    for finding in findings:
        if finding.count:
            found[finding.check.number] = Verdict.BROKEN
        elif finding.count == 0 and found[finding.check.number] is Verdict.NOT_PROVABLE:
            found[finding.check.number] = Verdict.KEPT
    return found


def _finding(check: Check, at: datetime.datetime) -> Finding:
    found = [str(each) for each in islice(check.find(at), MOST)]
    return Finding(check, len(found), tuple(found[:SHOWN]))
