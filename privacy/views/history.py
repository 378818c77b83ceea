"""What was done with the own data, for everybody who can log in; candidates read the same among their own pages."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from privacy.queries import trail_for_person

LINES_ON_A_PAGE = 25


@require_safe
@never_cache
def my_history(request: HttpRequest) -> HttpResponse:
    """GDPR art. 15(1); also while the data are restricted."""
    return render(request, "privacy/my_history.html", page_of(request.user.subject_id, request.GET.get("side", "")))


def page_of(subject_id: uuid.UUID, asked: str) -> dict[str, Any]:
    """One page of the history, with the ways to the pages beside it; what is no page is the first."""
    page = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    start = (page - 1) * LINES_ON_A_PAGE
    lines = trail_for_person(subject_id, start=start, limit=LINES_ON_A_PAGE + 1)
    older = page + 1 if len(lines) > LINES_ON_A_PAGE else None
    return {"lines": lines[:LINES_ON_A_PAGE], "newer": page - 1, "older": older}
