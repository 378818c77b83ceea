"""What two numbers of one person said of being presented, made ready to be brought together; under the locks of the merge."""

from django.db.models import Exists, OuterRef, Subquery

from candidates.choices import Stage
from candidates.choices.presentations import ItemKind
from candidates.models import Application, Candidate, PresentationItem, SharingPermission


def go_over(candidate: Candidate, own: Candidate) -> None:
    """Of two questions that wait about one order one is asked; an employer is blocked once; a client meets one person once.

    All else stays. A yes and a no about one order both stay: the database lets the newer count.
    """
    asked = own.permissions.waiting().values("job_order")
    candidate.permissions.waiting().filter(job_order__in=asked).delete()
    candidate.blocked_employers.filter(org_number__in=own.blocked_employers.values("org_number")).delete()
    introduced = own.presented.filter(kind=ItemKind.INTRODUCTION).values("presentation")
    twice = candidate.presented.filter(kind=ItemKind.INTRODUCTION, presentation__in=introduced)
    PresentationItem.objects.filter(pk__in=list(twice.values_list("pk", flat=True))).delete()
    _end_what_was_withdrawn(candidate, own)


def _end_what_was_withdrawn(*both: Candidate) -> None:
    """Whoever said yes by one number and then took the application back by the other has taken back the yes."""
    after = Application.objects.filter(
        candidate__in=both,
        job_order=OuterRef("job_order"),
        stage=Stage.WITHDRAWN,
        stage_since__gte=OuterRef("answered_at"),
    )
    at = Subquery(after.order_by("stage_since").values("stage_since")[:1])
    SharingPermission.objects.standing().filter(Exists(after), candidate__in=both).update(ended_at=at)
