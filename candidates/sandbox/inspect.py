"""Judge one file from standard input and say so in one JSON object on standard output.

    python -m candidates.sandbox.inspect judge pdf --max-pages 500 … < file

`judge` answers whether the file may be taken; `text` judges and reads its text out. The exit status is 0 whenever there
is an answer; a child that dies without one is the caller's `unreadable`.
"""

import argparse
import importlib
import json
import sys

from candidates.sandbox.outcomes import Bounds, Found, Refused
from privacy.sandbox.limits import set_sizes, shut_doors

PARSERS = {"pdf": "pdf", "docx": "docx", "jpg": "image", "jpeg": "image", "png": "image"}
# What the parsers would otherwise look for once the doors are shut.
NEEDED_LATER = (
    "encodings.cp437",
    "encodings.utf_16",
    "encodings.utf_16_le",
    "encodings.utf_16_be",
    "encodings.latin_1",
    "encodings.cp1252",
)


def main(given: list[str]) -> int:
    asked = arguments(given)
    set_sizes(memory=asked.memory, cpu_seconds=asked.cpu_seconds)
    parser = importlib.import_module(f"candidates.sandbox.{PARSERS[asked.extension]}")
    for name in NEEDED_LATER:
        importlib.import_module(name)
    data = sys.stdin.buffer.read(asked.max_size + 1)
    shut_doors()
    said = answer(parser, data, asked)
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8"))
    sys.stdout.buffer.flush()
    return 0


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="inspect")
    parser.add_argument("mode", choices=["judge", "text"])
    parser.add_argument("extension", choices=sorted(PARSERS))
    for name in ("size", "pages", "unpacked", "members", "text", "pixels"):
        parser.add_argument(f"--max-{name}", type=int, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--cpu-seconds", type=int, required=True)
    return parser.parse_args(given)


def answer(parser: object, data: bytes, asked: argparse.Namespace) -> dict[str, object]:
    try:
        found = _judge(parser, data, asked)
    except Refused as refusal:
        return {"verdict": "refused", "reason": refusal.code}
    except MemoryError:
        return {"verdict": "refused", "reason": "bomb"}
    except Exception:
        # A parser may fail in any way on a stranger's file; whichever it was, nobody can read the file.
        return {"verdict": "refused", "reason": "damaged"}
    return {"verdict": "ok", "reason": "", "content_type": found.content_type, "pages": found.pages, "text": found.text}


def _judge(parser: object, data: bytes, asked: argparse.Namespace) -> Found:
    if not data:
        raise Refused("empty")
    if len(data) > asked.max_size:
        raise Refused("too_large")
    bounds = Bounds(asked.max_pages, asked.max_unpacked, asked.max_members, asked.max_text, asked.max_pixels)
    found: Found = parser.judge(data, bounds)  # type: ignore[attr-defined]
    if asked.mode == "judge" or not hasattr(parser, "text"):
        return found
    return Found(found.content_type, found.pages, parser.text(data, bounds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
