"""A presentation to the client for each some thousand people, by the program's own actions: the database lets no other out."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from candidates.actions import presentations
from candidates.choices import Stage
from candidates.models import Candidate
from clients.models import JobOrder
from fremrykk.accounts.management.scale import agency
from fremrykk.accounts.management.scale.people import Person, Surroundings
from fremrykk.accounts.models import User

MOST = 10
FORTNIGHT = datetime.timedelta(days=14)


def present(people: Sequence[Person], around: Surroundings) -> None:
    """Some of those an adviser has moved to *presented* for the same position."""
    ready = [person for person in people if person.path(0)[-1] == Stage.PRESENTED]
    if not ready:
        return
    _ad, position = ready[0].ad(0)
    shown = [person.candidate for person in ready if person.ad(0)[1] == position][:MOST]
    order, by, at = JobOrder.objects.get(pk=position), User.objects.get(pk=around.advisers[0]), around.now
    last_day = timezone.localdate(at + FORTNIGHT)
    whole = presentations.draft(
        order=order, contact=agency.contact(), last_day=last_day, is_anonymous=False, by=by, at=at
    )
    for candidate in Candidate.objects.filter(pk__in=shown).order_by("pk"):
        presentations.include(
            presentation=whole, candidate=candidate, text="Erfaren og nøyaktig, kan begynne om en måned.", by=by, at=at
        )
    presentations.send(presentation=whole, by=by, at=at)
