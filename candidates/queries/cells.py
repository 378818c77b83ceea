"""What the cells of a stranger's table are: each takes the text of a cell and gives a value, or says what is wrong."""

import datetime
import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from privacy.validators import phone_number

# 2025-12-31 and 31.12.2025, with any of the usual signs between
DAYS = (
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})"),
)
LONGEST_ADDRESS = 254
# What a spreadsheet would run when the cell is opened there. A number may well begin with plus or minus.
FORMULA = re.compile(r"[=@]|[+-](?![\d ])")


def text(cell: str) -> str:
    if FORMULA.match(cell):
        raise ValidationError(_("begins like a formula. Write the text itself."), code="formula")
    return cell


def name(cell: str) -> str:
    if not any(sign.isalpha() for sign in text(cell)):
        raise ValidationError(_("is no name."), code="no_name")
    return cell


def email(cell: str) -> str:
    address = cell.removeprefix("mailto:").lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("is no e-mail address."), code="no_email") from None
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(_("is no e-mail address."), code="no_email")
    return address


def phone(cell: str) -> str:
    """In E.164; advertising networks write `p:` before the number, lest a spreadsheet count with it."""
    return phone_number(cell.removeprefix("p:"))


def day_until(today: datetime.date) -> Callable[[str], datetime.date]:
    """A day as it is written in Norway or in ISO, with or without the time of day, and not later than today."""

    def day(cell: str) -> datetime.date:
        found = _day(re.split(r"[T ]", cell)[0])
        if found is None or found.year < 1900:
            raise ValidationError(_("is no date. Write it like 31.12.2025 or 2025-12-31."), code="no_date")
        if found > today:
            raise ValidationError(_("lies in the future."), code="future")
        return found

    return day


def _day(written: str) -> datetime.date | None:
    found = next((match for shape in DAYS if (match := shape.fullmatch(written))), None)
    try:
        return datetime.date(**{part: int(digits) for part, digits in found.groupdict().items()}) if found else None
    except ValueError:
        return None
