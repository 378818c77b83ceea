"""What a judgement needs and what it can say."""

from dataclasses import dataclass


class Refused(Exception):
    """The file is not taken; the code has its sentence in candidates/validators.py."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Bounds:
    """How much a file may unfold to before it is a bomb."""

    max_pages: int
    max_unpacked: int
    max_members: int
    max_text: int
    max_pixels: int


@dataclass(frozen=True)
class Found:
    content_type: str
    pages: int = 0
    text: str = ""


class Counter:
    """Adds up what was unpacked; never believes what a header says."""

    def __init__(self, bound: int) -> None:
        self.left = bound

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused("bomb")


class Text:
    """Collects text up to the bound, without NUL and lone surrogates: PostgreSQL stores neither."""

    def __init__(self, bound: int) -> None:
        self.left = bound
        self.pieces: list[str] = []

    @property
    def full(self) -> bool:
        return self.left <= 0

    def add(self, piece: str) -> None:
        piece = piece.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")[: max(self.left, 0)]
        self.left -= len(piece)
        self.pieces.append(piece)

    def __str__(self) -> str:
        return "".join(self.pieces).strip()
