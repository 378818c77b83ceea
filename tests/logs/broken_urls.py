"""The site with two pages more: one that fails with what it was sent, and one that starts a job which does."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from fremrykk.urls import urlpatterns as all_pages


@login_not_required
def fail(request, token):
    form = {**request.POST.dict(), **request.FILES.dict()}
    raise ValueError(f"{token}: {form} {request.headers}")


urlpatterns = [path("feil/<str:token>/", fail, name="fail"), *all_pages]
