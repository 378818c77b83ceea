"""Make one accessible PDF (PDF/UA-1) of a template and data from standard input, onto standard output.

    python -m privacy.sandbox.pdf --memory 1500000000 --cpu-seconds 30 < {"template": "…", "data": {…}} > copy.pdf

The data are a file beside the template, which reads it as data: nothing in them is ever read as markup. Letters that
no font of ours has would stop a PDF/UA; they become a box, and the copy says that the other files have them.
"""

import argparse
import json
import re
import sys
from typing import Any

import typst

from privacy.sandbox.limits import set_sizes, shut_doors

BOX = "▯"
CONTROLS = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]"
)
MISSING = re.compile('the text `"(.+?)"` could not be displayed', re.DOTALL)
# Scripts our fonts have: Latin, Greek, Cyrillic, punctuation, currency, arrows, mathematics, boxes.
STRANGE = re.compile(
    "[^\\t\\n\\x20-\\u024f\\u0370-\\u03ff\\u0400-\\u04ff\\u1e00-\\u1eff\\u2010-\\u2027\\u2030-\\u205e\\u20ac\\u2116\\u2122\\u2190-\\u2193\\u2212\\u25af]"
)
MOST_TRIES = 200


def main(arguments: list[str]) -> int:
    asked = _arguments(arguments)
    set_sizes(memory=asked.memory, cpu_seconds=asked.cpu_seconds)
    given = json.loads(sys.stdin.buffer.read())
    _made(b"= A", {})  # starts the threads and reads the fonts, which is not possible any more behind shut doors
    shut_doors()
    sys.stdout.buffer.write(_made_of_what_can_be_shown(given["template"].encode(), given["data"]))
    sys.stdout.buffer.flush()
    return 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pdf")
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--cpu-seconds", type=int, required=True)
    return parser.parse_args(arguments)


def _made_of_what_can_be_shown(template: bytes, data: Any) -> bytes:
    data = _replaced(data, CONTROLS, "")
    for attempt in range(MOST_TRIES):
        try:
            return _made(template, data, standard="ua-1")
        except typst.TypstError as error:
            missing = MISSING.search(str(error))
            if missing is None:
                raise
            data = _replaced(data, re.compile(re.escape(missing[1])) if attempt else STRANGE, BOX)
    raise ValueError("letters that cannot be shown")


def _replaced(value: Any, pattern: "re.Pattern[str]", by: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(by, value)
    if isinstance(value, list):
        return [_replaced(each, pattern, by) for each in value]
    if isinstance(value, dict):
        return {name: _replaced(each, pattern, by) for name, each in value.items()}
    return value


def _made(template: bytes, data: Any, standard: str = "") -> bytes:
    files: Any = {"main.typ": template, "main": template, "data.json": json.dumps(data).encode()}
    standards: Any = [standard] if standard else []
    return bytes(typst.compile(files, format="pdf", ignore_system_fonts=True, pdf_standards=standards))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
