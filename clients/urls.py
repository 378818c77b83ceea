"""The clients app's addresses: the front page, the vacant positions with their feed and the map of the site, signed agreements,
contact persons' own page, and what companies ask and follow.
"""

from django.urls import path

from clients.views import credit, enquiries, feeds, files, own, own_orders, positions

urlpatterns = [
    path("", positions.front, name="front"),
    path("stillinger/", positions.positions, name="positions"),
    path("stillinger/feed.atom", feeds.positions_feed, name="positions_feed"),
    path("stillinger/<slug:slug>/", positions.position, name="position"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("avtale/<int:pk>/", files.agreement_file, name="agreement_file"),
    path("min-side/kontaktperson/", own.my_contact, name="my_contact"),
    path("min-side/kontaktperson/<uuid:pk>/", own.change_my_contact, name="change_my_contact"),
    path("min-side/kontaktperson/reservasjon/", own.stop_my_mailings, name="stop_my_mailings"),
    path("min-side/kontaktperson/slett/", own.delete_my_contact, name="delete_my_contact"),
    path("for-bedrifter/", enquiries.for_companies, name="for_companies"),
    path("min-side/oppdrag/", own_orders.my_orders, name="my_orders"),
    path("min-side/oppdrag/mine/", own_orders.claim_orders, name="claim_orders"),
    path("min-side/oppdrag/<int:pk>/", own_orders.my_order, name="my_order"),
    path("min-side/oppdrag/<int:pk>/inviter/", own_orders.invite_colleague, name="invite_colleague"),
    path("min-side/oppdrag/<int:pk>/ta-ut/<int:reader>/", own_orders.take_out_colleague, name="take_out_colleague"),
    path("for-bedrifter/forskudd/<str:token>/", credit.ask_review, name="ask_review"),
]
