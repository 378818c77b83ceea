"""Where lines go: standard error, which the machine collects. A line is written at once or not at all.

Whoever reads may be gone, hang, or have a full disk: no request and no job waits for that, and none fails. What could
not be written is counted, and said in a line when lines can be written again.
"""

import json
import logging
import os
import select
import stat
from contextlib import suppress

STANDARD_ERROR = 2
MOST = select.PIPE_BUF - 100  # a line of this size goes through a pipe whole, or not at all


class Sink(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lost = 0  # since a line last got through
        self.lost_ever = 0
        self._seen: tuple[int, int] | None = None
        self._to = STANDARD_ERROR

    def emit(self, record: logging.LogRecord) -> None:
        if self.lost:
            if not self._write(self._of_the_lost()):
                self._count()
                return
            self.lost = 0
        if not self._write(self._line(record)):
            self._count()

    def _count(self) -> None:
        self.lost += 1
        self.lost_ever += 1

    def _line(self, record: logging.LogRecord) -> str:
        """A line that cannot be made is none; `logging` itself would print what it was made of."""
        with suppress(Exception):
            line = self.format(record)
            if len(line.encode()) <= MOST:
                return line
        return self._instead(record, "a line that was too long, or could not be made")

    def _of_the_lost(self) -> str:
        record = logging.makeLogRecord({"name": __name__, "levelno": logging.ERROR, "levelname": "ERROR"})
        return self._instead(record, f"{self.lost} lines could not be written")

    def _instead(self, record: logging.LogRecord, said: str) -> str:
        plain = logging.makeLogRecord(record.__dict__ | {"msg": said, "args": (), "exc_info": None, "name": __name__})
        try:
            return self.format(plain)
        except Exception:
            return json.dumps({"logger": __name__, "event": said})

    def _write(self, line: str) -> bool:
        text = line.encode("utf-8", "backslashreplace") + b"\n"
        try:
            to = self._open()
            if not select.select([], [to], [], 0)[1]:  # a terminal that was stopped, a reader that hangs
                return False
            return os.write(to, text) == len(text)
        except (OSError, ValueError):
            return False

    def _open(self) -> int:
        """A pipe is opened a second time, so that only we do not wait for it: others share standard error with us."""
        now = os.fstat(STANDARD_ERROR)
        if self._seen != (now.st_dev, now.st_ino):
            if self._to != STANDARD_ERROR:
                os.close(self._to)
            self._to, self._seen = STANDARD_ERROR, (now.st_dev, now.st_ino)
            if stat.S_ISFIFO(now.st_mode):
                with suppress(OSError):
                    self._to = os.open(f"/proc/self/fd/{STANDARD_ERROR}", os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        return self._to

    def handleError(self, record: logging.LogRecord) -> None:
        """Nobody to tell."""

    def close(self) -> None:
        if self._to != STANDARD_ERROR:
            with suppress(OSError):
                os.close(self._to)
            self._to, self._seen = STANDARD_ERROR, None
        super().close()
