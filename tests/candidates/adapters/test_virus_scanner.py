import socket
import struct
import threading
import time
from contextlib import contextmanager

import pytest

from candidates.adapters.virus_scanner import Clamd, NoScanner, scanner_at
from candidates.ports import Verdict


@contextmanager
def fake_clamd(answer=b"stream: OK\0", *, silent=False, hang_up_after=None):
    """A clamd that answers this, says nothing, or hangs up after so many bytes; yields it and what it received."""
    received = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server, answer, silent, hang_up_after, received), daemon=True)
        thread.start()
        yield Clamd(*server.getsockname(), connect_seconds=1, answer_seconds=0.5), received
        thread.join(3)


def serve(server, answer, silent, hang_up_after, received):
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as stream:
        if hang_up_after is not None:
            stream.read(hang_up_after)
            return
        command = stream.read(10)
        data = b""
        while (head := stream.read(4)) and (size := struct.unpack("!L", head)[0]):
            data += stream.read(size)
        received.extend([command, data])
        if silent:
            time.sleep(1)
        else:
            connection.sendall(answer)


@pytest.mark.asvs("UPL-12")
@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: OK\n", Verdict.CLEAN),
        (b"stream: Eicar-Test-Signature FOUND\0", Verdict.INFECTED),
        (b"stream: OK FOUND\0", Verdict.INFECTED),
        (b"stream: Heuristics.Limits.Exceeded ERROR\0", Verdict.ERROR),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.ERROR),
        (b"", Verdict.ERROR),
        (b"OK\0", Verdict.ERROR),
        (b"stream: OKAY\0", Verdict.ERROR),
        (b"garbage" * 2000, Verdict.ERROR),
    ],
)
def test_only_a_clear_ok_is_clean(answer, verdict):
    with fake_clamd(answer) as (scanner, _):
        assert scanner.scan(b"x" * 200_000) == verdict


def test_the_whole_file_is_sent(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 1_000)

    with fake_clamd() as (scanner, received):
        scanner.scan(path)

    assert received == [b"zINSTREAM\0", path.read_bytes()]


@pytest.mark.asvs("UPL-12")
def test_a_silent_scanner_is_not_waited_for():
    with fake_clamd(silent=True) as (scanner, _):
        assert scanner.scan(b"x") == Verdict.AWAY


def test_a_scanner_that_hangs_up_has_not_said_clean():
    with fake_clamd(hang_up_after=100) as (scanner, _):
        assert scanner.scan(b"x" * 5_000_000) == Verdict.AWAY


def test_no_scanner_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

    assert Clamd(*address).scan(b"x") == Verdict.AWAY
    assert Clamd(path="/nowhere/clamd.sock").scan(b"x") == Verdict.AWAY


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    with fake_clamd() as (scanner, _):
        assert scanner.scan(tmp_path / "missing") == Verdict.ERROR


def test_none_is_said_in_words():
    assert isinstance(scanner_at("none"), NoScanner)
    assert scanner_at("none").scan(b"x") == Verdict.UNSCANNED


def test_addresses():
    assert scanner_at("tcp://clamav:3310") == Clamd(host="clamav", port=3310)
    assert scanner_at("unix:///run/clamd.sock") == Clamd(path="/run/clamd.sock")


@pytest.mark.parametrize("url", ["", "None", "clamav:3310", "http://clamav", "tcp://"])
def test_an_address_not_understood_stops_the_program(url):
    with pytest.raises(ValueError, match="CLAMAV_URL"):
        scanner_at(url)
