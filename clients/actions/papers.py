"""The agency's own papers: written down by the manager, who answers for them."""

import datetime

from django.db import transaction

from clients.models import AgencyPaper
from privacy.ports import Actor


class NotTheManager(Exception):
    """Only the manager writes down what the agency may do."""


class EndsBeforeStart(Exception):
    """The last day is not before the first."""


@transaction.atomic
def note(
    *, kind: str, valid_from: datetime.date, valid_until: datetime.date, by: Actor, at: datetime.datetime, **said: str
) -> AgencyPaper:  # fmt: skip
    """A renewal, or a correction: from now on it counts, whatever was written before. `said`: issued_by, reference.

    Raises `NotTheManager`, `EndsBeforeStart`.
    """
    if not by.has_role("manager"):
        raise NotTheManager
    if valid_until < valid_from:
        raise EndsBeforeStart
    return AgencyPaper.objects.create(
        kind=kind, valid_from=valid_from, valid_until=valid_until, noted_by_id=by.pk, noted_at=at, **said
    )
