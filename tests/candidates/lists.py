"""Lists to take over, as an operator would put them on the server, and the worker that goes through them."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from candidates.actions import import_checking, import_running, imports
from candidates.adapters.inspector import SandboxInspector
from candidates.models import Import, ImportRow
from tests.factories import NOW
from tests.files import pdf_cv

TITLES = ("fornavn", "etternavn", "e-post", "telefon", "mottatt", "cv")
KARI = ("Kari", "Nordvik", "kari.nordvik@example.test", "22 33 44 55", "01.06.2026", "kari.pdf")


@dataclass
class Listed:
    """A CSV and its folder."""

    folder: Path
    rows: list[tuple[str, ...]] = field(default_factory=list)
    titles: tuple[str, ...] = TITLES
    separator: str = ";"
    encoding: str = "utf-8"

    @property
    def path(self) -> Path:
        return self.folder / "liste.csv"

    def add(self, *cells: str, content: bytes | None = b"") -> "Listed":
        """One row; its file is a CV with the name in it, another `content`, or (None) not there."""
        self.rows.append(cells)
        if (name := cells[self.titles.index("cv")] if "cv" in self.titles else "") and content is not None:
            (self.folder / name).write_bytes(content or pdf_cv([" ".join(cells[:2])]))
        return self

    def write(self) -> "Listed":
        out = io.StringIO()
        csv.writer(out, delimiter=self.separator).writerows([self.titles, *self.rows])
        self.path.write_bytes(out.getvalue().encode(self.encoding))
        return self


def checked(listed: Listed, *, by=None, at=NOW, source_name="Gammelt register") -> Import:
    """As far as the check goes."""
    run = import_checking.begin(source_name=source_name, csv_path=listed.path, files_path=listed.folder, by=by, at=at)
    import_checking.check(pk=run.pk, judge=SandboxInspector(), at=at)
    return Import.objects.get(pk=run.pk)


def imported(listed: Listed, *, by=None, at=NOW) -> Import:
    """To the end."""
    run = checked(listed, by=by, at=at)
    imports.start(run=run, by=by, at=at)
    import_running.go_on(pk=run.pk, at=at)
    return Import.objects.get(pk=run.pk)


def problems(run: Import) -> list[tuple[int, str, list[str]]]:
    return list(ImportRow.objects.filter(run=run).order_by("number").values_list("number", "state", "problems"))
