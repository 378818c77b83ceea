"""The published forms of the files for other programs, beside the code that writes them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

HERE = Path(__file__).parent
DATA, RESUME = "data.schema.json", "resume.schema.json"


class DoesNotFit(Exception):
    """A copy is not of the published form: a fault in the program. Says where, never with what value."""


def text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def check(name: str, value: Any) -> None:
    """Raises `DoesNotFit`."""
    error = next(_validator(name).iter_errors(value), None)
    if error is not None:
        raise DoesNotFit(f"{name}: {error.json_path}: {error.validator}")


@cache
def _validator(name: str) -> Any:
    form = json.loads(text(name))
    jsonschema.Draft202012Validator.check_schema(form)
    return jsonschema.Draft202012Validator(form, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
