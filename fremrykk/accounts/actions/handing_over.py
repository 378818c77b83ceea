"""A colleague leaves: everything they answer for goes to another, and the account is closed only then (P64)."""

import datetime

from candidates.actions import contact_persons, interview_leaders
from clients.actions import responsibility
from fremrykk.accounts.models import User
from privacy.actions import case_owners, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "access_control"


class NotAColleague(Exception):
    """Only somebody else who works here takes it over."""


def hand_over(*, user: User, to: User, by: Actor, at: datetime.datetime) -> int:
    """All of it, in steps that each hold by themselves: stopped half-way it is pressed again. Says how much it was.

    Raises `NotAColleague`.
    """
    if to.pk == user.pk or not to.is_active or not to.is_staff:
        raise NotAColleague
    done = contact_persons.hand_over(account=user, to=to, by=by, at=at)
    done += interview_leaders.hand_over(account=user, to=to, by=by, at=at)
    done += responsibility.hand_over(account=user, to=to)
    done += case_owners.hand_over(account=user, to=to)
    trail.record(
        Verb.CHANGED, subject_id=user.subject_id, by=by, at=at, activity=ACTIVITY, fields=["adviser"], obj=user
    )
    return done
