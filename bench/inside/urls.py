"""The addresses of the site, and the one that does nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from fremrykk import urls


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("constant")


urlpatterns = [path("bench/constant/", constant), *urls.urlpatterns]
