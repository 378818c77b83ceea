"""What the database says when it does not let a presentation out, as exceptions."""

from typing import Any

from django.db import IntegrityError, transaction

from candidates.choices.presentations import Refusal


class Refused(Exception):
    """The database does not let it out; each code of `Refusal` is a kind of its own."""


REFUSED: dict[str, type[Refused]] = {code: type(f"Refused_{code}", (Refused,), {}) for code in Refusal.values}


class refusing(transaction.Atomic):
    """What the database refuses by a code becomes the exception of that code."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        super().__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            code = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
            if code in REFUSED:
                raise REFUSED[code] from error
