"""The clients app's addresses: the front page, the vacant positions, signed agreements, contact persons' own page."""

from django.urls import path

from clients.views import files, own, positions

urlpatterns = [
    path("", positions.front, name="front"),
    path("stillinger/", positions.positions, name="positions"),
    path("stillinger/<slug:slug>/", positions.position, name="position"),
    path("avtale/<int:pk>/", files.agreement_file, name="agreement_file"),
    path("min-side/kontaktperson/", own.my_contact, name="my_contact"),
    path("min-side/kontaktperson/<uuid:pk>/", own.change_my_contact, name="change_my_contact"),
    path("min-side/kontaktperson/reservasjon/", own.stop_my_mailings, name="stop_my_mailings"),
    path("min-side/kontaktperson/slett/", own.delete_my_contact, name="delete_my_contact"),
]
