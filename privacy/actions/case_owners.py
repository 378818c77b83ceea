"""Questions a colleague answers, handed to another."""

from django.db import transaction

from privacy.actions import retention, subjects
from privacy.models import InboxCase
from privacy.ports import Actor


@transaction.atomic
def hand_over(*, account: Actor, to: Actor) -> int:
    """Those that are still open."""
    theirs = InboxCase.objects.filter(owner=account.pk, closed_at=None)
    roots = subjects.lock_who_is_left(*theirs.exclude(subject=None).values_list("subject", flat=True))
    done = theirs.update(owner=to.pk)
    retention.refresh(*roots.values())
    return done
