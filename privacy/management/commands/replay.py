"""python manage.py replay: after a restore, do again what happened since the backup."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.actions import relay, replay
from privacy.queries import fence


class Command(BaseCommand):
    help = "After a restore: erase again, and take over again, what the journal says happened since the backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as", dest="answers", metavar="EMAIL", help="who answers for holds whose author the backup does not know"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        answers = _colleague(options["answers"]) if options["answers"] else None
        try:
            counts = replay.run(at=timezone.now(), answers=answers)
        except replay.NobodyAnswers:
            raise CommandError(
                "A hold or a restriction was placed by somebody who is not in the backup: name who answers, --as EMAIL."
            ) from None
        except replay.ChainBroken as error:
            raise CommandError(
                f"The journal does not fit this database at {error}: "
                "it was changed, is another's, or does not reach back to this backup."
            ) from None
        for kind, count in sorted(counts.items()):
            self.stdout.write(f"{kind}: {count}")
        relay.write(at=timezone.now())
        self.stdout.write(
            "The fence stays closed." if fence.look() else "This database is up to date with its journal."
        )


def _colleague(email: str) -> Any:
    account = get_user_model()._default_manager.filter(email=email.lower(), is_staff=True, is_active=True).first()
    if account is None:
        raise CommandError("Nobody who works here has this address.")
    return account
