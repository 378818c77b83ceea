from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from django.conf import settings

        from clients import personal_data, registries  # noqa: F401
        from clients.adapters import nav_file
        from clients.adapters.entity_register import register_at
        from clients.queries import promises  # noqa: F401

        registries.use_entity_register(register_at(settings.ENTITY_REGISTER_URL))
        registries.use_ad_board(nav_file.packed)
        self._answer_the_engine()
        self._name_pages()

    def _name_pages(self) -> None:
        from privacy import registries

        registries.public_pages["front"] = _("the front page")
        registries.public_pages["positions"] = _("vacant positions")
        registries.public_pages["position"] = _("a position")
        registries.public_pages["for_companies"] = _("for companies")

    def _answer_the_engine(self) -> None:
        from clients.actions import newsletters, proprietors
        from clients.queries import contacts, enquiries, history, signatories
        from privacy import registries

        registries.locked_before_persons.append(proprietors.lock_business)
        registries.on_asked_erasure_again.append(proprietors.close_ads_again)
        registries.names_of_mails.update(history.MAILS)
        registries.names_in_history.update(history.OBJECTS)
        registries.words_in_history.update(history.WORDS)
        registries.kinds_of_advertising["client_newsletter"] = registries.AdvertisingKind(
            _("news to clients"), "client_newsletter"
        )
        registries.audiences[newsletters.AUDIENCE] = registries.Audience(
            "client_newsletter", "clients/advertising/newsletter", newsletters.persons, newsletters.letters
        )
        registries.names_of_mails["clients/advertising/newsletter"] = _("news to clients")
        registries.names_in_history["clients.signatory"] = _("your signature on an agreement")
        registries.names_in_history["clients.agreement"] = _("the file of an agreement you signed")
        registries.names_of_mails["clients/email/agreement_to_sign"] = _("an agreement to sign")
        registries.names_of_rows["clients.Signatory"] = signatories.names_of_signatures
        registries.addresses_of_persons += [contacts.addresses_of, enquiries.addresses_of]
        registries.languages_of_persons.append(enquiries.language_of)
        registries.addresses_of_contacts.append(contacts.address_of)
