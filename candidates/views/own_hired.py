"""My page: whom a client's contact person has hired in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates.queries import assignments


@never_cache
@require_safe
def my_hired(request: HttpRequest) -> HttpResponse:
    """Whoever leads the work reads who comes, when and where; over, nobody is named any more."""
    today = timezone.localdate()
    hired = [(row, row.starts_on > today) for row in assignments.at_own_client(request.user, today=today)]
    return render(request, "candidates/my_hired.html", {"hired": hired})
