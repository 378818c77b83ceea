"""A PDF or picture of which parts must not be seen: each page drawn, painted over, and made anew of the picture alone."""

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

# Loaded by name, so that no module has to be found once the doors are shut.
from PIL import Image, ImageDraw, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin  # noqa: F401

from candidates.sandbox import marking
from candidates.sandbox.outcomes import Refused, Text
from candidates.sandbox.pdf import _readable as opened

Image.preinit()

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points of the picture
NUMBER = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")  # what may be a national identity number is always painted over
LONGEST, ON_SCREEN, QUALITY, MOST_TEXT, ROOM = 1900, 1000, 80, 200_000, 1.5


def covered(data: bytes, kind: str, order: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The new PDF; how many pages it has, what can still be read on them, and which words were found nowhere."""
    text, seen = Text(MOST_TEXT), set[str]()
    with pikepdf.new() as made:
        for number, sheet in enumerate(_sheets(data, kind, order["most"]), 1):
            if number in order["without"]:
                continue
            picture, found = sheet.drawn(LONGEST)
            boxes = [
                *_marked(order["areas"], number, picture),
                *found.of_words(order["words"], seen),
                *found.of_numbers(),
            ]
            _paint(picture, boxes)
            marking.of_picture(_jpeg(picture), picture.size, made)
            text.add(found.left_of(boxes) + "\n")
        if not len(made.pages):
            raise Refused("empty")
        missing = [word for word in order["words"] if word not in seen]
        return marking.written(made), {"pages": len(made.pages), "text": str(text), "missing": missing}


def pictures(data: bytes, kind: str, shown: int, most: int) -> list[bytes]:
    """The first pages as they are seen on a screen."""
    return [_jpeg(sheet.drawn(ON_SCREEN)[0]) for sheet in islice(_sheets(data, kind, most), shown)]


def as_pdf(data: bytes) -> bytes:
    """A photograph as a PDF of one page."""
    with pikepdf.new() as made:
        picture = _turned(data)
        picture.thumbnail((LONGEST, LONGEST))
        marking.of_picture(_jpeg(picture), picture.size, made)
        return marking.written(made)


class Letters:
    """Where each letter of a page stands on its picture."""

    def __init__(self, letters: "list[tuple[str, Box | None]]") -> None:
        self.letters = letters
        self.text = "".join(letter for letter, _box in letters)

    def of_words(self, words: list[str], seen: set[str]) -> Iterator[Box]:
        """Wherever one of them stands, however it is spaced; `seen` learns which were found."""
        for word in words:
            pattern = re.compile(r"\s+".join(re.escape(part) for part in word.split()), re.IGNORECASE)
            for found in pattern.finditer(self.text):
                seen.add(word)
                yield from self._between(*found.span())

    def of_numbers(self) -> Iterator[Box]:
        for found in NUMBER.finditer(self.text):
            yield from self._between(*found.span())

    def left_of(self, boxes: list[Box]) -> str:
        """The letters of which no part is painted over."""
        kept = (letter for letter, box in self.letters if box is None or not any(_touch(box, each) for each in boxes))
        return "".join(kept).replace("\r", "")

    def _between(self, first: int, last: int) -> Iterator[Box]:
        for _letter, box in self.letters[first:last]:
            if box:
                yield box[0] - ROOM, box[1] - ROOM, box[2] + ROOM, box[3] + ROOM


class Sheet:
    """A page of a PDF."""

    def __init__(self, sheet: pypdfium2.PdfPage) -> None:
        self.sheet = sheet

    def drawn(self, longest: int) -> "tuple[Any, Letters]":
        scale = min(longest / max(*self.sheet.get_size(), 1), 4)
        picture = self.sheet.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
        return picture, Letters(list(self._letters(picture.size)))

    def _letters(self, size: tuple[int, int]) -> "Iterator[tuple[str, Box | None]]":
        words = self.sheet.get_textpage()
        for place in range(min(words.count_chars(), MOST_TEXT)):
            letter = chr(pdfium.FPDFText_GetUnicode(words, place))
            yield letter, self._place(words, place, size) if letter.strip() else None

    def _place(self, words: pypdfium2.PdfTextPage, place: int, size: tuple[int, int]) -> "Box | None":
        left, low, right, high = words.get_charbox(place, loose=True)
        (ax, ay), (bx, by) = self._point(left, high, size), self._point(right, low, size)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def _point(self, x: float, y: float, size: tuple[int, int]) -> tuple[float, float]:
        across, down = pdfium.c_int(), pdfium.c_int()
        pdfium.FPDF_PageToDevice(self.sheet, 0, 0, *size, 0, x, y, across, down)
        return across.value, down.value


class Photograph:
    """A picture is a page without letters."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def drawn(self, longest: int) -> "tuple[Any, Letters]":
        picture = _turned(self.data)
        picture.thumbnail((longest, longest))
        return picture, Letters([])


def _sheets(data: bytes, kind: str, most: int) -> "Iterator[Sheet | Photograph]":
    if kind != "pdf":
        yield Photograph(data)
        return
    with opened(_flat(data)) as document:
        if len(document) > most:
            raise Refused("too_many_pages")
        for number in range(len(document)):
            yield Sheet(document[number])


def _flat(data: bytes) -> bytes:
    """What is typed into a form or written on top becomes part of its page, so that it is found like the rest."""
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        pdf.flatten_annotations()
        return marking.written(pdf)


def _turned(data: bytes) -> Any:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB")


def _marked(areas: list[list[float]], number: int, picture: Any) -> Iterator[Box]:
    for page_number, left, top, right, bottom in areas:
        if page_number == number:
            yield (
                left * picture.width / 100, top * picture.height / 100,
                right * picture.width / 100, bottom * picture.height / 100,
            )  # fmt: skip


def _paint(picture: Any, boxes: list[Box]) -> None:
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(box, fill=(0, 0, 0))


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _jpeg(picture: Any) -> bytes:
    """No note of a camera nor of a program: a new picture has none."""
    out = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "JPEG", quality=QUALITY)
    return marking.without_notes(out.getvalue())


def rehearse() -> None:
    """Once before the doors are shut, on a sheet of our own: what is loaded only when it is used is then there."""
    blank = Image.new("RGB", (9, 9))
    with pikepdf.new() as made:
        marking.of_picture(_jpeg(blank), blank.size, made)
        sheet = marking.written(made)
    covered(sheet, "pdf", {"areas": [], "words": [], "without": [], "most": 1})
    marking.marked(as_pdf(_jpeg(blank)), "A")
    pictures(sheet, "pdf", 1, 1)
