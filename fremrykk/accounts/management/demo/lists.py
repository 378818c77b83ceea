"""A base from an earlier system, as an operator puts it on the server: the manager of the demo can take it over."""

import csv
import datetime
from pathlib import Path

from django.conf import settings

from fremrykk.accounts.management.demo import persons
from fremrykk.accounts.management.demo.pdf import cv

FOLDER, NAME = "gammelt-kandidatregister", "kandidater.csv"
TITLES = ("fornavn", "etternavn", "e-post", "telefon", "mottatt", "cv", "ingen reklame")
PEOPLE = (  # who, how many days ago we had the CV; None: nobody wrote it down
    ("Sigrun", "Hauglid", "sigrun.hauglid@example.test", "40000101", 200, ""),
    ("Terje", "Brandvik", "terje.brandvik@example.test", "40000102", 500, "ja"),
    ("Wenche", "Solstrand", "", "40000103", 90, ""),
    ("Amir", "Rahmani", "amir.rahmani@example.test", "40000104", 1200, ""),
    ("Gro", "Tveitan", "gro.tveitan@example.test", "40000105", None, ""),
    ("Kari", "Nordmo", persons.KARI.email, "", 300, ""),  # somebody we know already
)
WRONG = (
    ("", "Lunde", "lunde@example.test", "", "01.02.2026", "", ""),
    ("Odd", "Myrvang", "odd at example.test", "", "01.02.2026", "", ""),
    ("Eli", "Fossheim", "eli.fossheim@example.test", "", "31.02.2026", "borte.pdf", ""),
)


def put(today: datetime.date) -> None:
    """Once: whoever has removed the list does not get it back with the next start."""
    if not settings.IMPORT_FOLDER or Path(settings.IMPORT_FOLDER).exists():
        return
    folder = Path(settings.IMPORT_FOLDER) / FOLDER
    folder.mkdir(parents=True)
    with (folder / NAME).open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerows([TITLES, *(_row(folder, today, *person) for person in PEOPLE), *WRONG])


def _row(
    folder: Path, today: datetime.date, first: str, last: str, email: str, phone: str, days: int | None, no: str
) -> tuple[str, ...]:
    name = f"{first.lower()}.pdf"
    (folder / name).write_bytes(cv(f"{first} {last}", ["Lagermedarbeider og truckfører", "Ås videregående skole"]))
    received = f"{today - datetime.timedelta(days=days):%d.%m.%Y}" if days is not None else ""
    return first, last, email, phone, received, name, no
