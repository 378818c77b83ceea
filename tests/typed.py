"""What somebody typed or a row holds: shown as it stands, in whatever language it was written."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, TextField

SHORTEST = 4


class Typed:
    """Every text of every row, as it stands now."""

    def __init__(self) -> None:
        found = {" ".join(text.split()) for text in _texts()}
        self.texts = sorted((text for text in found if len(text) >= SHORTEST), key=len, reverse=True)
        self.all = "\n".join(self.texts)

    def taken_out(self, said: str) -> str:
        """The program's own words in a piece of a page: what is left when what was typed is taken out of it."""
        left = " ".join(said.split())
        if left.rstrip(".…") in self.all:
            return ""
        for text in self.texts:
            if text in left:
                left = left.replace(text, " ")
        return left


def _texts() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            rows = model._base_manager.exclude(**{field.name: None}).values_list(field.name, flat=True)
            if isinstance(field, CharField | TextField) and not field.choices:
                yield from rows.distinct()
            elif isinstance(field, ArrayField):
                yield from (str(each) for row in rows for each in row)
