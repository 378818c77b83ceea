"""Make of one file what a client may have of it: a line of JSON and the file come in, a line of JSON and a file go out.

    python -m candidates.sandbox.paper --memory=… --cpu-seconds=… < {"do": "mark", "kind": "pdf", …}\\n + file

`mark` gives a PDF that says on each page whose copy it is; `cover` a PDF of which the marked parts are gone; `show`
the pages as pictures, one after the other. The exit status is 0 whenever there is an answer.
"""

import argparse
import importlib
import json
import sys
from typing import Any

from candidates.sandbox.inspect import NEEDED_LATER
from candidates.sandbox.outcomes import Refused
from privacy.sandbox.limits import set_sizes, shut_doors

LARGEST = 20_000_000


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="paper")
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--cpu-seconds", type=int, required=True)
    asked = parser.parse_args(given)
    set_sizes(memory=asked.memory, cpu_seconds=asked.cpu_seconds)
    covering = importlib.import_module("candidates.sandbox.covering")
    covering.rehearse()
    for name in NEEDED_LATER:
        importlib.import_module(name)
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(LARGEST)
    shut_doors()
    said, made = answer(covering, order, data)
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8") + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0


def answer(covering: Any, order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return _made(covering, order, data)
    except Refused as refusal:
        return {"verdict": "refused", "reason": refusal.code}, b""
    except MemoryError:
        return {"verdict": "refused", "reason": "bomb"}, b""
    except Exception:  # a parser may fail in any way on a stranger's file
        return {"verdict": "refused", "reason": "damaged"}, b""


def _made(covering: Any, order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    kind = order["kind"]
    if order["do"] == "show":
        shown = covering.pictures(data, kind, order["shown"], order["most"])
        return {"verdict": "ok", "sizes": [len(each) for each in shown]}, b"".join(shown)
    if order["do"] == "cover":
        made, told = covering.covered(data, kind, order)
        return {"verdict": "ok", **told}, made
    made, pages = covering.marking.marked(data if kind == "pdf" else covering.as_pdf(data), order["words"])
    return {"verdict": "ok", "pages": pages}, made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
