"""The privacy app's addresses."""

from django.urls import path

from privacy.views import (
    contact,
    demo,
    health,
    history,
    language,
    packages,
    receipts,
    recipients,
    requests,
    statement,
    storage_links,
    unsubscribe,
)

urlpatterns = [
    path("kontakt/", contact.contact, name="contact"),
    path("personvern/", statement.privacy_statement, name="privacy_statement"),
    path("personvern/behandlinger/", statement.processing_activities, name="processing_activities"),
    path("personvern/krav/", requests.privacy_request, name="privacy_request"),
    path("personvern/krav/sendt/", requests.request_sent, name="request_sent"),
    path("personvern/krav/<str:token>/", requests.verify_request, name="verify_request"),
    path("personvern/behandlinger.json", statement.register_json, name="register_json"),
    path("personvern/behandlinger.pdf", statement.register_pdf, name="register_pdf"),
    path("personvern/kvittering/", receipts.check_receipt, name="check_receipt"),
    path("personvern/kopi/", packages.my_copies, name="my_copies"),
    path("personvern/kopi/<uuid:pk>/", packages.my_copy, name="my_copy"),
    path("personvern/kopi/<uuid:pk>/hent/", packages.fetch_copy, name="fetch_copy"),
    path("personvern/historikk/", history.my_history, name="my_history"),
    path("personvern/mottakere/", recipients.my_recipients, name="my_recipients"),
    path("personvern/mottakere/<uuid:pk>/trekk/", recipients.withdraw_agreement, name="withdraw_agreement"),
    path("personvern/post/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("personvern/post/<str:token>/igjen/", unsubscribe.advertise_again, name="advertise_again"),
    path("personvern/lagring/<str:token>/behold/", storage_links.keep_data, name="keep_data"),
    path("personvern/lagring/<str:token>/slett/", storage_links.delete_data, name="delete_data"),
    path("personvern/lagring/<str:token>/kvittering/", storage_links.receipt, name="storage_link_receipt"),
    path("sprak/", language.set_language, name="set_language"),
    path("demo/epost/", demo.demo_mails, name="demo_mails"),
    path("demo/epost/<str:name>/<int:number>/", demo.demo_mail, name="demo_mail"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
]
