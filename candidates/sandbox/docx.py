"""DOCX: an archive of XML parts, followed from `_rels/.rels` as Word does."""

from candidates.sandbox.archive import Archive
from candidates.sandbox.attachments import EICAR, refuse_program
from candidates.sandbox.outcomes import Bounds, Counter, Found, Refused, Text
from candidates.sandbox.word_fields import Fields
from candidates.sandbox.word_links import all_relations, part_name, refuse_remote, relations, relations_of
from candidates.sandbox.xml_reader import read_xml

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN_TYPE = CONTENT_TYPE + ".main+xml"
OLE_BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAMS = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
READ_PARTS = ("header", "footer", "footnotes", "endnotes")


def judge(data: bytes, bounds: Bounds) -> Found:
    archive = _opened(data, bounds)
    _refuse_macros(archive)
    main = main_part(archive)
    for relation in all_relations(archive):
        refuse_remote(relation)
    _read_part(archive, main, Text(0))
    for name in archive.names():
        _judge_member(archive, name, main)
    return Found(CONTENT_TYPE, pages=0)


def text(data: bytes, bounds: Bounds) -> str:
    archive = _opened(data, bounds)
    main = main_part(archive)
    beside = [
        (relation.kind, part_name(main, relation.target))
        for relation in relations_of(archive, main)
        if relation.kind in READ_PARTS
    ]
    first = [part for kind, part in beside if kind == "header"]
    found = Text(bounds.max_text)
    for part in dict.fromkeys([*first, main, *(part for _, part in beside)]):
        if part in archive and not found.full:
            _read_part(archive, part, found)
    return str(found)


def _opened(data: bytes, bounds: Bounds) -> Archive:
    if data.startswith(OLE_BEGINNING):
        raise Refused("encrypted" if any(name in data for name in ENCRYPTED_STREAMS) else "wrong_type")
    if not data.startswith(b"PK\x03\x04"):
        raise Refused("wrong_type")
    return Archive(data, bounds)


def main_part(archive: Archive) -> str:
    """The document itself, whatever it is called: Word Online names it document2.xml."""
    if "[Content_Types].xml" not in archive:
        raise Refused("wrong_type")
    targets = [
        part_name("", found.target) for found in relations(archive, "_rels/.rels") if found.kind == "officedocument"
    ]
    if not targets or targets[0] not in archive:
        raise Refused("damaged" if any(name.startswith("word/") for name in archive.names()) else "wrong_type")
    if content_types(archive).get("/" + targets[0].casefold()) != MAIN_TYPE:
        raise Refused("wrong_type")
    return targets[0]


def content_types(archive: Archive) -> dict[str, str]:
    """Of every part, by its name in lower case; macros anywhere are refused here."""
    endings: dict[str, str] = {}
    parts: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        if "macroenabled" in content_type.lower() or "vbaproject" in content_type.lower():
            raise Refused("macros")
        if tag == "Default":
            endings[attributes.get("Extension", "").casefold()] = content_type
        elif tag == "Override":
            parts["/" + attributes.get("PartName", "").lstrip("/").casefold()] = content_type

    read_xml(archive.pieces("[Content_Types].xml"), start=start)
    by_ending = {
        "/" + name: endings[name.rpartition(".")[2]] for name in archive.names() if name.rpartition(".")[2] in endings
    }
    return by_ending | parts


def _refuse_macros(archive: Archive) -> None:
    for name in archive.names():
        if name.endswith(MACRO_PARTS) or "/activex/" in name:
            raise Refused("macros")


def _judge_member(archive: Archive, name: str, main: str) -> None:
    """Unfold every member once, counted: as XML if it is, as an attachment if it is, else only for its size."""
    if name.endswith("/") or name == main.casefold():
        return
    if "/embeddings/" in name:
        refuse_program(name, archive.read(name), Counter(archive.left()))
    elif name.startswith("word/") and name.endswith(".xml"):
        _read_part(archive, name, Text(0))
    elif name.endswith(".xml"):
        _read_beside(archive, name)
    else:
        _refuse_test_virus(archive, name)


def _read_beside(archive: Archive, name: str) -> None:
    """Parts Word does not need may be broken, but not dangerous."""
    try:
        read_xml(archive.pieces(name))
    except Refused as refusal:
        if refusal.code != "damaged":
            raise


def _refuse_test_virus(archive: Archive, name: str) -> None:
    tail = b""
    for number, piece in enumerate(archive.pieces(name)):
        if number == 0 and piece.startswith((b"MZ", b"\x7fELF")):
            raise Refused("program_inside")
        if EICAR in tail + piece:
            raise Refused("malware")
        tail = piece[-len(EICAR) :]


def _read_part(archive: Archive, name: str, found: Text) -> None:
    reader = _PartReader(found)
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
