"""The privacy app's addresses."""

from django.urls import path

from privacy.views import contact, demo, health, language, statement

urlpatterns = [
    path("kontakt/", contact.contact, name="contact"),
    path("personvern/", statement.privacy_statement, name="privacy_statement"),
    path("personvern/behandlinger/", statement.processing_activities, name="processing_activities"),
    path("sprak/", language.set_language, name="set_language"),
    path("demo/epost/", demo.demo_mails, name="demo_mails"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
]
