"""A value of a field, as a program reads it and as a person does."""

import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext


def label_of(field: Any) -> str:
    return str(capfirst(str(field.verbose_name)))


def as_json(value: Any) -> Any:
    """Dates as ISO 8601, numbers exact, everything else as JSON has it."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): as_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [as_json(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def as_text(field: Any, row: Model) -> str:
    """In the reader's language: a choice by its name, a date as it is written, yes or no."""
    value = getattr(row, field.attname)
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(field, ArrayField):
        names = dict(getattr(field.base_field, "flatchoices", ()))
        return ", ".join(str(names.get(each, each)) for each in value)
    if field.choices:
        return str(capfirst(str(dict(field.flatchoices).get(value, value))))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "" if value is None else str(value)
