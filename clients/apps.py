from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from clients import personal_data  # noqa: F401
        from clients.actions import newsletters
        from clients.queries import contacts, promises  # noqa: F401
        from privacy import registries

        registries.kinds_of_advertising["client_newsletter"] = registries.AdvertisingKind(
            _("news to clients"), "client_newsletter"
        )
        registries.audiences[newsletters.AUDIENCE] = registries.Audience(
            "client_newsletter", "clients/advertising/newsletter", newsletters.persons, newsletters.letters
        )
        registries.names_of_mails["clients/advertising/newsletter"] = _("news to clients")
        registries.names_in_history["clients.clientcontact"] = _("your contact details")
        registries.addresses_of_persons.append(contacts.addresses_of)
        registries.addresses_of_contacts.append(contacts.address_of)
