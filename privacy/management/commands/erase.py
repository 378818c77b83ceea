"""python manage.py erase EMAIL: erase somebody now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.queries import fence, lookup
from privacy.queries.reasons import sentences


class Command(BaseCommand):
    help = "Erase the person at this address now, but for what the law makes us keep."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fence.refuse_if_closed()
        except fence.NotReplayed:
            raise CommandError("This database was restored from a backup: run `manage.py replay` first.") from None
        persons = lookup.persons_at(options["email"])
        if not persons:
            raise CommandError("Nobody is known at this address.")
        for subject_id in persons:
            answer = erasure.erase_person(subject_id=subject_id, cause=ErasureCause.STAFF, by=None, at=timezone.now())
            self.stdout.write(f"{subject_id}: {'erased' if answer.is_erased else 'not all of it could be erased'}")
            for outcome in answer.kept:
                self.stdout.write(f"  kept: {outcome.item.key[0]} {' '.join(sentences(outcome))}")
