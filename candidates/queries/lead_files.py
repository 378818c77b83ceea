"""What a partner sends of people who answered, as a file or as one message: read, judged, and said what is wrong."""

import datetime
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Campaign
from candidates.queries import cells, leads
from candidates.queries.campaigns import wording_on
from candidates.queries.leads import Answer, LeftOut
from candidates.queries.tables import Column, Row, Table, mark_twins, read, value_of

MOST_ROWS, MOST_BYTES = 500, 500_000


def _language(cell: str) -> str:
    words = {"nb": "nb", "no": "nb", "norsk": "nb", "norwegian": "nb", "en": "en", "engelsk": "en", "english": "en"}
    if cell.lower() not in words:
        raise ValidationError(_("is a language we do not write in: nb or en."))
    return words[cell.lower()]


def columns(today: datetime.date) -> list[Column]:
    """What is taken from a partner, and nothing else; a file may call it by any of these names."""
    shown = gettext_lazy
    return [
        Column("reference", shown("reference"), ("Referanse", "Lead-ID", "ID", "Reference"), cells.text, is_required=True, most=100),
        Column("first_name", shown("first name"), ("Fornavn", "First name"), cells.name, is_required=True, most=100),
        Column("last_name", shown("last name"), ("Etternavn", "Last name"), cells.name, is_required=True, most=100),
        Column("email", shown("e-mail address"), ("E-post", "E-postadresse", "Email", "Email address"), cells.email, most=254),
        Column("phone", shown("telephone"), ("Telefon", "Telefonnummer", "Mobil", "Phone", "Phone number"), cells.phone, most=30),
        Column(
            "answered_on", shown("date"), ("Dato", "Svardato", "Answered", "Answered on", "Created time", "Date"),
            cells.day_until(today), is_required=True, most=40,
        ),
        Column("language", shown("language"), ("Språk", "Language"), _language, most=20),
        Column("answer", shown("answer"), ("Svar", "Melding", "Answer", "Message"), has_lines=True, most=2_000),
        Column("consent", shown("consent"), ("Samtykke", "Consent"), cells.text, most=300),
    ]  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A file read for one campaign: with the troubled rows it is refused whole; else those to take in and those not."""

    table: Table
    sorted: list[tuple[Row, Answer, LeftOut | None]]

    @property
    def new(self) -> list[Answer]:
        return [answer for _row, answer, why_not in self.sorted if why_not is None]

    @property
    def left_out(self) -> list[tuple[Row, LeftOut]]:
        return [(row, why_not) for row, _answer, why_not in self.sorted if why_not]


def of_campaign(content: bytes, campaign: Campaign, today: datetime.date) -> Sheet:
    """Raises `Unreadable`; what is wrong with a row stands in the row."""
    table = read(content, columns(today), most_rows=MOST_ROWS, most_bytes=MOST_BYTES)
    for row in table.rows:
        row.problems += problems_of(row.values, campaign) if not row.problems else []
    mark_twins(table.rows, "reference", "email")
    if table.troubled:
        return Sheet(table, [])
    answers = [answer_of(row.values) for row in table.rows]
    found = leads.sort(campaign, answers)
    return Sheet(table, [(row, *each) for row, each in zip(table.rows, found, strict=True)])


def problems_of(values: dict[str, Any], campaign: Campaign) -> list[str]:
    """What only shows when the cells are seen together, and with the campaign."""
    found = []
    if not values.get("email") and not values.get("phone"):
        found.append(
            _("Neither e-mail address nor telephone number: nobody could tell the person that we have the data.")
        )
    if not campaign.ran_on(values["answered_on"]):
        found.append(_("date: the campaign did not run that day."))
    elif wording_on(campaign, values["answered_on"]) is None:
        found.append(_("date: before the first wording was shown."))
    return found


def answer_of(values: dict[str, Any]) -> Answer:
    return Answer(**{name: value for name, value in values.items() if value})


# --- one message of the partner's system ---
class Unfit(Exception):
    """The message is not as agreed; `fields` has a code for each that is wrong."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self.fields = fields


def of_message(body: Any, today: datetime.date) -> Answer:
    """One answer from parsed JSON: an object of texts, by the names of the columns. Raises `Unfit`."""
    if not isinstance(body, dict):
        raise Unfit({"": "not_an_object"})
    asked = {column.name: column for column in columns(today)}
    wrong = {str(name)[:50]: "unknown" for name in body if name not in asked}
    values = {}
    for name, column in asked.items():
        code, values[name] = _taken(body.get(name), column)
        if code:
            wrong[name] = code
    if not wrong and not (values["email"] or values["phone"]):
        wrong["email"] = "email_or_phone"
    if wrong:
        raise Unfit(wrong)
    return answer_of(values)


def _taken(value: Any, column: Column) -> tuple[str, Any]:
    """The code of what is wrong, empty if nothing, and the value."""
    if not isinstance(value, str | None) or "\0" in (value or ""):
        return "not_text", None
    try:
        return "", value_of(normalize("NFC", value or ""), column)
    except ValidationError as error:
        return error.code if error.code in ("missing", "too_long") else "invalid", None
