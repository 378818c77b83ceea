"""The choice of language."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views import i18n
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from privacy.views import origins


@login_not_required
@csrf_exempt  # a token is a cookie, and reading a page must set none; what another site could do is refused below
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language in a cookie, and back to the page; the choice is the only thing stored."""
    origins.refuse_other_sites(request)
    return i18n.set_language(request)
