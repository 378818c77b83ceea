"""A contact person's own list of what candidates were shown to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates.queries import own_presentations


@never_cache
@require_safe
def my_presentations(request: HttpRequest) -> HttpResponse:
    """Each with a way in as long as somebody is shown; over, it says so and names nobody."""
    rows = own_presentations.listed(request.user, at=timezone.now())
    shown = [(each, own_presentations.token(each) if each.is_open else "") for each in rows]
    return render(request, "candidates/my_presentations.html", {"shown": shown})
