"""Words, numbers, days and addresses that occur nowhere else, each for one column; and which columns can hold none."""

import datetime
import decimal
import uuid
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

PLAIN = "bcdfghjklm"  # no stem of a Norwegian word ends like these words do
FIRST_DAY = datetime.datetime(1931, 1, 1, 12, tzinfo=datetime.UTC)
APART = 1000  # the words of two persons
DAYS_APART = 360  # of one person at most
YEARS_APART = 7 * 365  # of two: no storage time of ours leads from one person's days to the other's


class Unfillable(Exception):
    """A column nobody taught the marks to fill: residue in it would go unseen."""


def can_carry(column: Any) -> bool:
    """Whether a value of this column can be told from all others: not a choice, a yes or no, a number of two bytes, an
    occupation of the four digits of the standard (STYRK-08)."""
    if isinstance(column, ArrayField):
        return can_carry(column.base_field)
    small = models.BooleanField | models.SmallIntegerField | models.PositiveSmallIntegerField
    of_the_standard = column.name == "occupation" and column.max_length == 4
    return not (column.choices or column.is_relation or isinstance(column, small) or of_the_standard)


@dataclass
class Marks:
    """The marks of the `nth` person, 0 or 1; `held` says where each must be found while the person is there."""

    nth: int
    held: dict[str, set[str]] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)
    _said: list[str] = field(default_factory=list)
    _words: int = 0
    _days: int = 0

    @property
    def all(self) -> list[str]:
        return [*self.held, *self.numbers]

    def hold(self, mark: str, place: str) -> None:
        """This mark must be found in this place."""
        self.held.setdefault(mark, set()).add(place)

    def number(self, value: object, place: str) -> None:
        """This random number of one of the person's rows must be found in this place."""
        self.numbers.setdefault(str(value), set()).add(place)

    def seek_what_was_said(self) -> None:
        """Words said at a door go where the program puts them: they are to be nowhere afterwards, wherever that was."""
        for mark in self._said:
            self.held.setdefault(mark, set())

    def forget(self, place: str) -> None:
        """What stood here was written over."""
        for places in self.held.values():
            places.discard(place)

    def known_in(self, value: object) -> set[str]:
        """Those of the marks that stand in this value."""
        text = str(value).lower()
        return {mark for mark in self.held if mark in text}

    def told_to_the_source(self) -> set[str]:
        """What the company that gave us the data calls them: all that the notice of the erasure to it says."""
        return {mark for mark, places in self.held.items() if "privacy_collection.reference" in places}

    def next(self) -> int:
        self._words += 1
        assert self._words < APART
        return self.nth * APART + self._words

    def day(self) -> datetime.datetime:
        self._days += 1
        assert self._days < DAYS_APART
        return FIRST_DAY + datetime.timedelta(days=self.nth * YEARS_APART + self._days)

    def word(self) -> str:
        return self._noted("qv" + "".join(PLAIN[int(digit)] for digit in f"{self.next():05d}") + "zqx")

    def email(self) -> str:
        return self._noted(f"{self.word()}@example.test")

    def phone(self) -> str:
        return self._noted(f"+4722{self.next():06d}")

    def org_number(self) -> str:
        """Nine digits, as the database asks for; the check digit is the forms' business."""
        return self._noted(f"97979{self.next():04d}")

    def _noted(self, mark: str) -> str:
        self._said.append(mark)
        return mark

    def made_for(self, column: Any) -> list[tuple[str, Any]]:
        """Marks for this column, with the value each is written as; where one does not fit, the next may."""
        made = self._made(column)
        length = getattr(column, "max_length", None)
        if not made or (
            length and len(str(made[0][1])) > length and not isinstance(column, ArrayField | models.UUIDField)
        ):
            raise Unfillable(f"{column.model._meta.label}.{column.name}")
        return made

    @singledispatchmethod
    def _made(self, column: Any) -> list[tuple[str, Any]]:
        return []

    @_made.register(models.CharField | models.TextField | models.JSONField)
    def _(self, column: Any) -> list[tuple[str, Any]]:
        if column.name == "org_number":
            number = self.org_number()
            return [(number, number)]
        word = self.word()
        # The second for a calendar, the third for the template of an advertisement, the last for a page of the workspace.
        entry = f"BEGIN:VCALENDAR\nMETHOD:REQUEST\n{word}"
        return [(word, word), (word, entry), (word, f"tests/advertising/{word}"), (word, f"/admin/{word}")]

    @_made.register
    def _(self, column: models.EmailField) -> list[tuple[str, Any]]:
        address = self.email()
        return [(address, address)]

    @_made.register
    def _(self, column: models.URLField) -> list[tuple[str, Any]]:
        word = self.word()
        return [(word, f"https://{word}.example.test/")]

    @_made.register(models.DateField)
    def _(self, column: Any) -> list[tuple[str, Any]]:
        moment = self.day()
        value = moment if isinstance(column, models.DateTimeField) else moment.date()
        return [(moment.date().isoformat(), value)]

    @_made.register
    def _(self, column: models.IntegerField) -> list[tuple[str, Any]]:
        number = self.next()
        return [(str(value), value) for value in (1_313_370_000 + number, 3_133_000 + number)]

    @_made.register
    def _(self, column: models.DecimalField) -> list[tuple[str, Any]]:
        amount = (decimal.Decimal(31337_0000 + self.next()) / 100).quantize(decimal.Decimal("0.01"))
        return [(str(amount), amount)]

    @_made.register
    def _(self, column: models.UUIDField) -> list[tuple[str, Any]]:
        value = uuid.uuid4()
        return [(str(value), value)]

    @_made.register
    def _(self, column: models.GenericIPAddressField) -> list[tuple[str, Any]]:
        address = f"2001:db8:3133:7::{0x1000 + self.next():x}"
        return [(address, address)]

    @_made.register
    def _(self, column: ArrayField) -> list[tuple[str, Any]]:
        return [(mark, [value]) for mark, value in self.made_for(column.base_field)]
