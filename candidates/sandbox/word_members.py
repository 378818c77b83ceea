"""Every member of a DOCX, looked at once: XML for what it would do, the rest for what it is."""

import re

from candidates.sandbox.archive import Archive
from candidates.sandbox.attachments import refuse_program
from candidates.sandbox.outcomes import Counter, Refused
from candidates.sandbox.word_links import Relation, is_remote
from candidates.sandbox.word_parts import read_part

FONTS = (".odttf", ".ttf", ".otf", ".fntdata")  # the first bytes are scrambled by their own number, and mean nothing
RTF_ACTIVE = re.compile(rb"\\(objdata|objupdate|objautlink|objlink|\*\\template)\b", re.IGNORECASE)
RTF_FIELD = re.compile(rb"\\fldinst[^}]{0,200}?\b(DDE(AUTO)?|INCLUDE(TEXT|PICTURE)|LINK)\b", re.IGNORECASE)
LOADED = re.compile(
    rb"<(?:img|link|iframe|frame|embed|object|base|input|v:imagedata)\b[^>]*?\b(?:src|href|data)\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)
MOST_LINKS = 5_000


def refuse_macros(archive: Archive, parts: tuple[str, ...]) -> None:
    for name in archive.names():
        if name.endswith(parts) or "/activex/" in name:
            raise Refused("macros")


def refuse_xml(archive: Archive, name: str, *, may_be_broken: bool) -> None:
    """Parts Word does not need may be broken, but not dangerous."""
    try:
        read_part(archive, name)
    except Refused as refusal:
        if refusal.code != "damaged" or not may_be_broken:
            raise


def refuse_other(name: str, data: bytes, counter: Counter) -> None:
    """A picture, a font, a sheet of Excel: whatever is no XML to Word."""
    if name.endswith(FONTS):
        return
    refuse_program(name, data, counter)
    if data[:4].lstrip(b"\xff\xfe\xef\xbb\xbf").startswith(b"<") and b"<!ENTITY" in data.replace(b"\0", b""):
        raise Refused("xml_entities")


def refuse_chunk(data: bytes, counter: Counter) -> None:
    """A page or RTF that Word takes into the text as it opens (altChunk): no script, no program, nothing from elsewhere."""
    if not data.lstrip().startswith(b"<"):  # it is a page by right here
        refuse_program("", data, counter)
    plain = data.replace(b"\0", b"").replace(b"=\r\n", b"").replace(b"=\n", b"").replace(b"=3D", b"=")
    if b"<script" in plain.lower():
        raise Refused("scripts")
    if plain.lstrip().startswith(b"{\\rt") and (RTF_ACTIVE.search(plain) or RTF_FIELD.search(plain)):
        raise Refused("external_content")
    for number, found in enumerate(LOADED.finditer(plain)):
        if number > MOST_LINKS or is_remote(found.group(1).decode("latin-1")):
            raise Refused("external_content")


def chunks(relations: list[Relation]) -> set[str]:
    """The names, without their folders, of what is taken into the text."""
    return {found.target.rpartition("/")[2].casefold() for found in relations if found.kind == "afchunk"}
