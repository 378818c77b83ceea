"""Counts what a PDF's streams unfold to while unfolding them, so that a bomb is never held in memory."""

import zlib
from collections.abc import Iterator

import pikepdf

from candidates.sandbox.attachments import EICAR
from candidates.sandbox.outcomes import Counter, Refused

FLATE = ("/FlateDecode", "/Fl")
IMAGE_FILTERS = frozenset(("/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode", "/Crypt"))
CHUNK = 1 << 16
# A white scan shrinks a thousandfold and is honest; page content that does is not.
SUSPECT_SIZE, SUSPECT_RATIO = 10_000_000, 200
# Pictures are only unfolded by whoever looks at the page: a scanned A4 in colour is 100 MB.
IMAGES_TIMES = 4


def refuse_bombs(pdf: pikepdf.Pdf, counter: Counter) -> None:
    images = Counter(IMAGES_TIMES * counter.left)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            _count(thing, images if thing.stream_dict.get("/Subtype") == "/Image" else counter, images)


def _count(stream: pikepdf.Object, counter: Counter, images: Counter) -> None:
    names = _filters(stream)
    flates = 0
    while flates < len(names) and names[flates] in FLATE:
        flates += 1
    if flates > 4:
        raise Refused("bomb")
    rest = names[flates:]
    if rest and not IMAGE_FILTERS.intersection(rest):
        _unfold(bytes(stream.read_raw_bytes()), flates, counter)
        counter.take(_decoded_size(stream))
        return
    raw = bytes(stream.read_raw_bytes())
    if EICAR in raw:
        raise Refused("malware")
    size = _unfold(raw, flates, counter)
    if counter is not images and size > SUSPECT_SIZE and size > SUSPECT_RATIO * len(raw):
        raise Refused("bomb")


def _filters(stream: pikepdf.Object) -> list[str]:
    value = stream.stream_dict.get("/Filter")
    if isinstance(value, pikepdf.Array):
        if len(value) > 10:
            raise Refused("bomb")
        return [bytes(name).decode("latin-1") for name in value if isinstance(name, pikepdf.Name)]
    return [bytes(value).decode("latin-1")] if isinstance(value, pikepdf.Name) else []


def _decoded_size(stream: pikepdf.Object) -> int:
    """Of the rarer filters (LZW, run length, ASCII): they unfold little, and the memory limit stands behind them."""
    try:
        return len(stream.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized))
    except MemoryError:
        raise Refused("bomb") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, NotImplementedError, ValueError):
        return 0


def _unfold(raw: bytes, times: int, counter: Counter) -> int:
    """Bytes at the end of the chain of Flate filters."""
    if times == 0:
        counter.take(len(raw))
        return len(raw)
    pieces: Iterator[bytes] = (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))
    for _ in range(times):
        pieces = _inflated(pieces, counter)
    return sum(len(piece) for piece in pieces)


def _inflated(pieces: Iterator[bytes], counter: Counter) -> Iterator[bytes]:
    """Every link counts what comes out of it; damage ends the stream, as it does for a reader."""
    inflater = zlib.decompressobj()
    for piece in pieces:
        while piece:
            try:
                unfolded = inflater.decompress(piece, CHUNK)
            except zlib.error:
                return
            counter.take(len(unfolded))
            yield unfolded
            piece = inflater.unconsumed_tail
