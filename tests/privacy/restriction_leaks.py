"""Addresses somebody might add who has not heard of the gate: the walk must find them out."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from candidates.models import Application, Candidate
from fremrykk.urls import urlpatterns as known

__all__ = ["urlpatterns"]


def everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(str(candidate) for candidate in Candidate.objects.all()))


def one(request: HttpRequest, pk: str) -> HttpResponse:
    """It shows no name, and tells that there is somebody."""
    return HttpResponse(status=200 if Application.objects.filter(pk=pk).exists() else 410)


urlpatterns = [*known, path("alle/", everybody, name="everybody"), path("en/<uuid:pk>/", one, name="one")]
