"""Who is hired out in the demo: the cook, in place of another, with the agency's own papers in order."""

import datetime

from django.utils import timezone

from candidates.actions import assignments
from candidates.models import Employment
from clients.actions import papers, readers
from clients.models import JobOrder
from fremrykk.accounts.actions import users
from fremrykk.accounts.models import User

DAY = datetime.timedelta(days=1)


def make(*, order: JobOrder, manager: User, adviser: User, now: datetime.datetime) -> None:
    first, at = timezone.localdate(now - 14 * DAY), now - 20 * DAY
    until = timezone.localdate(now + 200 * DAY)
    for kind, issued_by in (("approval", "Arbeidstilsynet"), ("insurance", "Oppdiktet forsikring AS")):
        since = timezone.localdate(now - 165 * DAY)
        papers.note(
            kind=kind, issued_by=issued_by, reference="", valid_from=since, valid_until=until, by=manager, at=at
        )
    leader = order.company.contacts.get()
    readers.grant(contact=leader, order=order, by=adviser, at=now - 15 * DAY)
    users.open_for_contact(email=leader.email, at=now - 15 * DAY)
    User.objects.get(subject=leader.subject_id).emailaddress_set.update(verified=True)
    assignments.plan(
        employment=Employment.objects.in_force().get(), order=order, by=adviser, at=now - 15 * DAY,
        leader=leader, place="Brakkeriggen, Drammen", county="buskerud", is_construction=False,
        starts_on=first, ends_on=timezone.localdate(now + 60 * DAY), ground="substitute",
        evidence="Vikar for kokken som er i permisjon til våren; bekreftet av kunden", worked_at_client=False, left_client_on=None,
    )  # fmt: skip
