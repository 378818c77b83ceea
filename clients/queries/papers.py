"""Whether the agency's own papers are in order."""

import datetime

from clients.choices.papers import PaperKind
from clients.models import AgencyPaper

AHEAD = datetime.timedelta(days=30)  # so long before it lapses it is said, as renewing one takes time


def lacking(on: datetime.date) -> list[PaperKind]:
    """What does not hold on that day."""
    there = set(AgencyPaper.objects.standing().holding(on).values_list("kind", flat=True))
    return [kind for kind in PaperKind if kind not in there]


def is_approved(on: datetime.date) -> bool:
    """Whether the agency's approval is in force; without it NAV takes no ad of ours, and nobody new is hired out."""
    return approval(on) is not None


def to_renew(today: datetime.date) -> list[tuple[PaperKind, datetime.date | None]]:
    """What is missing, has lapsed or soon will, with its last day; None: it was never written down."""
    last = dict(AgencyPaper.objects.standing().values_list("kind", "valid_until"))
    return [(kind, last.get(kind)) for kind in PaperKind if kind not in last or last[kind] <= today + AHEAD]


def approval(today: datetime.date) -> AgencyPaper | None:
    """The approval that holds on that day, as everybody may know it."""
    return AgencyPaper.objects.standing().holding(today).filter(kind=PaperKind.APPROVAL).first()
