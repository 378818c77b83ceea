"""Addresses of what candidates see and do."""

from django.urls import path

from candidates.views import applying, documents, intake, leads, own_mail, own_pages, own_storage

urlpatterns = [
    path("stillinger/<slug:slug>/sok/", applying.apply, name="apply"),
    path("registrer/", applying.register, name="register"),
    path("soknad/kvittering/", applying.receipt, name="receipt"),
    path("soknad/bekreft/<str:token>/", applying.confirm_address, name="confirm_address"),
    path("kampanje/svar/<str:token>/", leads.answer_lead, name="answer_lead"),
    path("leads/inntak/<uuid:pk>/", intake.deliver_lead, name="deliver_lead"),
    path("min-side/", own_pages.min_side, name="min_side"),
    path("min-side/soknader/<uuid:pk>/", own_pages.my_application, name="my_application"),
    path("min-side/soknader/<uuid:pk>/trekk/", own_pages.withdraw_application, name="withdraw_application"),
    path("min-side/dokumenter/", documents.my_documents, name="my_documents"),
    path("min-side/dokumenter/<uuid:pk>/fjern/", documents.remove_document, name="remove_document"),
    path("min-side/lagring/", own_storage.my_storage, name="my_storage"),
    path("min-side/lagring/samtykke/", own_storage.give_consent, name="give_consent"),
    path("min-side/lagring/trekk-samtykke/", own_storage.withdraw_consent, name="withdraw_consent"),
    path("min-side/lagring/kvittering/<int:pk>/", own_storage.consent_receipt, name="consent_receipt"),
    path("min-side/e-post/", own_mail.my_mail, name="my_mail"),
    path("min-side/e-post/varsel/", own_mail.new_alert, name="new_alert"),
    path("min-side/e-post/varsel/<uuid:pk>/stopp/", own_mail.stop_alert, name="stop_alert"),
    path("min-side/e-post/trekk-samtykke/", own_mail.end_alerts, name="end_alerts"),
    path("min-side/historikk/", own_pages.my_trail, name="my_trail"),
    path("min-side/profil/", own_pages.my_profile, name="my_profile"),
    path("min-side/slett-meg/", own_storage.delete_me, name="delete_me"),
    path("dokument/<uuid:pk>/", documents.document, name="document"),
]
