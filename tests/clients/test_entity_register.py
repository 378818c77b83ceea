"""Enhetsregisteret over a real HTTP server: what is taken of an answer, and that no answer can hurt (P16)."""

import datetime
import socket
import threading
import time

import pytest

from clients.adapters.entity_register import Off, OverHttp, register_at
from clients.choices import Heard
from clients.ports import Answer, Unit
from fremrykk.local import entity_register as fake

pytestmark = pytest.mark.promise("P16")


def quick(register: OverHttp, seconds: float = 0.3) -> OverHttp:
    return OverHttp(register.make, connect_seconds=seconds, read_seconds=seconds, whole_seconds=seconds)


def test_a_unit_is_taken_as_it_is_and_without_what_we_do_not_need(register):
    assert register.unit(fake.WELL) == Answer(
        Heard.FOUND,
        Unit(fake.WELL, "SOLBAKKEN OMSORG AS", form="AS", address="Storgata 1, 0155 OSLO"),
    )


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        (fake.BANKRUPT, (True, False, None)),
        (fake.DISSOLVING, (False, True, None)),
        (fake.FORCED, (False, True, None)),
        (fake.DELETED, (False, False, datetime.date(2026, 5, 31))),
        (fake.PROPRIETOR, (False, False, None)),
    ],
)
def test_what_speaks_against_it_is_taken(register, number, facts):
    unit = register.unit(number).unit

    assert (unit.is_bankrupt, unit.is_dissolving, unit.deleted_on) == facts
    assert unit.form == ("ENK" if number == fake.PROPRIETOR else "AS")


@pytest.mark.parametrize(
    ("number", "heard"),
    [
        ("310000191", Heard.UNKNOWN),
        (fake.REMOVED, Heard.REMOVED),
        (fake.PAGE, Heard.NOTHING),
        (fake.BROKEN, Heard.NOTHING),
        (fake.WRONG, Heard.NOTHING),
    ],
)
def test_what_is_no_clear_answer_is_none(register, number, heard):
    assert register.unit(number) == Answer(heard)


def test_sub_units_come_with_their_company(register):
    units = register.sub_units(fake.WELL).units

    assert [(unit.org_number, unit.parent) for unit in units] == [
        ("310000159", fake.WELL), ("310000167", fake.WELL), ("310000175", fake.WELL),
    ]  # fmt: skip
    assert units[2].deleted_on == datetime.date(2025, 12, 31)
    assert register.sub_unit("310000159").unit == units[0]
    assert register.sub_units(fake.NEW).units == ()


def test_one_that_says_nothing_is_not_waited_for(register):
    began = time.monotonic()

    assert quick(register).unit(fake.SILENT) == Answer(Heard.NOTHING)
    assert time.monotonic() - began < 3


def test_one_that_is_down_is_asked_twice_and_answers_nothing():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"

    assert register_at(address).unit(fake.WELL) == Answer(Heard.NOTHING)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b" " * 2_000_000,  # no end
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",  # less than it promised
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",  # followed nowhere
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"nonsense\r\n\r\n",
    ],
)
def test_a_strange_server_is_no_answer(said):
    with strange_server(said) as address:
        assert register_at(address).unit(fake.WELL) == Answer(Heard.NOTHING)


class strange_server:
    """Says the same to everybody, whatever is asked."""

    def __init__(self, said: bytes) -> None:
        self.said, self.socket = said, socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> str:
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self.socket.close()

    def _serve(self) -> None:
        try:
            while True:
                caller, _ = self.socket.accept()
                with caller:
                    caller.recv(1000)
                    caller.sendall(self.said)
        except OSError:
            return


def test_it_is_off_only_when_that_is_said():
    assert isinstance(register_at("none"), Off)
    assert register_at("none").unit(fake.WELL) == Answer(Heard.OFF)
    for wrong in ("", "http://data.brreg.no", "https://data.brreg.no/api", "ftp://x", "data.brreg.no"):
        with pytest.raises(ValueError, match="ENTITY_REGISTER_URL"):
            register_at(wrong)
