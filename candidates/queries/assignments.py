"""Periods at clients as they stand: of whom, where they worked before, how long without a break, and in which words."""

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Assignment, WorkExperience
from candidates.models.assignment import AssignmentQuerySet
from clients.models import ClientCompany, RegisterEntry, SubUnit
from clients.queries import readers
from privacy.deadlines import Period
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

OBJECTS = {"candidates.assignment": _("your assignment at a client")}
WORDS = {
    "candidates.assignment": {
        "employment": _("who is hired out"), "leader": _("who leads the work"), "place": _("place"), "county": _("county"),
        "is_construction": _("whether it is building work"), "starts_on": _("first day at the client"),
        "ends_on": _("last day at the client"), "ground": _("why hiring in is lawful"), "evidence": _("what shows it"),
        "worked_at_client": _("whether the client employed you before"),
        "left_client_on": _("last day employed by the client"), "ended_at": _("ended"),
    },
}  # fmt: skip
BREAK = datetime.timedelta(days=31)  # so long apart, and two periods at a client still are one
# Arbeidsmiljøloven § 14-12 fourth paragraph, § 14-9 seventh: a right to a post at the client.
LIMIT = Period(3, "years")
NEAR = datetime.timedelta(days=90)
FORMS = re.compile(r"\b(asa?|enk|ans|da|ba|sa|nuf|ks|iks|hf|rhf|kf)\b")


def on_order(order_id: int) -> bool:
    """Hung on `clients.registries`: whether somebody still works there, or is going to."""
    return Assignment.objects.unended().filter(order=order_id).exists()


def of_person(subject_id: UUID) -> QuerySet[Assignment]:
    return Assignment.objects.filter(employment__subject__in=numbers_of(subject_id))


@dataclass(frozen=True)
class Told:
    """A period at a client as its employee reads it."""

    row: Assignment
    state: str | Promise


def told_to(user: Actor, *, today: datetime.date) -> list[Told]:
    """The employee's own, the newest first, also while they are set aside."""
    rows = of_person(user.subject_id).select_related("order__company", "leader").order_by("-starts_on", "pk")
    return [Told(row, row.state(today).label) for row in rows]


def at_own_client(user: Actor, *, today: datetime.date) -> QuerySet[Assignment]:
    """Who works for this contact person now, or is going to, as long as somebody may be shown."""
    led = Assignment.objects.unended().unrestricted().filter(leader__in=readers.contacts_of(user), ends_on__gte=today)
    return led.select_related("employment", "order__company").order_by("starts_on", "pk")


# --- where somebody worked before ---
def plain(name: str) -> str:
    """A company's name as it is compared: without its legal form, signs and capitals."""
    return " ".join(FORMS.sub(" ", re.sub(r"[^\w]+", " ", name.casefold())).split())


def left_by_own_words(persons: Iterable[UUID], company: ClientCompany) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The first and the last day on which, by the own CV, they may have left this client; both far ahead while they work there."""
    names, numbers = _called(company)
    for row in WorkExperience.objects.filter(candidate__subject__in=list(persons)).order_by("pk"):
        digits = re.sub(r"\s", "", row.employer)
        if plain(row.employer) in names or any(number in digits for number in numbers):
            yield _last_days(row)


def _called(company: ClientCompany) -> tuple[set[str], set[str]]:
    """Names and numbers of the client, as it says, as the register does, and of its sub-units."""
    units = list(SubUnit.objects.filter(company=company).values_list("name", "org_number"))
    entry = RegisterEntry.objects.filter(company=company).values_list("name", flat=True)
    names = {plain(name) for name in [company.name, *entry, *(name for name, _number in units)]}
    return names - {""}, {company.org_number, *(number for _name, number in units)}


def _last_days(row: WorkExperience) -> tuple[datetime.date, datetime.date]:
    year, month = row.to_year, row.to_month
    if year is None:
        return datetime.date.max, datetime.date.max
    last = month or 12
    return datetime.date(year, month or 1, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


# --- three years without a break ---
Stay = tuple[datetime.date, datetime.date]


def unbroken_since(stays: Iterable[Stay], until: datetime.date) -> datetime.date | None:
    """The first day of the run of periods that reaches `until` or ends shortly before it; None where none does."""
    since: datetime.date | None = None
    end = until
    for starts_on, ends_on in sorted(stays, reverse=True):
        if starts_on > until:
            continue
        if ends_on + BREAK < end:
            break
        since, end = starts_on, starts_on
    return since


def right_from(assignment: Assignment) -> datetime.date | None:
    """The day on which three years at this client would be full, if the person stays as long as is planned."""
    same = of_person(assignment.employment.subject_id).filter(order__company=assignment.order.company_id)
    since = unbroken_since(same.values_list("starts_on", "ends_on"), assignment.ends_on)
    return LIMIT.after(since) if since else None


def is_near(assignment: Assignment) -> bool:
    full = right_from(assignment)
    return full is not None and assignment.ends_on >= full - NEAR


def near(today: datetime.date, rows: AssignmentQuerySet) -> list[Assignment]:
    """Of these the running and planned ones that come near three years; two questions, however many there are."""
    ahead = list(rows.unended().filter(ends_on__gte=today).select_related("order"))
    person = Coalesce("employment__subject__merged_into", "employment__subject")
    known: dict[tuple[UUID, UUID], list[Stay]] = {}
    companies = {each.order.company_id for each in ahead}
    found = Assignment.objects.filter(order__company__in=companies).annotate(person=person)
    who = {}
    for key, root, company, *stay in found.values_list("pk", "person", "order__company", "starts_on", "ends_on"):
        known.setdefault((root, company), []).append((stay[0], stay[1]))
        who[key] = (root, company)
    sinces = ((each, unbroken_since(known[who[each.pk]], each.ends_on)) for each in ahead if each.pk in who)
    return [each for each, since in sinces if since and each.ends_on >= LIMIT.after(since) - NEAR]


# --- in words ---
def names_of(keys: list[str]) -> dict[str, str]:
    found = Assignment.objects.filter(pk__in=keys).select_related("order__company")
    text = gettext("At %(client)s from %(day)s")
    return {
        str(each.pk): text % {"client": each.order.company, "day": date_format(each.starts_on, "DATE_FORMAT")}
        for each in found
    }
