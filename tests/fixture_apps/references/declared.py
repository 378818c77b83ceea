"""What its `personal_data.py` would say: declared for the length of a test, with the tables there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from privacy import declarations, graph
from privacy.choices import Category
from privacy.declarations import data, derived, file, internal, owner, personal, shared
from tests.database_role import by_force, let_in
from tests.fixture_apps.references.models import Reading, Referee, Reference

NUMBER = internal("a number of ours")
MODELS = (Referee, Reference, Reading)
FIELDS = {
    "id": NUMBER,
    "candidate": shared(about=("statement", "rating")),
    "referee": shared(about=("phone", "letter")),
    "statement": data(Category.APPLICATION),
    "rating": data(Category.APPLICATION),
    "phone": data(Category.CONTACT),
    "letter": file(Category.DOCUMENT),
    "loud": derived("statement"),
}


@contextmanager
def declared() -> Iterator[None]:
    activity = "applications"
    fields = {"id": NUMBER, "subject": owner(), "name": data(Category.IDENTITY)}
    personal(Referee, subject="subject", activity=activity, fields=fields)
    personal(Reference, activity=activity, fields=FIELDS)
    personal(Reading, activity=activity, fields={"id": NUMBER, "reference": owner()})
    graph.parent_first.cache_clear()
    try:
        yield
    finally:
        for model in MODELS:
            declarations.withdraw(model)
        graph.parent_first.cache_clear()


def create_tables() -> None:
    with by_force(), connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    let_in(*(model._meta.db_table for model in MODELS))


def drop_tables() -> None:
    with by_force(), connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)
