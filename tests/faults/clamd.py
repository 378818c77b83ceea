"""clamd for the tests: one that knows the protocol and one word, for anybody; and Debian's, with a database of one line."""

import shutil
import signal
import socketserver
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from candidates.adapters.virus_scanner import Clamd
from candidates.ports import Verdict
from tests.served import free_port

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = f"Eicar-Of-The-Tests:0:*:{EICAR.hex()}\n"
CONFIGURATION = """
Foreground yes
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/database
TemporaryDirectory {folder}
LogFile {folder}/log
AlertExceedsMax yes
MaxFileSize 25M
"""


class Known(socketserver.ThreadingTCPServer):
    """`seen` holds what it was asked about, in order."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.seen: list[bytes] = []


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError, struct.error):
            self.rfile.read(10)
            data = b""
            while size := struct.unpack("!L", self.rfile.read(4))[0]:
                data += self.rfile.read(size)
            self.server.seen.append(data)
            self.wfile.write(b"stream: Eicar-Of-The-Tests FOUND\0" if EICAR in data else b"stream: OK\0")


@contextmanager
def known() -> Iterator[Known]:
    with Known() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Debians:
    """The real program: to be killed, frozen, begun anew and told to read its database again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.process = folder, free_port(), None
        (folder / "database").mkdir()
        (folder / "database" / "local.ndb").write_text(SIGNATURE)
        (folder / "clamd.conf").write_text(CONFIGURATION.format(port=self.port, folder=folder))

    def begin(self) -> None:
        if self.process is None or self.process.poll() is not None:
            command = ["clamd", "--config-file", self.folder / "clamd.conf"]
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.thaw()
        until = time.monotonic() + 60
        while Clamd("127.0.0.1", self.port).scan(b"x") is not Verdict.CLEAN:
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.1)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def reload(self) -> None:
        self.process.send_signal(signal.SIGUSR2)


@contextmanager
def debians(folder: Path) -> Iterator[Debians]:
    program = Debians(folder)
    program.begin()
    try:
        yield program
    finally:
        program.thaw()
        program.kill()


def is_installed() -> bool:
    return shutil.which("clamd") is not None
