"""Who answers for a colleague who is away: given for a time, taken back."""

import datetime

from django.db import IntegrityError, transaction

from privacy.models import StandIn
from privacy.ports import Actor


class Overlaps(Exception):
    """Somebody stands in on one of these days already."""


class NotYours(Exception):
    """One finds a stand-in for oneself; the manager does for anybody."""


def give(
    *, account: Actor, stand_in: Actor, since: datetime.date, until: datetime.date, by: Actor, at: datetime.datetime
) -> StandIn:
    """Raises `Overlaps`, `NotYours`."""
    _refuse_others(account.pk, by)
    try:
        with transaction.atomic():
            return StandIn.objects.create(
                account_id=account.pk, stand_in_id=stand_in.pk, since=since, until=until, given_by_id=by.pk, given_at=at
            )
    except IntegrityError as error:
        if "stand_in_one_at_a_time" in str(error):
            raise Overlaps from error
        raise


@transaction.atomic
def take_back(*, stand_in: StandIn, by: Actor) -> None:
    """The colleague is back. Once or twice is the same. Raises `NotYours`."""
    _refuse_others(stand_in.account_id, by)
    StandIn.objects.filter(pk=stand_in.pk).delete()


def _refuse_others(account: int, by: Actor) -> None:
    if account != by.pk and not by.has_role("manager"):
        raise NotYours
