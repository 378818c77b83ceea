"""What we do with personal data, told to anyone: made from the register, so that it cannot say something else."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from privacy.choices import NoticeKind
from privacy.forms.register import RegisterFilter
from privacy.models import Notice
from privacy.ports import nudge
from privacy.queries import printed_register, register
from privacy.views import limits

# Asked again each time, and answered in one line while nothing has changed: a change of the register shows at once.
MOST_PDFS = 60  # an hour
MOST_OPEN = 3  # activities whose folds are open from the start
SOON = "60"  # seconds

kept_while_unchanged = cache_control(private=True, no_cache=True)


@login_not_required
@require_safe
@conditional_page
@kept_while_unchanged
def privacy_statement(request: HttpRequest) -> HttpResponse:
    """The statement in force, or with `?per=2025-01-31` the one of that day."""
    today = timezone.localdate()
    now = Notice.objects.in_force(NoticeKind.STATEMENT, today)
    asked, trouble = _of_a_day(request.GET.get("per"), today)
    notice = asked or now
    earlier = Notice.objects.filter(kind=NoticeKind.STATEMENT, version__lt=notice.version, in_force_from__isnull=False)
    context: dict[str, Any] = {
        "notice": notice, "earlier": earlier.order_by("-version"), "is_earlier": notice.pk != now.pk,
        "trouble": trouble, "controller": register.controller(), "activities": register.entries(today),
        "periods": register.periods_in_force(),
    }  # fmt: skip
    return render(request, "privacy/statement.html", context, status=404 if trouble else 200)


def _of_a_day(wanted: str | None, today: datetime.date) -> tuple[Notice | None, str]:
    """What stood here that day, or what is wrong with the day."""
    if wanted is None:
        return None, ""
    try:
        day = parse_date(wanted)
    except ValueError:
        day = None
    if day is None:
        return None, _("This is no date. Write it like this: 2025-01-31.")
    if day > today:
        return None, _("That day is ahead. This is the version in force today.")
    notice = Notice.objects.shown_on(NoticeKind.STATEMENT, day)
    return notice, "" if notice else _("We had no statement on that day. This is the version in force today.")


@login_not_required
@require_safe
@conditional_page
@kept_while_unchanged
def processing_activities(request: HttpRequest) -> HttpResponse:
    form, all_of_them = RegisterFilter(request.GET), register.entries(timezone.localdate())
    found = register.matching(all_of_them, words=form.words, ground=form.chosen)
    context = {
        "form": form, "activities": found, "number_of_all": len(all_of_them), "are_open": len(found) <= MOST_OPEN,
        "controller": register.controller(),
    }  # fmt: skip
    return render(request, "privacy/activities.html", context)


@login_not_required
@require_safe
@conditional_page
@kept_while_unchanged
def register_json(request: HttpRequest) -> HttpResponse:
    """The register for machines (GDPR art. 30); what its names mean stands in the README."""
    found = register.as_json(timezone.localdate())
    return JsonResponse(found, json_dumps_params={"indent": 2, "ensure_ascii": False})


@login_not_required
@require_safe
@kept_while_unchanged
def register_pdf(request: HttpRequest) -> HttpResponse:
    """The register on paper, in the reader's language. The worker makes it; nobody's request does."""
    if limits.is_spent(request, "register_pdf", MOST_PDFS):
        return limits.too_many(request)
    limits.spend(request, "register_pdf")
    language = "en" if get_language() == "en" else "nb"
    copy = printed_register.present_copy(language, timezone.localdate())
    if copy is None:
        nudge("privacy.jobs.print_register")
        response = render(request, "privacy/register_being_made.html", status=503)
        response["Retry-After"] = SOON
        return response
    name = f"fremrykk-behandlinger-{timezone.localdate(copy.made_at):%Y-%m-%d}.pdf"
    return HttpResponse(
        bytes(copy.content),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
