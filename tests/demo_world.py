"""The demo as its readers meet it: who logs in there, where they begin, and what was sent to them."""

import re
from itertools import chain

from django.conf import settings
from django.test import Client
from django.utils import timezone

from candidates.actions import scanning
from candidates.adapters.virus_scanner import NoScanner
from candidates.models import Document
from fremrykk.accounts.management.commands import seed_demo
from fremrykk.accounts.models import User
from privacy import jobs
from privacy.models import OutgoingMail
from tests.crawl import kind
from tests.workspace import log_in

VISITOR = "visitor"
BEGINS_AT = {
    VISITOR: "/",
    "kari": "/min-side/",
    "henrik": "/min-side/",
    "leder": "/admin/",
    "radgiver": "/admin/",
    "personvern": "/admin/",
    "okonomi": "/admin/",
    "lonn": "/admin/",
}


def seed() -> None:
    """With every file scanned and the register printed, as a moment after `make demo`."""
    now = timezone.now()
    seed_demo.seed(now)
    for document in Document.objects.order_by("pk"):
        scanning.scan(pk=document.pk, scanner=NoScanner(), at=now)
    jobs.print_register()


def account(who: str) -> User:
    return User.objects.get(email__startswith=who)


def browser_of(who: str) -> Client:
    client = Client(headers={"accept-language": "nb", "host": "localhost"})
    if who != VISITOR:
        log_in(client, account(who))
    return client


def links_in_mails() -> dict[str, str]:
    """One address of each kind that was sent to somebody: where no link on a page leads."""
    bodies = OutgoingMail.objects.exclude(body_text="").order_by("pk").values_list("body_text", flat=True)
    found = (re.findall(rf"{re.escape(settings.SITE_URL)}(/[^\s<>]*)", body) for body in bodies)
    return {kind(path): path for path in chain.from_iterable(found)}
