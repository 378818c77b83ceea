"""The text and the fields of one part of a DOCX."""

from candidates.sandbox.archive import Archive
from candidates.sandbox.outcomes import Refused, Text
from candidates.sandbox.word_fields import Fields
from candidates.sandbox.word_links import is_remote
from candidates.sandbox.xml_reader import read_xml

DRAWN = ("imagedata", "fill", "stroke", "image")


def read_part(archive: Archive, name: str, found: Text | None = None) -> None:
    reader = _PartReader(found or Text(0))
    read_xml(archive.pieces(name), start=reader.start, end=reader.end, data=reader.data)
    reader.fields.finish()


class _PartReader:
    """Text and fields of one part. A text box is written twice (Choice and Fallback): the second is skipped."""

    BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "p": ""}

    def __init__(self, found: Text) -> None:
        self.fields = Fields()
        self._found = found
        self._in = ""
        self._fallbacks = 0
        self._instruction = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Fallback":
            self._fallbacks += 1
        elif tag in ("t", "instrText", "delInstrText"):
            self._in, self._instruction = tag, ""
        elif tag == "fldChar":
            self.fields.mark(attributes.get("fldCharType", ""))
        elif tag == "fldSimple":
            Fields().add(attributes.get("instr", ""))
        elif tag in DRAWN and is_remote(attributes.get("src", "")):
            raise Refused("external_content")
        elif tag in self.BREAKS:
            self._say(self.BREAKS[tag])

    def end(self, tag: str) -> None:
        if tag == "Fallback":
            self._fallbacks -= 1
        elif tag == "p":
            self._say("\n")
        elif tag == self._in:
            if tag != "t":
                self.fields.add(self._instruction)
            self._in = ""

    def data(self, text: str) -> None:
        if self._in == "t":
            self._say(text)
        elif self._in:
            self._instruction += text

    def _say(self, text: str) -> None:
        if not self._fallbacks and not self._found.full:
            self._found.add(text)
