"""Which clients were sent somebody's data and have looked at them, as the person reads it."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min
from django.utils.translation import gettext

from candidates.models import Candidate, PresentationItem
from candidates.queries import presentations
from clients.models import ClientCompany
from privacy.choices import Verb
from privacy.models import TrailEntry
from privacy.queries.numbers import numbers_of


@dataclass(frozen=True)
class Looks:
    """How often somebody at a client has opened what it was sent."""

    times: int
    first: datetime.datetime
    last: datetime.datetime


@dataclass
class Client:
    name: str
    statement_url: str = ""
    looks: Looks | None = None
    sent: list[tuple[PresentationItem, bool]] = field(default_factory=list)


def by_clients(candidate: Candidate, *, at: datetime.datetime) -> list[Client]:
    """Whoever was sent something last comes first; three questions whatever there is."""
    looks = _looks(candidate.subject_id)
    found: dict[uuid.UUID, Client] = {}
    for item, is_open in presentations.sent_of(candidate, at=at):
        company = item.presentation.job_order.company
        client = found.setdefault(company.pk, _client(company, looks))
        client.sent.append((item, is_open))
    known = ClientCompany.objects.in_bulk(looks.keys() - found.keys())
    for number in looks.keys() - found.keys():
        found[number] = _client(known.get(number), looks, number)
    return list(found.values())


def _client(company: ClientCompany | None, looks: dict[uuid.UUID, Looks], number: uuid.UUID | None = None) -> Client:
    if company is None:
        return Client(gettext("A client we no longer have"), looks=looks.get(number) if number else None)
    return Client(company.name, company.privacy_statement_url, looks.get(company.pk))


def _looks(subject_id: uuid.UUID) -> dict[uuid.UUID, Looks]:
    rows = TrailEntry.objects.filter(subject_uuid__in=numbers_of(subject_id), verb=Verb.VIEWED, role="client")
    counted = rows.exclude(company_uuid=None).order_by().values_list("company_uuid")
    return {
        number: Looks(times, first, last)
        for number, times, first, last in counted.annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
    }
