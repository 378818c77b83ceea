"""Read what came to the contact address.

    python manage.py read_inbox

The clock does the same each minute. Ends with 1 when a mail could not be taken; it stays in the inbox.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy import registries
from privacy.actions import incoming

WORDS = {
    "case": "new enquiries",
    "added": "added to an enquiry",
    "known": "seen before",
    "bounce": "of our own mails not delivered",
    "report": "reports about mail that change nothing",
    "own": "of our own mails come back",
    "unreadable": "set aside: could not be read",
    "left": "left in the inbox: failed",
}


class Command(BaseCommand):
    help = "Read the inbox of the contact address (INBOX_URL) once."

    def handle(self, **options):
        mailbox = registries.mailbox()
        if mailbox is None:
            self.stdout.write("INBOX_URL says none: there is no inbox to read.")
            return
        try:
            counts = incoming.read(mailbox=mailbox, at=timezone.now())
        except OSError as error:
            raise CommandError(f"The inbox could not be read: {error.strerror}") from None
        for code, words in WORDS.items():
            self.stdout.write(f"{counts[code]:6} {words}")
        if counts["left"]:
            raise CommandError("Some mails could not be taken; the log says why.")
