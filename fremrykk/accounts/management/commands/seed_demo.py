"""Fill an empty demo with people, positions and logins. Run again, it changes nothing.

    DEMO=1 python manage.py seed_demo

Passwords and TOTP secrets are made anew for each demo, printed this once and stored nowhere in the clear.
"""

import datetime
import secrets
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from fremrykk.accounts.actions import users
from fremrykk.accounts.management.demo import (
    agency,
    clients,
    cookies,
    credit,
    employees,
    enquiries,
    hiring,
    inbox,
    lists,
    persons,
    positions,
    reports,
    story,
)
from fremrykk.accounts.models import User
from fremrykk.logs import only_what_is_wrong
from privacy.actions import periods, warnings
from privacy.adapters import maildir
from privacy.models import RetentionPeriod

STAFF = {
    "manager": ("leder@example.test", "Ragnhild Aasen", "manager (daglig leder)"),
    "adviser": ("radgiver@example.test", "Jon Ødegård", "adviser (rådgiver)"),
    "privacy": ("personvern@example.test", "Liv Sætre", "privacy officer (personvernansvarlig)"),
    "finance": ("okonomi@example.test", "Nils Haugen", "finance (økonomi)"),
    "payroll": ("lonn@example.test", "Aud Moen", "payroll (lønn)"),
}
CANDIDATES = (persons.KARI, persons.JONAS, persons.CONSENTED)


@dataclass(frozen=True)
class Login:
    user: User
    words: str


class Command(BaseCommand):
    help = "Fill the demo with invented people, clients and positions; prints the logins once (DEMO=1 only)."

    @only_what_is_wrong()
    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("seed_demo makes accounts whose passwords are printed: it needs DEMO=1.")
        if User.objects.filter(email=STAFF["manager"][0]).exists():
            self.stdout.write("The demo data are there already; their logins were printed when they were made.")
            self._candidates()
            return
        logins = seed(timezone.now())
        if mailbox := maildir.at(settings.INBOX_URL):
            inbox.deliver(mailbox.folder, now=timezone.now())
        lists.put(timezone.localdate())
        self.stdout.write(f"Staff log in at {settings.SITE_URL}/admin/ with password and a code (shown only now):")
        for login in logins:
            self.stdout.write(f"  {login.words}")
        self._candidates()

    def _candidates(self):
        self.stdout.write(
            f"Candidates log in at {settings.SITE_URL}/min-side/ with a code sent by e-mail "
            f"(read it at {settings.SITE_URL}/demo/epost/), for instance:"
        )
        for person in CANDIDATES:
            self.stdout.write(f"  {person.email}")
        self.stdout.write(
            f"A client's contact person follows an order at {settings.SITE_URL}/min-side/oppdrag/, by a code too:"
        )
        self.stdout.write(f"  {positions.CLIENTS[0].email}")


@transaction.atomic
def seed(now: datetime.datetime) -> list[Login]:
    """All or nothing: a demo killed half-way begins anew."""
    logins = {role: _staff(role, now - clients.LONG_AGO) for role in STAFF}
    manager, adviser, privacy, finance = (logins[role].user for role in ("manager", "adviser", "privacy", "finance"))
    for period in RetentionPeriod.objects.filter(approved_at=None, superseded_at=None).order_by("pk"):
        periods.approve(period=period, by=manager, at=now)
    ads = clients.make(manager=manager, adviser=adviser, now=now)
    story.tell(story.Stage(now=now, manager=manager, adviser=adviser, privacy=privacy, ads=ads))
    enquiries.make(adviser=adviser, ads=ads, now=now)
    staff = credit.Staff(manager=manager, adviser=adviser, finance=finance)
    credit.tell(staff=staff, first=ads["sykepleier"].order.company, now=now)
    payroll = logins["payroll"].user
    employees.make(at_work=persons.COOK, handed_over=persons.OPEN, adviser=adviser, payroll=payroll, now=now)
    hiring.make(order=ads["kokk"].order, manager=manager, adviser=adviser, now=now)
    agency.place(now=now)
    reports.make(payroll=payroll, now=now)
    cookies.use(manager=manager, now=now)
    warnings.warn(at=now)
    return list(logins.values())


def _staff(role: str, at: datetime.datetime) -> Login:
    email, name, title = STAFF[role]
    password, secret = secrets.token_urlsafe(12), generate_totp_secret()
    user = users.create_staff(
        email=email, name=name, roles=[role], by=None, at=at, password=password, totp_secret=secret
    )
    return Login(user, f"{title}: {email}  password: {password}  TOTP secret: {secret}")
