"""The inbox as a maildir: what a mail server puts into `new/`, one file a mail."""

import datetime
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from privacy.adapters import mail_reader
from privacy.ports import Arrived, MailIsGone, ReceivedMail, UnreadableMail

LARGEST = 30_000_000
NEW, ASIDE = "new", "unreadable"


def at(address: str) -> "Maildir | None":
    """The inbox of `INBOX_URL`: maildir:///folder, or None for the word none."""
    if address == "none":
        return None
    url = urlparse(address)
    if url.scheme != "maildir" or url.netloc or not url.path.strip("/"):
        raise ImproperlyConfigured("The inbox is written maildir:///folder, or none.")
    return Maildir(Path(unquote(url.path)))


@dataclass(frozen=True)
class Maildir:
    """`privacy.ports.Mailbox` over a folder. Nothing is moved before the database has it, so a crash loses nothing."""

    folder: Path
    largest: int = LARGEST
    reader: mail_reader.SandboxReader = field(default_factory=mail_reader.SandboxReader)

    def arrived(self) -> list[Arrived]:
        found = [Arrived(name, moment) for name, moment in self._files(NEW)]
        return sorted(found, key=lambda mail: (mail.received_at, mail.name))

    def open(self, mail: Arrived) -> ReceivedMail:
        raw = self._read(mail)
        digest = hashlib.sha256(raw).hexdigest()
        if len(raw) > self.largest:
            raise UnreadableMail(digest)
        return self.reader.read(raw, digest=digest, received_at=mail.received_at)

    def remove(self, mail: Arrived) -> None:
        self._path(mail).unlink(missing_ok=True)

    def set_aside(self, mail: Arrived) -> None:
        (self.folder / ASIDE).mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):  # another reader was faster
            self._path(mail).rename(self.folder / ASIDE / mail.name)

    def aside(self, *, older_than: datetime.datetime) -> int:
        left = 0
        for name, moment in self._files(ASIDE):
            if moment < older_than:
                (self.folder / ASIDE / name).unlink(missing_ok=True)
            else:
                left += 1
        return left

    def _path(self, mail: Arrived) -> Path:
        return self.folder / NEW / mail.name

    def _read(self, mail: Arrived) -> bytes:
        """The mail, or a byte more of it than is taken; never through a link."""
        try:
            opened = os.open(self._path(mail), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            raise MailIsGone from None
        with os.fdopen(opened, "rb") as file:
            return file.read(self.largest + 1)

    def _files(self, inner: str) -> Iterator[tuple[str, datetime.datetime]]:
        """Plain files by name and time; one that goes meanwhile is not there. A folder that cannot be read is an error,
        but for the one that is made when it is needed."""
        folder = self.folder / inner
        if inner == ASIDE and not folder.exists():
            return
        for entry in os.scandir(folder):
            try:
                found = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(found.st_mode) and not entry.name.startswith("."):
                yield entry.name, datetime.datetime.fromtimestamp(found.st_mtime, datetime.UTC)
