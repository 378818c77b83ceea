"""XML as a stream of events, in constant memory, without DTD, entities or anything fetched."""

from collections.abc import Callable, Iterable
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from candidates.sandbox.outcomes import Refused

Start = Callable[[str, dict[str, str]], None]
MAX_DEPTH = 2_000


class _Events:
    """The parser's target: names without their namespaces, handed on as they come."""

    def __init__(
        self, start: Start | None, end: Callable[[str], None] | None, data: Callable[[str], None] | None
    ) -> None:
        self._start, self._end, self._data, self._depth = start, end, data, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refused("bomb")
        if self._start:
            self._start(local(tag), {local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._end:
            self._end(local(tag))

    def data(self, text: str) -> None:
        if self._data:
            self._data(text)

    def close(self) -> None:
        """The end of the part."""


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def read_xml(
    pieces: Iterable[bytes],
    *,
    start: Start | None = None,
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    parser = DefusedXMLParser(target=_Events(start, end, data), forbid_dtd=True)
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise Refused("xml_entities") from None
    except (ParseError, ExpatError, LookupError, ValueError, UnicodeError):
        raise Refused("damaged") from None
