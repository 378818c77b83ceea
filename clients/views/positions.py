"""The front page and the vacant positions."""

import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from clients.forms.positions import PositionFilter, WordsForm, counties, shortcuts
from clients.models import JobAd
from clients.queries import job_posting
from clients.queries.positions import Vacant, told
from clients.views.conditional import answers_304

NEWEST = 6
OTHERS = 3
A_PAGE = 20
FILTERS = ("occupation", "county", "place", "extent", "form", "remote")


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What is newest, how many there are, and the shortest ways to those of an occupation or a county."""
    now = timezone.now()
    newest = JobAd.objects.published(now).newest_first()[:NEWEST]
    vacant = Vacant.at(now, "")
    context = {"ads": newest, "number": len(vacant.rows), "shortcuts": shortcuts(vacant), "counties": counties(vacant)}
    return render(request, "clients/front.html", context)


@login_not_required
@require_safe
@answers_304
def positions(request: HttpRequest) -> HttpResponse:
    """Found, counted and sorted by what the address says; each page of a search has an address of its own."""
    now = timezone.now()
    form = asked(request, now)
    page, number = _page(request, form, now)
    chosen = form.chosen
    sort = {"sort": "deadline"} if form.is_by_deadline else {}
    context = {
        "form": form, "ads": list(page), "number": number, "page": page, "is_filtered": bool(chosen), "chips": form.chips,
        "facts": [form[name] for name in FILTERS], "search": urlencode(chosen | sort),
        "filters": urlencode(chosen), "feed": reverse("positions_feed", query=chosen or None),
        "alert_link": reverse("new_alert", query=chosen or None),
    }  # fmt: skip
    return render(request, "clients/positions.html", context)


def asked(request: HttpRequest, now: datetime.datetime) -> PositionFilter:
    return PositionFilter(request.GET, vacant=Vacant.at(now, WordsForm(request.GET).words))


def _page(request: HttpRequest, form: PositionFilter, now: datetime.datetime) -> tuple[Page[JobAd], int]:
    """The page that is asked for, or the nearest there is; and how many there are in all. One query."""
    found = JobAd.objects.published(now).matching(**form.chosen)
    rows = found.deadline_first() if form.is_by_deadline else found.newest_first()
    number = form.vacant.found(form.chosen)
    paginator = Paginator(rows, A_PAGE)
    paginator.count = number
    return paginator.get_page(request.GET.get("page")), number


@login_not_required
@require_safe
@answers_304
def position(request: HttpRequest, slug: str) -> HttpResponse:
    """The ad; one that was on the site and is no longer says so, and shows what is open now."""
    now = timezone.now()
    rows = JobAd.objects.select_related("order__adviser")
    ad = rows.published(now).filter(slug=slug).first()
    if ad is None:
        return no_longer_vacant(request, get_object_or_404(JobAd.objects.shown(now), slug=slug), now)
    context = told(ad, timezone.localdate(now)) | {
        "url": settings.SITE_URL + ad.get_absolute_url(),
        "is_preview": False,
    }
    context["job_posting"] = job_posting.as_script(ad, context["required"])
    return render(request, "clients/position.html", context)


def no_longer_vacant(request: HttpRequest, ad: JobAd, now: datetime.datetime) -> HttpResponse:
    others = JobAd.objects.published(now).similar_to(ad)[:OTHERS]
    return render(request, "clients/position_closed.html", {"ad": ad, "ads": others}, status=410)
