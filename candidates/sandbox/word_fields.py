"""Field instructions in a DOCX: DDE starts programs, LINK and its kin fetch from elsewhere."""

import re

from candidates.sandbox.outcomes import Refused
from candidates.sandbox.word_links import is_remote

DDE = re.compile(r"^\W*DDE(AUTO)?\b", re.IGNORECASE)
FETCHING = re.compile(
    r"^\W*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD|DATABASE|AUTOTEXT)\b(.*)", re.IGNORECASE | re.DOTALL
)
QUOTE = re.compile(r"^\s*QUOTE((\s+\"?\d+\"?)+)\s*$", re.IGNORECASE)
MAX_NESTED = 500


class Fields:
    """Puts instructions together that are spread over runs and nested fields, and refuses the dangerous."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def mark(self, kind: str) -> None:
        """A field character: begin, separate or end."""
        if kind == "begin":
            self._open.append("")
            if len(self._open) > MAX_NESTED:
                raise Refused("bomb")
        elif kind in ("separate", "end") and self._open:
            refuse_instruction(self._open[-1])
            if kind == "end":
                self._close()

    def _close(self) -> None:
        inner = self._open.pop()
        if self._open:
            self._open[-1] += _quoted(inner)

    def add(self, instruction: str) -> None:
        if self._open:
            self._open[-1] += instruction
        else:
            refuse_instruction(instruction)

    def finish(self) -> None:
        """At the end of a part: a field never closed is judged as it stands."""
        for instruction in self._open:
            refuse_instruction(instruction)
        self._open.clear()


def refuse_instruction(instruction: str) -> None:
    if DDE.match(instruction):
        raise Refused("dde")
    match = FETCHING.match(instruction)
    if match and _fetches(match.group(1).upper(), match.group(2)):
        raise Refused("external_content")


def _fetches(word: str, rest: str) -> bool:
    targets = [part for part in re.split(r"[\s\"]+", rest) if is_remote(part.replace("\\\\", "\\"))]
    if word != "INCLUDEPICTURE":
        return bool(targets)
    # Word pastes web pictures as INCLUDEPICTURE "http…" with the picture beside it; only \d (not stored) or UNC is fetched.
    return bool(targets) and (
        r"\d" in rest.lower().split() or any(not part.lower().startswith("http") for part in targets)
    )


def _quoted(instruction: str) -> str:
    """{ QUOTE 68 68 69 } is how "DDE" is written so as not to be seen."""
    match = QUOTE.match(instruction)
    if not match:
        return ""
    numbers = (int(number) for number in re.findall(r"\d+", match.group(1)))
    return "".join(chr(number) for number in numbers if 31 < number < 0x110000)
