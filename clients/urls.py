"""The clients app's addresses: the front page, the vacant positions, and what clients are asked."""

from django.urls import path

from clients import views
from clients.views import credit

urlpatterns = [
    path("", views.front, name="front"),
    path("stillinger/", views.positions, name="positions"),
    path("stillinger/<slug:slug>/", views.position, name="position"),
    path("for-bedrifter/forskudd/<str:token>/", credit.ask_review, name="ask_review"),
]
