"""python manage.py affected: whom a leak concerns, and with which kinds of data."""

import datetime
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from candidates.queries import affected
from candidates.queries.affected import Kinds
from privacy.queries import lookup
from privacy.queries.breaches import Choice


class Command(BaseCommand):
    help = (
        "Whom a leak concerns: one line a person, its number and the kinds of data. By a file (its number, or its name in "
        "storage), an account (whom it looked at, in the period if one is given), a link to a presentation (its number), or a period."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--file", metavar="NUMBER")
        what.add_argument("--account", metavar="EMAIL")
        what.add_argument("--link", metavar="NUMBER")
        parser.add_argument("--from", dest="since", metavar="YYYY-MM-DD", help="the first day")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="the last day; today if not said")

    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options[name] for name in ("file", "account", "link", "since")):
            raise CommandError("Say what leaked: --file, --account, --link, or --from for a period.")
        found = _found(options)
        for person, kinds in sorted(found.items()):
            self.stdout.write(f"{person}: {', '.join(sorted(kinds))}")
        self.stdout.write(f"{len(found)} persons.")


def _found(options: dict[str, Any]) -> Kinds:
    if options["file"]:
        return affected.by_file(options["file"])
    if options["link"]:
        return affected.by_link(_number(options["link"]))
    since, until = _day(options["since"] or "1900-01-01"), _day(options["until"] or f"{timezone.localdate()}")
    period = Choice(since, until + datetime.timedelta(days=1))
    if not options["account"]:
        return affected.by_period(period)
    together: Kinds = {}
    for person in _persons(options["account"]):
        for each, kinds in affected.by_account(Choice(period.since, period.until, person)).items():
            together[each] = together.get(each, set()) | kinds
    return together


def _persons(email: str) -> list[uuid.UUID]:
    if persons := lookup.persons_at(email):
        return persons
    raise CommandError("Nobody is known at this address.")


def _number(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise CommandError("This is no number of a presentation: copy it from its address in the workspace.") from None


def _day(text: str) -> datetime.datetime:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no date: write YYYY-MM-DD.") from None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
