"""A log that cannot be written stops nobody, and what was lost is counted."""

import logging
import os
from contextlib import contextmanager

import pytest

from fremrykk.logs.sink import Sink

LINES = 2_000  # far more than a pipe holds


@contextmanager
def standard_error(descriptor):
    kept = os.dup(2)
    os.dup2(descriptor, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def nobody_reads():
    reading, writing = os.pipe()
    with standard_error(writing):
        yield reading
    os.close(writing)
    os.close(reading)


@contextmanager
def reader_is_gone():
    reading, writing = os.pipe()
    os.close(reading)
    with standard_error(writing):
        yield
    os.close(writing)


@contextmanager
def disk_is_full():
    full = os.open("/dev/full", os.O_WRONLY)
    with standard_error(full):
        yield
    os.close(full)


def sink():
    return next(each for each in logging.getLogger().handlers if isinstance(each, Sink))


@pytest.mark.asvs("LOG-06")
@pytest.mark.parametrize("broken", [nobody_reads, reader_is_gone, disk_is_full])
def test_a_log_that_cannot_be_written_stops_no_page(broken, client, db, capfd):
    lost = sink().lost_ever

    with broken():
        for _ in range(LINES):
            logging.getLogger("privacy.actions").error("one more line of some length, to fill what is to be filled")
        answer = client.get("/personvern/")

    assert answer.status_code == 200
    assert sink().lost_ever - lost > LINES / 2
    capfd.readouterr()
    logging.getLogger("privacy.actions").error("again")
    said = capfd.readouterr().err.splitlines()
    assert f"{sink().lost_ever - lost} lines could not be written" in said[0]
    assert '"event": "again"' in said[1]


def test_a_line_is_whole_or_not_there(capfd):
    with nobody_reads() as reading:
        for _ in range(LINES):
            logging.getLogger("privacy.actions").error("x" * 300)
        got = os.read(reading, 10_000_000)
    logging.getLogger("privacy.actions").error("again")

    capfd.readouterr()
    assert got.endswith(b"}\n")
    assert {line[-1:] for line in got.splitlines()} == {b"}"}


@pytest.mark.parametrize("sign", ["0x78", "0xdce5", "0x1f600"])
def test_a_line_is_never_longer_than_goes_through_a_pipe_at_once(sign, capfd):
    """Handed to the sink itself: what a runner of tests noted of half a sign, it could not pass on."""
    said = chr(int(sign, 16)) * 100_000
    (sink,) = (handler for handler in logging.getLogger().handlers if isinstance(handler, Sink))

    sink.handle(logging.LogRecord("privacy.actions", logging.ERROR, __file__, 1, said, (), None))

    assert len(capfd.readouterr().err.encode()) < 4_096
