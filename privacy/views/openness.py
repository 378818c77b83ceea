"""What anyone may know of how we work: how people are chosen, and for whom the site works."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy.choices import PeriodCode
from privacy.queries import register

ASSESSED = datetime.date(2026, 11, 29)  # the day somebody last went through the pages; moved by hand, with the text
OF_APPLICANTS = [PeriodCode.THIS_POSITION, PeriodCode.CANDIDATE_BASE, PeriodCode.FURTHER_STORAGE]


@login_not_required
@require_safe
def how_we_recruit(request: HttpRequest) -> HttpResponse:
    """Step by step, with the storage times as they are in force."""
    periods = register.periods_in_force().filter(code__in=OF_APPLICANTS)
    return render(request, "privacy/how_we_recruit.html", {"periods": periods})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Nothing obliges a private agency to say it; what is not good yet is said too."""
    return render(request, "privacy/accessibility.html", {"assessed": ASSESSED})


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where security.txt sends whoever found a hole."""
    return render(request, "privacy/security.html")
