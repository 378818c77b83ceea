"""Somebody at the website, over HTTP and from an address of their own: it counts what comes from each."""

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
APPLICATION = {
    "first_name": "Kari", "last_name": "Nordmann", "phone": "", "cover_letter": "",
    "sharing_acknowledged": "on", "terms_accepted": "on", "sharing_scope": "this_position", "keep_scope": "candidate_base",
}  # fmt: skip
RECEIPT = "/soknad/kvittering/"
NOT_HEARD = (OSError, HTTPException)  # nobody can say what became of it
BETWEEN = "between-the-parts"
Files = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    leads_to: str


@dataclass
class Visitor:
    port: int
    address: str  # 127.0.…: all of them are this machine's
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = 60

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, "")

    def send(self, path: str, said: Mapping[str, str], files: Files | None = None, *, page: str = "") -> Answer:
        """Fill in the form on `page`, or on the path itself, and send it."""
        shown = self.get(page or path)
        if shown.status != 200:
            return shown
        fields = {name: value for name, value in _hidden(shown.text).items() if name in NEEDED} | {**said}
        if not files:
            return self._ask("POST", path, urlencode(fields).encode(), FORM)
        return self._ask("POST", path, parts_of(fields, files), f"multipart/form-data; boundary={BETWEEN}")

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> Answer:
        headers = {
            "Host": f"localhost:{self.port}",
            "Origin": f"http://localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **({"Content-Type": kind} if kind else {}),
        }
        asked = HTTPConnection("127.0.0.1", self.port, timeout=self.patience, source_address=(self.address, 0))
        with closing(asked):
            asked.request(method, path, body, headers)
            with closing(asked.getresponse()) as answer:
                text = answer.read().decode(errors="replace")
                for set_cookie in answer.headers.get_all("Set-Cookie") or []:
                    name, _, value = set_cookie.partition(";")[0].partition("=")
                    self.cookies[name] = value
                return Answer(answer.status, text, answer.headers.get("Location", ""))


NEEDED = ("csrfmiddlewaretoken", "notice_version", "form_number")


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def parts_of(fields: Mapping[str, str], files: Files) -> bytes:
    said = "".join(
        f'--{BETWEEN}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ).encode()
    for name, (called, content) in files.items():
        head = f'--{BETWEEN}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n\r\n'
        said += head.encode() + content + b"\r\n"
    return said + f"--{BETWEEN}--\r\n".encode()
