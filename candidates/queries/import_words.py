"""What is wrong with a row of an import, in words. Stored are codes, `column:what`; never a value."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices import RowState
from candidates.queries.import_list import all_columns
from candidates.validators import SENTENCES as OF_FILES

OF_CELLS: dict[str, Any] = {
    "missing": _("is missing."),
    "too_long": _("is too long."),
    "formula": _("begins like a formula. Write the text itself."),
    "no_name": _("is no name."),
    "broken": _("has letters that were broken by a wrong encoding. Save the list anew as UTF-8."),
    "no_email": _("is no e-mail address."),
    "no_phone": _("is no telephone number we can call."),
    "no_date": _("is no date. Write it like 31.12.2025 or 2025-12-31."),
    "future": _("lies in the future."),
    "no_language": _("is no language we write in: nb or en."),
    "no_yes": _("is neither yes nor no."),
    "many_files": _("names more than 5 files."),
    "unsafe_name": _("names a file outside the folder, or in a way no file is named here."),
    "file_missing": _("The file is not in the folder."),
    "file_is_none": _("What the folder has under this name is a link or a folder, and is not followed."),
    "bad_name": OF_FILES["bad_name"],
}
OF_ROWS: dict[str, Any] = {
    "cells": _("The row has more cells than there are columns: is a separator missing quotation marks?"),
    "no_received_on": _("No day on which the data were received: somebody here has to decide how long they are kept."),
    "told_by_hand": _("No e-mail address: a colleague tells the person within 30 days, or the data go."),
    "consent_not_taken": _(
        "The consent in the list is not taken over: nobody here can show what was asked and answered (GDPR art. 7(1))."
    ),
    "known_email": _("Somebody in the base has this e-mail address: you choose whether it is the same person."),
    "known_phone": _("Somebody in the base has this telephone number: you choose whether it is the same person."),
    "known_file": _("Somebody in the base of this name has the same file: you choose whether it is the same person."),
    "same_in_file": _("A row above may be the same person: you choose whether it is."),
    "twice": _("The same row stands above: it is imported once."),
    "imported_before": _("Imported before: left as it is."),
    "erased_since": _("Imported before, and erased since: not imported again."),
    "file_changed": _("A file was changed since the check: check the list again."),
    "left_out": _("Left out by a colleague."),
}
# What the person is imported all the same with, or is no fault of the row.
HARMLESS = frozenset(OF_ROWS) - {"cells", "file_changed"}
# Of the list as a whole.
OF_LISTS: dict[str, Any] = {
    "list_missing": _("The list is not on the server any more, or is no file. Put it back, and check again."),
    "list_changed": _("The list was changed since it was checked. Check it again before you go on."),
    "list_empty": _("The list names its columns, and has no row under them."),
    "list_unreadable": _("The list cannot be read as a table."),
    "folder_missing": _("The folder of files is not on the server, or is none."),
}


def sentence(problem: str) -> str:
    """One problem as a sentence: "E-mail address: is no e-mail address."."""
    where, _colon, code = problem.partition(":")
    if where == "row":
        return str(OF_ROWS[code])
    label = capfirst(str(labels()[where]))
    reason = code.removeprefix("refused.")
    said = OF_FILES.get(reason, OF_FILES["unreadable"]) if code.startswith("refused.") else OF_CELLS.get(code)
    return f"{label}: {said or OF_CELLS['missing']}"


def labels() -> dict[str, Any]:
    return {column.name: column.label for column in all_columns()}


def is_harmless(problem: str) -> bool:
    where, _colon, code = problem.partition(":")
    return where == "row" and code in HARMLESS


def not_there(code: str) -> str:
    return str(OF_LISTS.get(code) or OF_CELLS.get(code) or OF_ROWS["file_changed"])


def table(rows: Iterable[tuple[int, str, list[str]]]) -> Iterable[tuple[Any, ...]]:
    """Row, state, sentences: for the page and the list that is fetched."""
    for number, state, problems in rows:
        yield number, RowState(state).label, " ".join(map(sentence, problems))


# What a spreadsheet takes for a formula, also behind signs nobody sees, and in the wide letters of East Asia.
RUNS = re.compile(r"[\t\r\n\0]|[\s\0-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")


def harmless_cell(value: object) -> str:
    """A cell of a list for a spreadsheet, which must not run it (OWASP: CSV injection)."""
    text = str(value)
    return f"'{text}" if RUNS.match(text) else text
