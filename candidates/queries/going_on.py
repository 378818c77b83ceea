"""What somebody has answered about being presented, and what was begun, as long as nobody has gone on with it."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from candidates.choices import OPEN_STAGES, Interest
from candidates.models import (
    Application,
    CheckNotice,
    Presentation,
    PresentationAnswer,
    PresentationItem,
    SharingPermission,
)
from clients.models import JobOrder
from privacy.models import StandIn
from privacy.ports import Actor


def clients_answers(user: Actor, *, at: datetime.datetime) -> QuerySet[PresentationAnswer]:
    """The last answer of each reader, until the application moves; of who has none, until the presentation is over."""
    later = PresentationAnswer.objects.filter(
        presentation=OuterRef("presentation"), candidate=OuterRef("candidate"), reader=OuterRef("reader"), at__gt=OuterRef("at")
    )  # fmt: skip
    theirs = Application.objects.filter(candidate=OuterRef("candidate"), job_order=OuterRef("presentation__job_order"))
    stands = Exists(theirs.filter(stage__in=OPEN_STAGES, stage_since__lte=OuterRef("at")))
    is_out = Q(presentation__revoked_at=None, presentation__ends_at__gt=at)
    rows = PresentationAnswer.objects.visible_to(user).filter(_own(user, "presentation__job_order"), ~Exists(later))
    return rows.filter(stands | (~Exists(theirs) & is_out))


def yeses(user: Actor) -> QuerySet[SharingPermission]:
    """Those who may be presented for an order, and are in no presentation for it."""
    shown = PresentationItem.objects.filter(
        candidate=OuterRef("candidate"), presentation__job_order=OuterRef("job_order"), presentation__revoked_at=None
    )
    rows = SharingPermission.objects.visible_to(user).filter(_own(user, "job_order"), ~Exists(shown))
    return rows.filter(answer=Interest.INTERESTED, ended_at=None)


def unsent(user: Actor) -> QuerySet[Presentation]:
    rows = Presentation.objects.visible_to(user).filter(_own(user, "job_order"))
    return rows.filter(sent_at=None, revoked_at=None)


def checks_to_note(user: Actor) -> QuerySet[CheckNotice]:
    """The candidate was told, and nobody has written down that it was in order."""
    rows = CheckNotice.objects.visible_to(user).filter(_own(user, "application__job_order"))
    return rows.filter(noted=None, requirement__lifted_at=None, application__stage__in=OPEN_STAGES)


def _own(user: Actor, path: str) -> Q:
    """Of open orders this colleague answers for today."""
    whose = StandIn.objects.whose_work(user, "adviser", timezone.localdate())
    return Q(**{f"{path}__in": JobOrder.objects.is_open().filter(whose)})
