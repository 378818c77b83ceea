"""The forms of a page as a browser would send them: what stands in them, and something that fits where nothing does."""

import datetime
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils import timezone

FITTING = {
    "email": "ny.adresse@example.test",
    "number": "1",
    "tel": "22334455",
    "url": "https://fjellvik.example.test/",
}
Sent = dict[str, list[str]]


@dataclass
class Field:
    """One input, select or textarea."""

    name: str
    kind: str
    value: str = ""
    is_required: bool = False
    is_chosen: bool = False
    options: list[tuple[str, bool]] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page that is posted."""

    action: str
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {each.name for each in self.fields}

    def filled(self) -> Sent:
        """As its reader would send it: what is there stays, what is asked for is answered, one button is pressed."""
        sent: Sent = {}
        for each in self.fields:
            if values := self._of(each, sent):
                sent.setdefault(each.name, []).extend(values)
        return sent

    def _of(self, each: Field, sent: Sent) -> list[str]:
        if each.kind in ("checkbox", "radio"):
            is_wanted = each.is_chosen or (each.is_required and each.name not in sent)
            return [each.value or "on"] if is_wanted else []
        if each.kind == "select":
            chosen = [value for value, is_chosen in each.options if is_chosen and value]
            offered = [value for value, _ in each.options if value]
            return chosen or (offered[:1] if each.is_required else [])
        if each.kind == "submit":
            return [] if any(other.kind == "submit" and other.name in sent for other in self.fields) else [each.value]
        return [each.value or (_fitting(each) if each.is_required else "")]


def _fitting(each: Field) -> str:
    if each.kind == "date" or each.name.endswith(("_on", "_date", "_until")):
        return (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    return FITTING.get(each.kind, "Ordet")


class Forms(HTMLParser):
    """All forms of a page that are posted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._open: Field | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._form = Form(said.get("action", ""))
            self.found.append(self._form)
        if self._form is None:
            return
        if tag == "option" and self._open:
            self._open.options.append((said.get("value", ""), "selected" in said))
        elif tag in ("input", "select", "textarea", "button") and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else "submit" if tag == "button" else tag
            found = Field(said["name"], kind, said.get("value", ""), "required" in said, "checked" in said)
            self._form.fields.append(found)
            self._open = found if tag in ("select", "textarea") else None

    def handle_data(self, data: str) -> None:
        if self._open and self._open.kind == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._open = None
        if tag == "form":
            self._form = None
