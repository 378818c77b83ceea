"""python manage.py rotate_keys [--list]: seal anew what rests under an old key, so that the old one can leave FIELD_KEYS."""

import argparse
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from fremrykk.accounts.actions import second_factors
from privacy.actions import keys as resealing
from privacy.actions.keys import Done
from privacy.choices.events import Event
from privacy.ports import tell
from privacy.queries import keys

EVERY = 500


class Command(BaseCommand):
    help = "Seal anew what rests under an old key: encrypted fields, stored files, second factors. Run it again when it was broken off."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="only say how much rests under which key")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["list"]:
            for place in keys.places():
                self._reseal(place)
            unreadable = [pk for pk in second_factors.old() if not second_factors.reseal(pk)]
            self._say_unreadable("second factor", unreadable)
            tell(Event.CONFIGURED, what="keys")
        self._conclude(keys.counted(), len(second_factors.old()))

    def _reseal(self, place: keys.Place) -> None:
        unreadable, sealed = [], 0
        for pk, done in resealing.reseal_all(place):
            sealed += done is Done.RESEALED
            unreadable += [pk] if done is Done.UNREADABLE else []
            if sealed and sealed % EVERY == 0:
                self.stdout.write(f"{place.label}: {sealed} sealed anew so far")
        if sealed:
            self.stdout.write(f"{place.label}: {sealed} sealed anew")
        self._say_unreadable(place.label, unreadable)

    def _say_unreadable(self, what: str, numbers: list[Any]) -> None:
        for number in numbers:
            self.stdout.write(
                f"{what} of {number} cannot be opened: its key is not in FIELD_KEYS, or it was changed or is not there"
            )

    def _conclude(self, counted: dict[str, Counter[str]], factors: int) -> None:
        """How much rests where, and whether only the first key is needed to open it."""
        first = keys.first()
        for label, found in counted.items():
            for key, count in sorted(found.items()):
                self.stdout.write(f"{label}: {count} under {key or 'no key that can be read'}")
        left = sum(count for found in counted.values() for key, count in found.items() if key != first) + factors
        if left:
            self.stdout.write(f"{left} do not rest under {first}: keep every key in FIELD_KEYS.")
            raise SystemExit(1)
        self.stdout.write(f"All rests under {first}: nothing else in FIELD_KEYS is needed to open it.")
