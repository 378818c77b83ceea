"""Two candidates are one person: all that hangs on the one goes over to the other. Under the locks of the merge."""

import datetime

from allauth.account.models import EmailAddress
from django.db.models import F
from django.db.models.functions import Greatest, Least

from candidates.actions import cv_rows, drafts, interview_ends, profiles, sharing
from candidates.models import AlertedAd, Application, Candidate, IdentitySeen, JobAlert


def go_over(*, lost: Candidate, into: Candidate) -> None:
    """Nothing is lost: what may be there once only is settled first, and then every table that names a candidate goes over."""
    Application.objects.filter(candidate=lost).update(candidate=into)  # first: tags are of who chose so with one
    _alerts(lost, into)
    _identity(lost, into)
    drafts.go_over(lost=lost, into=into)
    interview_ends.go_over(lost=lost, into=into)
    sharing.go_over(lost, into)
    profiles.go_over(lost=lost, into=into)
    cv_rows.go_over(lost=lost, into=into)
    for relation in Candidate._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: lost})
        rows.update(**{relation.field.name: into})
    Candidate.objects.filter(pk=into.pk).update(
        created_at=Least(F("created_at"), lost.created_at),
        last_active_at=Greatest(F("last_active_at"), lost.last_active_at),
        received_on=_received(lost, into),
        phone=into.phone or lost.phone,
        unconfirmed_email=_address(lost, into),
        adviser=into.adviser_id or lost.adviser_id,
    )
    Candidate.objects.filter(pk=lost.pk).delete()


def _alerts(lost: Candidate, into: Candidate) -> None:
    """Of the same search saved under both numbers the person's own stays."""
    known = {tuple(alert.criteria.items()) for alert in into.job_alerts.all()}
    for alert in lost.job_alerts.all():
        if tuple(alert.criteria.items()) in known:
            AlertedAd.objects.filter(alert=alert).delete()
            JobAlert.objects.filter(pk=alert.pk).delete()


def _identity(lost: Candidate, into: Candidate) -> None:
    """Seen twice: the newest counts, as when it is noted anew."""
    seen = IdentitySeen.objects.filter(candidate__in=[lost.pk, into.pk]).order_by("-seen_on", "-noted_at", "-pk")
    newest = seen.values_list("pk", flat=True)[:1]
    IdentitySeen.objects.filter(candidate__in=[lost.pk, into.pk]).exclude(pk__in=list(newest)).delete()


def _received(lost: Candidate, into: Candidate) -> datetime.date | None:
    """Of two days we got the data on the first counts; one nobody wrote down still waits for somebody to decide."""
    known = [each.received_on for each in (into, lost) if each.received_on]
    return min(known) if into.received_on else into.received_on


def _address(lost: Candidate, into: Candidate) -> str:
    """An address typed for the other is better than none."""
    has_address = EmailAddress.objects.filter(user__subject=into.subject_id).exists()
    return into.unconfirmed_email or ("" if has_address else lost.unconfirmed_email)
