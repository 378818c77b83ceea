"""Permissions to present: who may be asked, what somebody is told, by which link the person answers."""

import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse

from candidates.choices import Origin, SharingScope, Stage
from candidates.models import Application, Candidate, SharingPermission
from candidates.queries import people
from clients.choices import Release
from clients.models import FactSheet, JobOrder
from privacy.queries import addressed

SALT = "candidates.permission"
# What somebody at a stage is told of the position; whoever is asked is told the second part in any case.
LEVELS = {
    Stage.INTERVIEW: Release.INTERVIEW,
    Stage.PRESENTED: Release.INTERVIEW,
    Stage.OFFER: Release.OFFER,
    Stage.PLACED: Release.OFFER,
}
OTHERS_TOO = (SharingScope.ASK_FIRST, SharingScope.WITHOUT_ASKING)


def may_be_asked(candidate: Candidate, order: JobOrder) -> bool:
    """Whoever applied for the position, or said that others may be thought of; to anybody else it is advertising."""
    own = Application.objects.filter(candidate=candidate).exclude(origin=Origin.ADDED).exclude(stage=Stage.WITHDRAWN)
    return own.filter(Q(job_order=order) | Q(sharing_scope__in=OTHERS_TOO)).exists()


def level_for(candidate: Candidate, order: JobOrder) -> Release:
    """How much of the fact sheet this candidate is told, by how far they have come for this order."""
    theirs = Application.objects.filter(candidate=candidate, job_order=order)
    stages = theirs.order_by("-stage_since", "-pk").values_list("stage", flat=True)
    return next((LEVELS[Stage(stage)] for stage in stages if Stage(stage) in LEVELS), Release.SCREENING)


def told_now(permission: SharingPermission) -> Release:
    """What the page of a question says at this moment: by the stage reached, and never less than the person was asked on."""
    reached = level_for(permission.candidate, permission.job_order)
    return max(reached, Release(permission.level), key=[*Release].index)


def newest_sheet(order: JobOrder) -> FactSheet | None:
    return FactSheet.objects.filter(order=order).order_by("-version").first()


def of_candidate(candidate: Candidate) -> QuerySet[SharingPermission]:
    found = SharingPermission.objects.filter(candidate=candidate).select_related(
        "job_order__company", "job_order__adviser", "fact_sheet"
    )
    return found.order_by("-asked_at", "pk")


def link(permission: SharingPermission) -> str:
    """Where the person answers. It works for who reads the address as long as it is theirs, until the day it says."""
    return str(settings.SITE_URL) + reverse("answer_permission", args=[token(permission)])


def token(permission: SharingPermission) -> str:
    address = addressed.mark(people.confirmed_address_of(permission.candidate), salt=SALT)
    return signing.Signer(salt=SALT).sign_object({"permission": str(permission.pk), "address": address})


def by_token(text: str, *, today: datetime.date) -> SharingPermission | None:
    """The question the link is of; None when nobody of ours made it, its day has come, or the person or address is gone."""
    try:
        words = signing.Signer(salt=SALT).unsign_object(text)
        pk, address = UUID(words["permission"]), words["address"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    found = SharingPermission.objects.select_related(
        "candidate__subject", "job_order__company", "job_order__adviser", "fact_sheet"
    )
    permission = found.filter(pk=pk, answer_by__gte=today).first()
    is_theirs = permission and addressed.account_at(address, permission.candidate.subject_id, salt=SALT)
    return permission if is_theirs else None


def names_of(keys: list[str]) -> dict[str, str]:
    """By the position, as the person knows it."""
    return {
        str(each.pk): each.job_order.title
        for each in SharingPermission.objects.filter(pk__in=keys).select_related("job_order")
    }
