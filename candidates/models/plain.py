"""What is said to the database in its own words: how names are compared and put in order, and what is asked row by row."""

from django.db import models
from django.db.models import Exists, F, Func, Value
from django.db.models.functions import Collate, Concat
from django.utils.translation import gettext_lazy as _


class Asked(Exists):
    """`Exists` that is asked for one row after the other, by index.

    PostgreSQL would rather read the whole table first, for a page of twenty-five. `OFFSET 0`, which changes nothing
    else, tells it not to.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


class Plain(Func):
    """Small letters without accents."""

    function = "candidates_plain"
    output_field = models.TextField()


class PlainName(Func):
    """The whole name, plain, after a space: so that what begins a name can be asked for."""

    function = "candidates_plain_name"
    output_field = models.TextField()


class NameKey(Func):
    """What names are put in order by: last name first, small and large alike, æ, ø and å last as in Norwegian."""

    function = "candidates_name_key"
    output_field = models.TextField()


def whole_name() -> PlainName:
    return PlainName(F("first_name"), F("last_name"))


def by_name() -> Collate:
    return Collate(NameKey(F("last_name"), F("first_name")), "C")


def compared(*fields: str) -> models.GeneratedField:
    """The words of these fields, as words are compared; with a space between the fields."""
    first, *others = (F(field) for field in fields)
    between = [part for field in others for part in (Value(" "), field)]
    return models.GeneratedField(
        verbose_name=_("as it is compared"),
        expression=Plain(Concat(first, *between, output_field=models.TextField()) if between else first),
        output_field=models.TextField(),
        db_persist=True,
    )
