"""The front page and the vacant positions."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clients.forms import PositionFilter
from clients.models import JobAd
from clients.queries import checks

NEWEST = 6
OTHERS = 3


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    newest = JobAd.objects.published(timezone.now()).newest_first()[:NEWEST]
    return render(request, "clients/front.html", {"ads": newest})


@login_not_required
@require_safe
def positions(request: HttpRequest) -> HttpResponse:
    published = JobAd.objects.published(timezone.now())
    places = list(published.order_by("place").values_list("place", flat=True).distinct())
    form = PositionFilter(request.GET, places=places)
    ads = list(published.matching(**form.chosen).newest_first())
    context = {"form": form, "ads": ads, "is_filtered": bool(form.chosen)}
    context["alert_link"] = reverse("new_alert", query=form.chosen)
    return render(request, "clients/positions.html", context)


@login_not_required
@require_safe
def position(request: HttpRequest, slug: str) -> HttpResponse:
    """The ad; one that was on the site and is no longer says so, and shows what is open now."""
    now = timezone.now()
    ad = get_object_or_404(JobAd.objects.shown(now), slug=slug)
    if ad.is_open(now):
        return render(request, "clients/position.html", {"ad": ad, "checks": checks.printed(ad.order_id)})
    return no_longer_vacant(request, ad, now)


def no_longer_vacant(request: HttpRequest, ad: JobAd, now: datetime.datetime) -> HttpResponse:
    others = JobAd.objects.published(now).newest_first()[:OTHERS]
    return render(request, "clients/position_closed.html", {"ad": ad, "ads": others}, status=410)
