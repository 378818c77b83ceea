"""What is in a copy, read as a stranger to the program would read it."""

import io
import json
import zipfile
from typing import Any

import pypdfium2

from privacy import registries
from privacy.actions import packages
from privacy.models import Package
from tests.factories import NOW


def ordered(subject_id, language="nb", at=NOW) -> Package:
    return packages.order(subject_id=subject_id, by=None, at=at, language=language)


def build(package: Package, at=NOW) -> Package:
    packages.build(pk=package.pk, pdf_maker=registries.pdf_maker(), at=at)
    package.refresh_from_db()
    return package


def copy_of(subject_id, language="nb") -> "Copy":
    package = build(ordered(subject_id, language))
    assert package.is_ready, package.state
    with package.file.storage.open(package.file.name) as file:
        return Copy(file.read())


class Copy:
    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.files = {each.filename: archive.read(each) for each in archive.infolist()}

    def json(self, name: str) -> Any:
        return json.loads(self.files[name])

    @property
    def data(self) -> Any:
        return self.json("data.json")

    @property
    def html(self) -> str:
        return self.files["index.html"].decode()

    @property
    def pdf(self) -> str:
        document = pypdfium2.PdfDocument(self.files["copy.pdf"])
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)

    @property
    def everything(self) -> str:
        """All files as text, the PDF by its words."""
        texts = [content.decode("utf-8", "replace") for name, content in self.files.items() if name != "copy.pdf"]
        return "\n".join([*self.files, *texts, self.pdf]).lower()

    def section(self, label: str) -> Any:
        return next(section for section in self.data["sections"] if section["model"] == label)

    def values(self, label: str) -> list[dict[str, Any]]:
        """The rows of a model: each a dictionary of its fields."""
        return [{each["field"]: each["value"] for each in row["values"]} for row in self.section(label)["rows"]]

    def withheld(self, label: str) -> dict[str, str]:
        section = self.section(label)
        listed = [*section["withheld"], *(each for row in section["rows"] for each in row["withheld"])]
        return {each["field"]: each["reason"] for each in listed}
