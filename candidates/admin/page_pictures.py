"""The pages of a file as pictures: drawn in the sandbox while they are looked at, and kept nowhere."""

from base64 import b64encode
from typing import Any

from candidates import registries
from candidates.models import Document
from candidates.ports import PaperFailed
from candidates.queries import presentation_papers as papers
from privacy.storage import FileTampered, KeyMissing

MOST_SHOWN = 20


def can_be_drawn(document: Document) -> bool:
    return document.is_openable and document.content_type in papers.MARKABLE


def drawn(file: Any, kind: str) -> list[str]:
    """As addresses that hold the picture itself. Nothing where nothing can be drawn. The caller writes the opening down."""
    try:
        with file.storage.open(file.name) as content:
            data = content.read()
        made = registries.outside().paper.pictures(data, content_type=kind, shown=MOST_SHOWN)
    except (PaperFailed, FileNotFoundError, FileTampered, KeyMissing):
        return []
    return ["data:image/jpeg;base64," + b64encode(each).decode() for each in made]
