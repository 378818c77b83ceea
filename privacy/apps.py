from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from django.conf import settings

        from privacy import checks, personal_data, registries  # noqa: F401
        from privacy.actions.consents import advertising_stopped
        from privacy.adapters import maildir
        from privacy.adapters.pdf_maker import TypstPdfMaker
        from privacy.queries import incoming, mail_names, page_names
        from privacy.queries.packages import why_a_copy_is_withheld
        from privacy.queries.promises import cookies, engine, inbox, recipients, rights  # noqa: F401

        registries.public_pages.update(page_names.NAMES)
        registries.names_of_mails.update(mail_names.NAMES)
        registries.names_of_links.update(mail_names.LINKS)
        registries.on_stopped.append(lambda person, kind, at: advertising_stopped(subject_id=person, kind=kind, at=at))
        registries.use_pdf_maker(TypstPdfMaker())
        registries.use_mailbox(maildir.at(settings.INBOX_URL))
        registries.files_withheld["privacy.CaseFile"] = incoming.why_a_file_is_withheld
        registries.files_withheld["privacy.Package"] = why_a_copy_is_withheld
