"""What a line of the log says: when, how grave, who speaks, what, and in which request. Never a value of a person.

Our own words are written as they were said. Of a library's words only the pattern is: what it filled in (a path with
a token, an address, what a form held) is left out, and numbers stay. Of an exception the class and the places in the
program are written, never its message: a database names the value in it, a mail server the address.
"""

import logging
import re
import traceback
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from fremrykk.logs import OURS

Line = MutableMapping[str, Any]

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = "…"
LARGEST_NUMBER = 9_999_999  # a pid, a status, a port; not a telephone number
LONGEST, MOST_PLACES, INNERMOST, MOST_CAUSES = 400, 12, 3, 4
PATTERN = re.compile(r"%(?:\((\w+)\))?[-#0 +]*(?:\*|\d+)?(?:\.\d+)?[a-zA-Z]|%%")
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
BEGINS_TO_FILL_IN = re.compile(r"[:=@/\\<({\[\"'`\d]|[^ -~]")
# A word that is nobody's: a verb, a route, a role, the number of a request.
CODE = re.compile(r"[A-Za-z0-9_.:-]{0,120}")


def formatter(kind: str) -> logging.Formatter:
    """Every line is one line: what would break it is escaped (JSON escapes it by itself)."""
    if kind not in ("json", "text"):
        raise ValueError("LOG_FORMAT must be json or text.")
    render = structlog.processors.JSONRenderer(ensure_ascii=True) if kind == "json" else as_text
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.contextvars.merge_contextvars, say],
        processors=[keep_codes, name_fault, stand_first, render],
        use_get_message=False,
        pass_foreign_args=True,
    )


def say(_logger: object, _method: str, line: Line) -> Line:
    """What a `logging` record says, by who speaks."""
    record, filled_in = line["_record"], line.pop("positional_args")
    if record.name.partition(".")[0] in OURS:
        line["event"] = ADDRESS.sub(LEFT_OUT, cut(filled(line["event"], filled_in)))
    elif not filled_in and line.get("exc_info"):
        line["event"] = "fault"  # the exception's own words, most often
    else:
        line["event"] = cut(pattern(line["event"], filled_in))
    return line


def filled(text: str, filled_in: Any) -> str:
    if not filled_in:
        return text
    try:
        return text % filled_in
    except (TypeError, ValueError, KeyError):
        return text


def pattern(text: str, filled_in: Any) -> str:
    """The pattern of a library's sentence with the numbers in it, and nothing else.

    Of one that was filled in already, the words before the first sign that may begin a value.
    """
    if not filled_in:
        first = BEGINS_TO_FILL_IN.search(text)
        return text[: first.start()].rstrip() + LEFT_OUT if first else text
    named = filled_in if isinstance(filled_in, dict) else {}
    in_order = iter(() if named else filled_in if isinstance(filled_in, tuple) else (filled_in,))

    def one(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        value = named.get(found[1]) if found[1] else next(in_order, None)
        is_number = isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER
        return str(value) if is_number else LEFT_OUT

    return PATTERN.sub(one, text)


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + LEFT_OUT


def keep_codes(_logger: object, _method: str, line: Line) -> Line:
    """An event's fields are numbers and words of ours; whatever else got there stays outside."""
    for name, value in line.items():
        if name not in ("event", "exc_info", "stack_info", "_record") and not is_code(value):
            line[name] = LEFT_OUT
    return line


def is_code(value: object) -> bool:
    if isinstance(value, str):
        return CODE.fullmatch(value) is not None
    return value is None or isinstance(value, bool | int | float)


def name_fault(_logger: object, _method: str, line: Line) -> Line:
    """Which exceptions, the last first, and where in the program."""
    line.pop("stack_info", None)
    raised = line.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        causes = list(chain(error))
        line["fault"] = " from ".join(f"{type(each).__module__}.{type(each).__qualname__}" for each in causes)
        line["places"] = places(error)
    return line


def chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < MOST_CAUSES:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1


def places(error: BaseException) -> list[str]:
    """Where it was raised, and the frames of ours that led there, the last call first: file, line and function."""
    frames = list(reversed(traceback.extract_tb(error.__traceback__)))
    found = [frame for nth, frame in enumerate(frames) if nth < INNERMOST or is_ours(Path(frame.filename))]
    return [f"{place(Path(frame.filename))}:{frame.lineno} {frame.name}" for frame in found[:MOST_PLACES]]


def is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts


def place(path: Path) -> str:
    return str(path.relative_to(ROOT)) if is_ours(path) else "/".join(path.parts[-3:])


def stand_first(_logger: object, _method: str, line: Line) -> Line:
    """Time (UTC), level and speaker before what is said."""
    record = line.pop("_record")
    line.pop("_from_structlog")
    first = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": line.pop("event"),
    }
    return first | dict(line)


def as_text(_logger: object, _method: str, line: Line) -> str:
    rest = " ".join(
        f"{name}={value}" for name, value in line.items() if name not in ("time", "level", "logger", "event")
    )
    said = f"{line['level'].upper()} {line['logger']} {line['event']} {rest}".rstrip()
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in said)
