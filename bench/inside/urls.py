"""The addresses of the site, one that does nothing, and one that takes in and forgets."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from fremrykk import urls


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("constant")


@csrf_exempt
@login_not_required
def swallow(request: HttpRequest) -> HttpResponse:
    """Takes in whatever is sent, and forgets it."""
    return HttpResponse(str(sum(file.size or 0 for file in request.FILES.values())))


urlpatterns = [path("bench/constant/", constant), path("bench/swallow/", swallow), *urls.urlpatterns]
