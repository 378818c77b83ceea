"""Receipts for what was chosen and answered about being presented, each a file to keep."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from candidates.models import Candidate, SharingChoice, SharingPermission
from candidates.queries import sharing_receipts as receipts
from candidates.views.own import own_page
from privacy.views.receipts import as_file


@require_safe
@own_page
def sharing_receipt(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    """What was chosen with an application, the first time."""
    own = candidate.applications.exclude(sharing_notice=None)
    found = own.select_related("job_ad", "job_order", "candidate", "sharing_notice")
    return as_file(receipts.of_application(get_object_or_404(found, pk=pk)))


@require_safe
@own_page
def choice_receipt(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    own = SharingChoice.objects.filter(application__candidate=candidate)
    found = own.select_related(
        "application__job_ad", "application__job_order", "application__candidate", "sharing_notice"
    )
    return as_file(receipts.of_choice(get_object_or_404(found, pk=pk)))


@require_safe
@own_page
def answer_receipt(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    """There is none before there is an answer."""
    own = SharingPermission.objects.filter(candidate=candidate).exclude(answered_at=None)
    found = own.select_related("job_order__company", "candidate", "sharing_notice")
    return as_file(receipts.of_permission(get_object_or_404(found, pk=pk)))
