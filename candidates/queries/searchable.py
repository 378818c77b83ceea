"""Whom an adviser may look for: those in the base, and who is in process for one of the orders the adviser answers for."""

import datetime

from django.db.models import BooleanField, F, Func, OuterRef, Q, Value

from candidates.choices import KeepScope, Origin, Source, Stage
from candidates.models import Application, Candidate, CandidateQuerySet
from candidates.models.plain import Asked
from privacy.choices import ConsentPurpose
from privacy.deadlines import add_months
from privacy.models import Collection, Restriction, StandIn, every_number
from privacy.ports import Actor

LONGEST = 24  # months: what is older is kept for another reason than to be found (a hold, a claim)


def searchable_by(reader: Actor, today: datetime.date) -> CandidateQuerySet:
    """All the reader may search among. Whoever has set anything aside is not among them."""
    return Candidate.objects.visible_to(reader).filter(may_be_found(reader, today))


def in_base(today: datetime.date) -> CandidateQuerySet:
    """Those who may have a tag and stand on a list, as the database says too (`candidates_is_in_base`)."""
    return Candidate.objects.filter(_is_in_base(today) & ~_is_set_aside())


def may_be_found(reader: Actor, today: datetime.date) -> Q:
    theirs = StandIn.objects.whose_work(reader, "job_order__adviser", today)
    own_orders = Application.objects.in_progress().filter(theirs, candidate=OuterRef("pk"), job_order__closed_at=None)
    return (_is_in_base(today) | Q(Asked(own_orders))) & ~_is_set_aside()


def _is_set_aside() -> Q:
    """Anything of theirs: who disputes a CV is not to be judged by the rest."""
    return Q(subject__in=every_number(Restriction.objects.in_force()))


def _is_in_base(today: datetime.date) -> Q:
    oldest = add_months(today, -LONGEST)
    chosen = (
        Application.objects.filter(
            candidate=OuterRef("pk"), keep_scope=KeepScope.CANDIDATE_BASE, submitted_at__date__gt=oldest
        )
        .exclude(origin=Origin.ADDED)
        .exclude(stage=Stage.WITHDRAWN)
    )
    agreed = Func(
        F("subject"), Value(ConsentPurpose.FURTHER_STORAGE), function="candidates_has_consent",
        output_field=BooleanField(),
    )  # fmt: skip
    untold = Collection.objects.untold().filter(
        Q(subject=OuterRef("subject")) | Q(subject__merged_into=OuterRef("subject"))
    )
    entered = Q(source__in=[Source.BY_HAND, Source.IMPORTED], received_on__gt=oldest) & ~Q(Asked(untold))
    return Q(Asked(chosen)) | Q(agreed) | entered
