import datetime

import pytest
from django.utils import translation

from candidates.queries import cells
from candidates.queries.tables import Column, Unreadable, mark_twins, read

TODAY = datetime.date(2026, 3, 2)
COLUMNS = [
    Column("email", "e-mail", ("E-post", "Email"), cells.email, is_required=True),
    Column("name", "name", ("Navn", "Full name"), cells.name, most=20),
    Column("phone", "telephone", ("Telefon", "Phone"), cells.phone),
    Column("received_on", "received", ("Mottatt",), cells.day_until(TODAY)),
    Column("answer", "answer", ("Svar",), cells.text, has_lines=True, most=1000),
]
WHOLE = {
    "email": "kari@example.test",
    "name": "Kari Ødegård",
    "phone": "+4790012345",
    "received_on": datetime.date(2026, 2, 28),
    "answer": "Ja,\ngjerne",
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def _read(text: str | bytes, **limits: int):
    content = text.encode() if isinstance(text, str) else text
    return read(content, COLUMNS, **{"most_rows": 100, "most_bytes": 1_000_000} | limits)


def _table(delimiter: str) -> str:
    titles = ["e-POST ", "Navn", "telefon", "Mottatt", "Svar"]
    row = ["Kari@Example.test", " Kari\u00a0 \u200bØdegård ", "p:900 12 345", "28.02.2026 10:15", '"Ja,\r\ngjerne "']
    return "\r\n".join([delimiter.join(titles), delimiter.join(row), ""])


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_same_table_in_any_clothes(encoding, delimiter):
    text = _table(delimiter).replace("\u200b", "") if encoding == "cp1252" else _table(delimiter)

    table = _read(text.encode(encoding))

    assert [row.values for row in table.rows] == [WHOLE]
    assert table.troubled == []


def test_a_stated_separator_columns_nobody_asked_for_short_and_empty_rows():
    table = _read("sep=;\nFødselsdato;Epost;Navn\n1990-01-01;a@example.test\n;;\n;b@example.test;Bo, Li")

    assert [(row.line, row.values) for row in table.rows] == [
        (3, {"email": "a@example.test", "name": None}),
        (5, {"email": "b@example.test", "name": "Bo, Li"}),
    ]
    assert table.ignored == ["Fødselsdato"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";Kari", "E-mail: is missing."),
        ("kari@example;Kari", "E-mail: is no e-mail address."),
        ("k@example.test;=HYPERLINK(1)", "Name: begins like a formula. Write the text itself."),
        ("k@example.test;12", "Name: is no name."),
        ("k@example.test;" + "a" * 21, "Name: is too long: at most 20 characters."),
        ("k@example.test;Kari;12", "Telephone: This is not a telephone number we can call. Check the digits."),
        ("k@example.test;Kari;;31.02.2026", "Received: is no date. Write it like 31.12.2025 or 2025-12-31."),
        ("k@example.test;Kari;;2026-03-03", "Received: lies in the future."),
        (
            "k@example.test;Kari;;;;x",
            "The row has more cells than there are columns: is a separator missing quotation marks?",
        ),
    ],
)
def test_what_is_wrong_is_said_of_the_row(row, problem):
    table = _read(f"Epost;Navn;Telefon;Mottatt;Svar\n{row}\nb@example.test")

    assert [(each.line, each.problems) for each in table.rows] == [(2, [problem]), (3, [])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty. Its first line must name the columns."),
        (b"Epost;Navn\n", "The file names its columns, and has no row under them."),
        (b"Navn\nKari", "The first line has to name the columns, and these are missing: “e-mail”."),
        (b"Epost;E-post\na@example.test;b", "The column “e-mail” is there twice."),
        (b"PK\x03\x04", "This is a workbook. Save it as CSV (comma-separated values), and send that file."),
        (
            b"Epost\n\x81",
            "The file is no text we can read. Save it as CSV with the encoding UTF-8, and send that file.",
        ),
        (
            b"Epost\n\0",
            "The file is no text we can read. Save it as CSV with the encoding UTF-8, and send that file.",
        ),
        (
            ("Epost\na" + "\u0315\u0300" * 40_000).encode(),  # half a minute of work
            "The file is no text we can read. Save it as CSV with the encoding UTF-8, and send that file.",
        ),
        (
            b'Epost\na@example.test\n"b@example.test\n',
            "From line 3 on the file cannot be read: a quotation mark is left open, or a cell is far too long.",
        ),
        (
            b"Epost" + b"x" * 200_000,
            "From line 1 on the file cannot be read: a quotation mark is left open, or a cell is far too long.",
        ),
        (b"Epost\n" + b"a@example.test\n" * 101, "The file has more than 100 rows. Split it into several."),
        (b"Epost\n" + b" " * 1_000_000, "The file is larger than 1 MB. Split it into several."),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, reason):
    with pytest.raises(Unreadable) as refused:
        _read(content)

    assert str(refused.value) == reason


def test_twins_in_the_file_are_marked():
    table = _read("Epost\na@example.test\nb@example.test\nA@example.test")

    mark_twins(table.rows, "email")

    assert [row.problems for row in table.rows] == [[], [], ["The same as in line 2: the file has this person twice."]]
