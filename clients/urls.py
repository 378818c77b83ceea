"""The clients app's addresses: the front page, the vacant positions, and what companies ask and follow."""

from django.urls import path

from clients import views
from clients.views import enquiries, own_orders

urlpatterns = [
    path("", views.front, name="front"),
    path("stillinger/", views.positions, name="positions"),
    path("stillinger/<slug:slug>/", views.position, name="position"),
    path("for-bedrifter/", enquiries.for_companies, name="for_companies"),
    path("min-side/oppdrag/", own_orders.my_orders, name="my_orders"),
    path("min-side/oppdrag/mine/", own_orders.claim_orders, name="claim_orders"),
    path("min-side/oppdrag/<int:pk>/", own_orders.my_order, name="my_order"),
    path("min-side/oppdrag/<int:pk>/inviter/", own_orders.invite_colleague, name="invite_colleague"),
    path("min-side/oppdrag/<int:pk>/ta-ut/<int:reader>/", own_orders.take_out_colleague, name="take_out_colleague"),
]
