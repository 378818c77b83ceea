"""What each e-mail of the engine is called in the person's history, by its template; what a button in one says."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "privacy/email/advertising_stopped": _("no more advertising is sent to you"),
    "privacy/email/agreement_recorded": _("what you agreed that we may share"),
    "privacy/email/alarms": _("alarms about the machinery"),
    "privacy/email/breach": _("something happened to your personal data"),
    "privacy/email/case_answered": _("answer to your question"),
    "privacy/email/case_received": _("we have received your question"),
    "privacy/email/copy_ready": _("the copy of your data is ready"),
    "privacy/email/erased": _("your data are deleted"),
    "privacy/email/informed": _("what we hold about you, and where we have it from"),
    "privacy/email/mail_received": _("we have received your e-mail"),
    "privacy/email/recipient_notice": _("notice to a recipient of data"),
    "privacy/email/renewed": _("we keep your data longer, as you asked"),
    "privacy/email/restricted": _("your data are set aside"),
    "privacy/email/restriction_ends": _("your data will be used again"),
    "privacy/email/storage_ends": _("your data are about to be deleted"),
    "privacy/letters/confirm_1": _("link to confirm your request"),
    "privacy/letters/extended_1": _("your request takes longer"),
    "privacy/letters/granted_1": _("your request is dealt with"),
    "privacy/letters/kept_by_law_1": _("what is deleted, and what the law makes us keep"),
    "privacy/letters/nothing_1": _("we hold nothing about you"),
    "privacy/letters/received_1": _("we have received your request"),
    "privacy/letters/refused_1": _("your request is refused, with the reason"),
    "privacy/letters/reminder_1": _("reminder to answer a request"),
}

LINKS = {
    "my_storage": _("What we hold, and until when"),
    "my_copies": _("Fetch the copy"),
    "my_copy": _("Fetch the copy"),
    "my_recipients": _("Who was given my data"),
    "keep_data": _("Keep it longer"),
    "delete_data": _("Delete it now"),
    "privacy_statement": _("The privacy statement"),
    "privacy_request": _("Use your rights"),
    "verify_request": _("Confirm the request"),
    "contact": _("Write to us"),
    "unsubscribe": _("choose or stop advertising"),
    "admin:retention": _("Open storage and deletion"),
    "admin:privacy_request_change": _("Open the request"),
}
