from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        from django.conf import settings

        from candidates import personal_data, registries  # noqa: F401
        from candidates.actions.addresses import bring_together
        from candidates.actions.applications import position_closed
        from candidates.adapters.inspector import SandboxInspector
        from candidates.adapters.virus_scanner import scanner_at
        from candidates.queries import people
        from clients.registries import on_ad_closed, on_order_closed
        from privacy.registries import (
            after_erasure,
            languages_of_persons,
            names_of_rows,
            on_merge,
            persons_by_address,
        )

        registries.use(registries.Outside(SandboxInspector(), scanner_at(settings.CLAMAV_URL)))
        on_order_closed.append(position_closed)
        on_ad_closed.append(position_closed)
        on_merge.append(bring_together)
        after_erasure.append("candidates.jobs.prune_words")
        persons_by_address.append(people.persons_at)
        languages_of_persons.append(people.language_of)
        names_of_rows["candidates.Application"] = people.names_of_applications
        names_of_rows["candidates.Document"] = people.names_of_documents
