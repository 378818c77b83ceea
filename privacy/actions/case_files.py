"""Files that came with a mail: kept closed for whoever may take one in as somebody's CV."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile

from privacy.actions import files
from privacy.models import CaseFile, InboxCase
from privacy.models.inbox import case_storage
from privacy.ports import ReceivedFile


@contextmanager
def undo() -> Iterator[list[str]]:
    """Outside a transaction: if it fails, the files it wrote are removed. (Killed in between: the reconciler finds them.)"""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            case_storage().delete(name)
        raise


def keep(case: InboxCase, received: Iterable[ReceivedFile], *, at: datetime.datetime, written: list[str]) -> None:
    """Write each file, then its row, inside the caller's transaction. The names go to `written`."""
    for each in received:
        name = case_storage().save("attachment", ContentFile(each.data))
        written.append(name)
        CaseFile.objects.create(
            case=case, file=name, original_name=each.name, content_type=each.content_type, size=len(each.data),
            received_at=at,
        )  # fmt: skip


def let_go(file: CaseFile, *, at: datetime.datetime) -> None:
    """Its row now, the file by the sweeper: under the caller's lock."""
    files.bury(str(file.file), at=at)
    CaseFile.objects.filter(pk=file.pk).delete()
