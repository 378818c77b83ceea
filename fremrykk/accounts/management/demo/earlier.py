"""Assignments of the past year, done and closed: what the figures are counted from. Groups large enough to be shown."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from candidates import emails
from candidates.actions import applications, placements
from candidates.actions.submissions import Sent
from candidates.models import Application, Candidate
from candidates.queries import answered
from clients.models import ClientCompany, JobAd
from fremrykk.accounts.management.demo import clients
from fremrykk.accounts.management.demo.persons import Person
from fremrykk.accounts.management.demo.positions import CLIENTS, POSITIONS
from fremrykk.accounts.models import User

DAY = datetime.timedelta(days=1)
FOUND = "Denne gangen ble det en annen med mer erfaring fra akkurat denne typen arbeid. Takk for at du søkte."
STAGES = ("screening", "interview", "presented", "offer")


@dataclass(frozen=True)
class Earlier:
    """An order opened so many days ago, its place in `POSITIONS`, and the days until somebody was employed."""

    position: int
    opened: int
    took: int


ASSIGNMENTS = (
    Earlier(0, 300, 44), Earlier(1, 255, 31), Earlier(2, 210, 58), Earlier(4, 170, 36), Earlier(0, 130, 40),
    Earlier(1, 95, 29),
)  # fmt: skip
NAMES = (
    "Aksel Brenne", "Berit Tangen", "Daniel Skog", "Eline Fjeld", "Frida Strand", "Geir Myhre", "Hanna Lyng",
    "Ivar Rønning", "Johanne Eide", "Knut Solheim", "Linn Haugen", "Magnus Vold",
)  # fmt: skip
SENT = 4  # applications to each
ADDED = 3  # from the base, to those closed not long ago
OPEN = 5  # of the people registered openly before
LATELY = 130


@dataclass(frozen=True)
class Past:
    """`form` is what somebody fills in."""

    adviser: User
    now: datetime.datetime
    form: Callable[[Person], Sent]
    known: dict[Person, Candidate]

    def ago(self, days: int) -> datetime.datetime:
        return self.now - days * DAY


def make(*, adviser: User, now: datetime.datetime, form: Callable[[Person], Sent]) -> None:
    past = Past(adviser, now, form, {})
    people = [Person(*name.split(), "Fagarbeider", ("Ti års erfaring",)) for name in NAMES]
    for person in people[:OPEN]:
        _send(person, None, past.ago(270), past)
    for number, assignment in enumerate(ASSIGNMENTS):
        turned = people[2 * number :] + people[: 2 * number]
        _fill(assignment, turned[:SENT], turned[SENT : SENT + ADDED], past)


def _fill(assignment: Earlier, sending: list[Person], others: list[Person], past: Past) -> None:
    """The first gets it, the next come nearly as far; everybody is answered, and the order closed."""
    began = past.ago(assignment.opened)
    ad = _advertised(assignment, past)
    first, second, third, *rest = [
        _send(person, ad, began + (2 + number) * DAY, past) for number, person in enumerate(sending)
    ]
    if assignment.opened <= LATELY:
        rest += [
            applications.add(candidate=past.known[person], order=ad.order, by=past.adviser, at=began + 4 * DAY)
            for person in others
        ]
    _move(first, zip(STAGES, (6, 12, assignment.took - 12, assignment.took - 6), strict=True), began, past)
    _move(second, zip(STAGES, (8, 15), strict=False), began, past)
    _move(third, zip(STAGES, (9,), strict=False), began, past)
    for number, application in enumerate((third, *rest)):
        applications.reject(application=application, reason=FOUND, by=past.adviser, at=began + (12 + number) * DAY)
    _employ(first, began + assignment.took * DAY, past)
    for application in answered.unanswered(ad.order_id):
        at = began + (assignment.took + 2) * DAY
        applications.reject(application=application, reason=FOUND, by=past.adviser, at=at)
    clients.close(ad, adviser=past.adviser, at=began + (assignment.took + 5) * DAY)


def _advertised(assignment: Earlier, past: Past) -> JobAd:
    position = replace(POSITIONS[assignment.position], days_left=None)
    company = ClientCompany.objects.get(org_number=CLIENTS[position.client].org_number)
    return clients.advertise(position, company, past.adviser, past.now, days=assignment.opened)


def _send(person: Person, ad: JobAd | None, at: datetime.datetime, past: Past) -> Application:
    """Whoever is known logs in; whoever is not confirms the address."""
    known = past.known.get(person)
    by = User.objects.get(subject=known.subject_id) if known else None
    application = applications.submit(position=ad, by=by, at=at, **past.form(person)).application
    if known is None:
        application = applications.confirm(token=emails.confirm_token(application), at=at)
    past.known[person] = application.candidate
    return application


def _move(application: Application, steps: Iterable[tuple[str, int]], began: datetime.datetime, past: Past) -> None:
    for to, days in steps:
        applications.advance(application=application, to=to, by=past.adviser, at=began + days * DAY, tells=False)


def _employ(application: Application, at: datetime.datetime, past: Past) -> None:
    starts_on = timezone.localdate(at + 10 * DAY)
    placed = placements.register(
        application=application, starts_on=starts_on, follow_up_on=starts_on + 14 * DAY, by=past.adviser, at=at
    )
    placements.follow_up(placement=placed, by=past.adviser, at=at + 26 * DAY)
