"""python manage.py verify_trail: hold the trail against its seals, and the seals against the journal outside."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from privacy.queries import seals


class Command(BaseCommand):
    help = "Find every entry of the trail that was changed, taken away or slipped in since it was sealed."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for each in chain(seals.broken(), seals.missing()):
            found += 1
            self.stdout.write(f"{each.subject_id}, up to entry {each.up_to}: {each.why}")
        if found:
            raise SystemExit(1)
        self.stdout.write(f"The trail is as it was sealed, up to entry {seals.sealed_up_to()}.")
