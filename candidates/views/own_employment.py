"""My page: the employment with the agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates.queries import assignments, authority_reports, own_employments
from candidates.queries.own_pages import roles
from privacy import queries as privacy
from privacy.queries.numbers import numbers_of


@never_cache
@require_safe
def my_employment(request: HttpRequest) -> HttpResponse:
    """For whoever is or was employed here: no candidate need be left, and the law may be all that still keeps it."""
    rows = list(own_employments.of_user(request.user))
    if not rows:
        return render(request, "candidates/my_employment.html", {"employments": []})
    explanation = privacy.explain(numbers_of(request.user.subject_id)[0], timezone.localdate())
    context = {
        "employments": own_employments.told(rows, explanation),
        "standstill": own_employments.standstill(rows, explanation),
        "reports": authority_reports.of_person(numbers_of(request.user.subject_id)),
        "assignments": assignments.told_to(request.user, today=timezone.localdate()),
        "own": roles(request.user),
    }
    return render(request, "candidates/my_employment.html", context)
