"""The relations of a DOCX: what it is made of, and what it would fetch from elsewhere."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from candidates.sandbox.archive import Archive
from candidates.sandbox.outcomes import Refused
from candidates.sandbox.xml_reader import read_xml

CODES = {"attachedtemplate": "remote_template"}
# Followed only when somebody clicks.
CLICKED = frozenset({"hyperlink"})
SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):(.*)", re.DOTALL)
# Left out by whoever follows a link: "ht<tab>tp:" is http.
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
LONG_PATH = re.compile(r"//[?.]/[a-z]:")
LOCAL_SCHEMES = frozenset({"about", "mailto", "data", "cid"})


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    is_external: bool


def relations(archive: Archive, name: str) -> list[Relation]:
    found: list[Relation] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            found.append(
                Relation(
                    kind=attributes.get("Type", "").rpartition("/")[2].lower(),
                    target=attributes.get("Target", ""),
                    is_external=attributes.get("TargetMode", "").strip().lower() == "external",
                )
            )

    if name in archive:
        read_xml(archive.pieces(name), start=start)
    return found


def refuse_remote(relation: Relation) -> None:
    if relation.kind in ("vbaproject", "wordvbadata", "activexcontrolbinary", "control"):
        raise Refused("macros")
    # Also where it does not say that it is external: what another machine is asked for does not lie in this archive.
    if relation.kind not in CLICKED and is_remote(relation.target):
        raise Refused(CODES.get(relation.kind, "external_content"))


def is_remote(target: str) -> bool:
    """On another machine (http, ftp, UNC, whatever else has a scheme), not a path on the writer's own disk."""
    plain = UNSEEN.sub("", unquote(unquote(target))).replace("\\", "/").lower()
    if plain.startswith("//"):
        return LONG_PATH.match(plain) is None
    match = SCHEME.match(plain)
    if not match or _is_old_mac(plain):
        return False
    scheme, rest = match.groups()
    if scheme == "file":
        return _is_remote_file(rest)
    return scheme not in LOCAL_SCHEMES


def _is_old_mac(plain: str) -> bool:
    """Macintosh HD:Users:kari:Maler:cv.dotx, with colons for slashes."""
    return plain.count(":") > 1 and "/" not in plain


def _is_remote_file(rest: str) -> bool:
    """file:///C:/x and file:C:/x are here; file://server/x and file:////server/x are not."""
    slashes = len(rest) - len(rest.lstrip("/"))
    host = rest.lstrip("/").partition("/")[0]
    is_drive = re.fullmatch(r"[a-z][:|]", host) is not None
    if slashes in (2, 4, 5):
        return not is_drive and host != "localhost"
    return slashes > 5 and not is_drive


def part_name(source: str, target: str) -> str:
    """The member that a relation of `source` points at."""
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def relations_of(archive: Archive, part: str) -> list[Relation]:
    folder, _, name = part.rpartition("/")
    return relations(archive, f"{folder}/_rels/{name}.rels".lstrip("/"))


def all_relations(archive: Archive) -> Iterator[Relation]:
    for name in archive.names():
        if name.endswith(".rels"):
            yield from relations(archive, name)
