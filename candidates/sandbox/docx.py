"""DOCX: an archive of XML parts, followed from `_rels/.rels` as Word does."""

from candidates.sandbox import word_members
from candidates.sandbox.archive import Archive
from candidates.sandbox.attachments import MAX_INNER_MEMBERS, refuse_test_virus
from candidates.sandbox.outcomes import Bounds, Counter, Found, Refused, Text
from candidates.sandbox.word_links import all_relations, part_name, refuse_remote, relations, relations_of
from candidates.sandbox.word_parts import read_part
from candidates.sandbox.xml_reader import read_xml

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN_TYPE = CONTENT_TYPE + ".main+xml"
OLE_BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAMS = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "activex", "macrosheet")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
# A Word file inside another may be any of these: nobody reads it here.
NOT_WORD = frozenset(("wrong_type", "damaged", "encrypted", "unsafe_archive"))
MAX_DEPTH = 3
READ_PARTS = ("header", "footer", "footnotes", "endnotes")


def judge(data: bytes, bounds: Bounds) -> Found:
    archive = _opened(data, bounds)
    word_members.refuse_macros(archive, MACRO_PARTS)
    _refuse_contents(archive, main_part(archive))
    return Found(CONTENT_TYPE, pages=0)


def _refuse_contents(archive: Archive, main: str, depth: int = 0) -> None:
    found = list(all_relations(archive))
    for relation in found:
        refuse_remote(relation)
    read_part(archive, main)
    types, chunks, folder = content_types(archive), word_members.chunks(found), main.casefold().rpartition("/")[0] + "/"
    for name in archive.names():
        if name.endswith("/") or name == main.casefold():
            continue
        kind = types.get("/" + name, "").lower()
        if name.rpartition("/")[2] in chunks:
            _refuse_inner(archive, name, depth, is_chunk=True)
        elif name.endswith((".xml", ".rels")) or (kind.endswith("xml") and not kind.startswith("image/")):
            word_members.refuse_xml(
                archive, name, may_be_broken=not (name.startswith(folder) and name.endswith(".xml"))
            )
        else:
            _refuse_inner(archive, name, depth)


def _refuse_inner(archive: Archive, name: str, depth: int, *, is_chunk: bool = False) -> None:
    data = archive.read(name)
    counter = Counter(archive.left())
    if is_chunk:
        word_members.refuse_chunk(data, counter)
    else:
        word_members.refuse_other(name, data, counter)
    if depth < MAX_DEPTH:
        refuse_inside(data, counter, depth)


def refuse_inside(data: bytes, counter: Counter, depth: int = 0) -> None:
    """A Word file in another file may be one we cannot read; dangerous it may not be."""
    if not data.startswith(b"PK\x03\x04"):
        return
    try:
        archive = Archive(data, Bounds(0, counter.left, MAX_INNER_MEMBERS, 0, 0))
        main = main_part(archive)
    except Refused as refusal:
        if refusal.code not in NOT_WORD:
            raise
        return
    _refuse_contents(archive, main, depth + 1)
    counter.take(counter.left - archive.left())


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
            read_part(archive, part, found)
    return str(found)


def _opened(data: bytes, bounds: Bounds) -> Archive:
    if data.startswith(OLE_BEGINNING):
        raise Refused("encrypted" if any(name in data for name in ENCRYPTED_STREAMS) else "wrong_type")
    if not data.startswith(b"PK\x03\x04"):
        raise Refused("wrong_type")
    refuse_test_virus(data)
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
    if content_types(archive).get("/" + targets[0].casefold(), "").lower() != MAIN_TYPE:
        raise Refused("wrong_type")
    return targets[0]


def content_types(archive: Archive) -> dict[str, str]:
    """Of every part, by its name in lower case; macros anywhere are refused here."""
    endings: dict[str, str] = {}
    parts: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        if any(word in content_type.lower() for word in MACRO_TYPES):
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
