"""A register of invented companies on 127.0.0.1, for the demo and the tests: answers as Enhetsregisteret does.

Every number has a right check digit and is of a range no real company has. What it can be asked, besides companies
that are well: one that is bankrupt, one being dissolved, one deleted, one removed (410), a sole proprietor, and two
numbers on which it misbehaves: one gets a page of HTML, one gets nothing.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

API = "/enhetsregisteret/api"
WELL, SOFTWARE, BUILDER = "310000000", "310000019", "310000027"  # the demo's clients
NEW, BANKRUPT, DISSOLVING, FORCED, DELETED = "310000035", "310000043", "310000051", "310000078", "310000086"
PROPRIETOR, REMOVED, PAGE, SILENT, BROKEN, WRONG = (
    "310000094", "310000108", "310000116", "310000124", "310000132", "310000140",
)  # fmt: skip
SILENCE = 30.0  # seconds


def _company(number: str, name: str, form: str = "AS", **more: Any) -> dict[str, Any]:
    address = {"adresse": ["Storgata 1", None], "postnummer": "0155", "poststed": "OSLO", "land": "Norge"}
    return {
        "organisasjonsnummer": number,
        "navn": name,
        "organisasjonsform": {"kode": form, "beskrivelse": form},
        "forretningsadresse": address,
        "harRegistrertAntallAnsatte": False,
        "konkurs": False,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        **more,
    }


COMPANIES = {
    each["organisasjonsnummer"]: each
    for each in (
        _company(WELL, "SOLBAKKEN OMSORG AS"),
        _company(SOFTWARE, "NORDLYS SYSTEMER AS", antallAnsatte=48, harRegistrertAntallAnsatte=True),
        _company(BUILDER, "FJORDBYGG ENTREPRENØR AS"),
        _company(NEW, "HEIMDAL REGNSKAP AS"),
        _company(BANKRUPT, "KVITFJELL HANDEL AS", konkurs=True, konkursdato="2026-10-02"),
        _company(DISSOLVING, "STRANDA TREVARE AS", underAvvikling=True),
        _company(FORCED, "NESBYEN TRANSPORT AS", underTvangsavviklingEllerTvangsopplosning=True),
        _company(DELETED, "GAMLE MØLLA AS", slettedato="2026-05-31"),
        _company(PROPRIETOR, "SNEKKER TORVALD LUND", "ENK"),
        _company(WRONG, "") | {"navn": None, "organisasjonsform": None},
    )
}


def _sub_unit(number: str, name: str, parent: str, **more: Any) -> dict[str, Any]:
    address = {"adresse": [None, "Havnegata 2"], "postnummer": "3040", "poststed": "DRAMMEN"}
    unit = _company(number, name, "BEDR", overordnetEnhet=parent, beliggenhetsadresse=address, **more)
    del unit["forretningsadresse"]
    return unit


SUB_UNITS = {
    each["organisasjonsnummer"]: each
    for each in (
        _sub_unit("310000159", "SOLBAKKEN OMSORG AS AVD DRAMMEN", WELL),
        _sub_unit("310000167", "SOLBAKKEN OMSORG AS AVD ASKER", WELL),
        _sub_unit("310000175", "SOLBAKKEN OMSORG AS AVD LIER", WELL, nedleggelsesdato="2025-12-31"),
        _sub_unit("310000183", "FJORDBYGG ENTREPRENØR AS AVD MOSS", BUILDER),
    )
}


class Desk(BaseHTTPRequestHandler):
    """Answers one question."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        number = asked.path.rpartition("/")[2]
        if number == SILENT:
            time.sleep(SILENCE)
        elif number == PAGE:
            self._say(200, "<!doctype html><title>Vedlikehold</title>", "text/html")
        elif number == BROKEN:
            self._say(200, '{"organisasjonsnummer": ')
        elif number == REMOVED:
            self._say(410, json.dumps({"feilmelding": "Enheten er fjernet"}))
        elif asked.path == f"{API}/underenheter":
            self._say(200, json.dumps(_list(parse_qs(asked.query).get("overordnetEnhet", [""])[0])))
        else:
            rows = SUB_UNITS if asked.path.startswith(f"{API}/underenheter/") else COMPANIES
            found = rows.get(number)
            self._say(200 if found else 404, json.dumps(found or {"feilmelding": "Enheten finnes ikke"}))

    def _say(self, status: int, body: str, content_type: str = "application/json") -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the demo's terminal is for the program."""


def _list(parent: str) -> dict[str, Any]:
    units = [unit for unit in SUB_UNITS.values() if unit["overordnetEnhet"] == parent]
    page = {"size": 100, "totalElements": len(units), "totalPages": 1, "number": 0}
    return {"page": page} | ({"_embedded": {"underenheter": units}} if units else {})


@contextmanager
def entity_register() -> Iterator[str]:
    """The register, answering at the address it gives, as long as this lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    server.block_on_close = False  # nobody waits for the one that says nothing
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
