"""What we do with personal data, told to anyone: made from the register, so that it cannot say something else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from privacy.choices import NoticeKind
from privacy.models import Controller, Notice, ProcessingActivity, RetentionPeriod


@login_not_required
@require_safe
def privacy_statement(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    notice = Notice.objects.in_force(NoticeKind.STATEMENT, today)
    earlier = Notice.objects.filter(kind=NoticeKind.STATEMENT, version__lt=notice.version)
    context = {
        "notice": notice,
        "earlier": earlier.order_by("-version"),
        "controller": Controller.objects.filter(valid_until=None).first(),
        "activities": ProcessingActivity.objects.order_by("name_nb", "pk"),
        "periods": RetentionPeriod.objects.filter(approved_at__isnull=False, superseded_at=None).order_by("code"),
    }
    return render(request, "privacy/statement.html", context)


@login_not_required
@require_safe
def processing_activities(request: HttpRequest) -> HttpResponse:
    context = {
        "activities": ProcessingActivity.objects.order_by("name_nb", "pk"),
        "controller": Controller.objects.filter(valid_until=None).first(),
    }
    return render(request, "privacy/activities.html", context)
