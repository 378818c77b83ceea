"""The clients app's addresses: the front page and the vacant positions."""

from django.urls import path

from clients import views

urlpatterns = [
    path("", views.front, name="front"),
    path("stillinger/", views.positions, name="positions"),
    path("stillinger/<slug:slug>/", views.position, name="position"),
]
