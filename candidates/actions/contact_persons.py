"""Contact persons of candidates: all of a colleague's handed to another, so that nobody is without one (P64)."""

import datetime
import uuid

from django.db import transaction

from candidates import emails
from candidates.models import Candidate
from candidates.queries.people import confirmed_address_of
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "candidate_base"
AT_ONCE = 100


def hand_over(*, account: Actor, to: Actor, by: Actor, at: datetime.datetime) -> int:
    """A hundred at a time, each told who it is now; those set aside are handed over too, and told nothing."""
    done = 0
    while found := list(
        Candidate.objects.filter(adviser=account.pk).order_by("pk").values_list("subject", flat=True)[:AT_ONCE]
    ):
        done += _some(found, account=account, to=to, by=by, at=at)
    return done


@transaction.atomic
def _some(found: list[uuid.UUID], *, account: Actor, to: Actor, by: Actor, at: datetime.datetime) -> int:
    subjects.lock_who_is_left(*found, to.subject_id)
    theirs = list(Candidate.objects.filter(subject__in=found, adviser=account.pk))
    Candidate.objects.filter(pk__in=[each.pk for each in theirs]).update(adviser=to.pk)
    reached = set(
        Candidate.objects.filter(pk__in=[each.pk for each in theirs]).unrestricted().values_list("pk", flat=True)
    )
    for each in theirs:
        trail.record(
            Verb.CHANGED, subject_id=each.subject_id, by=by, at=at, activity=ACTIVITY, fields=["adviser"], obj=each
        )
        address = confirmed_address_of(each) if each.pk in reached else ""
        if address:
            message = emails.contact_person(each, to)
            mails.queue(message, to=address, subject_id=each.subject_id, language=each.language, at=at)
    retention.refresh(*[each.subject_id for each in theirs])
    return len(theirs)
