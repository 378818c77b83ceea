"""One example of every message the program sends. A new message is one line here; `tests/test_messages.py` misses it.

Key: the template. Value: makes the message, with whatever rows it needs, in the database of the test.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language

from candidates import emails as candidates
from candidates.emails import checks, interviews, outcome, presenting, references, sharing
from candidates.emails.calendars import Entry
from candidates.queries.interviews import Known
from clients import emails as clients
from clients.emails import credit, enquiries
from fremrykk.accounts import emails as accounts
from fremrykk.accounts.models import AddressChange
from privacy import emails as privacy
from privacy.choices import AlarmCode, Category, MessageClass
from privacy.choices.marketing import MarketingGround
from privacy.choices.requests import RefusalGround
from privacy.decide import Verdict
from privacy.emails import Message, breaches, inbox, informing, packages, requests
from privacy.models import Controller, Notice
from privacy.queries.own_storage import Held
from tests import factories as made

DAY = datetime.date(2026, 12, 24)
SAID = {
    f"{part}_{language}": words
    for part in ("happened", "consequences", "measures")
    for language, words in {"nb": "Det som hendte.", "en": "What came about."}.items()
}
LINK = "http://localhost/konto/password/reset/key/1-abc/"
CHANGED = {"timestamp": made.NOW, "ip": "192.0.2.7", "user_agent": "Firefox"}


def from_allauth(prefix: str, **context: object) -> Message:
    known = {"email": "kari@example.test", "code": "ABCD-EFGH", "password_reset_url": LINK, **CHANGED, **context}
    return accounts.from_allauth(prefix, user=None, context=known)


def _change() -> AddressChange:
    user = made.UserFactory()
    return AddressChange(pk=7, user=user, new_email="kari.ny@example.test")


def _with(row: Any, **values: object) -> Any:
    """The row as it will be one day: its states have an order, which the database watches."""
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _meeting() -> tuple[Any, Entry]:
    interview = made.InterviewFactory()
    return interview, Entry(interview, "kari@example.test", "Kari Holm", "nb", "Alt står på Min side.", made.NOW)


def _letter(build: Callable[..., Message], **values: object) -> Callable[[], Message]:
    return lambda: build(_with(made.RequestFactory(), **values))


def _informed() -> Message:
    statement = Notice.objects.filter(kind="statement").order_by("version").last()
    controller = Controller.objects.get(valid_until=None)
    return informing.informed([made.CollectionFactory()], notice=statement, controller=controller)


def _storage_ends() -> Message:
    going = [Held(name, Category.IDENTITY, DAY, Verdict.KEEP, (), count) for name, count in (("", 1), ("", 2))]
    return privacy.storage_ends(going, subject_id=made.SubjectFactory().pk, email="kari@example.test")


def _newsletter() -> Message:
    letter = made.NewsletterFactory(subject_en="News from Fremrykk", text_en="We have more candidates.")
    return clients.newsletter(letter, name="Kari", language=get_language() or "nb", ground=MarketingGround.CUSTOMER)


def _job_alert() -> Message:
    alert = made.JobAlertFactory(candidate=made.CandidateFactory())
    return candidates.job_alert(alert.candidate, [candidates.NewAds(alert, [made.JobAdFactory()], more=3)])


def _position_letter(**values: object) -> Message:
    letter = _with(made.PositionLetterFactory(candidate=made.CandidateFactory()), **values)
    return candidates.position_letter(letter, subject_line="En stilling for deg", text="Se på denne.", by="Jon")


EXAMPLES: dict[str, Callable[[], Message]] = {
    "account/email/address_changed": accounts.address_changed,
    "account/email/change_new": lambda: accounts.confirm_change(_change(), accounts.Side.NEW),
    "account/email/change_old": lambda: accounts.confirm_change(_change(), accounts.Side.OLD),
    "account/email/invitation": lambda: accounts.invitation(LINK),
    "account/email/new_device": lambda: accounts.new_device(**CHANGED),
    "account/email/no_password": lambda: accounts.from_allauth(accounts.RESET, user=made.UserFactory(), context={}),
    "account/email/second_factor_reset": accounts.second_factor_reset,
    "account/email/staff_login": lambda: accounts.from_allauth(accounts.UNKNOWN, user=made.StaffFactory(), context={}),
    **{
        name: lambda name=name: from_allauth(name)
        for name in (
            "account/email/confirmation_code",
            "account/email/login_code",
            "account/email/password_changed",
            "account/email/password_reset",
            "account/email/password_reset_key",
            "account/email/password_set",
            "account/email/unknown_account",
            "mfa/email/recovery_codes_generated",
            "mfa/email/totp_activated",
            "mfa/email/totp_deactivated",
            "mfa/email/webauthn_added",
            "mfa/email/webauthn_removed",
        )
    },
    "candidates/advertising/job_alert": _job_alert,
    "candidates/advertising/position_tip": _position_letter,
    "candidates/email/position_letter": lambda: _position_letter(message_class=MessageClass.SERVICE),
    "clients/advertising/newsletter": _newsletter,
    "candidates/email/brought_together": lambda: candidates.brought_together(
        made.CandidateFactory(), goes_on="kari@example.test"
    ),
    "candidates/email/contact_person": lambda: candidates.contact_person(made.CandidateFactory(), "Jon"),
    "clients/email/agreement_to_sign": lambda: clients.agreement_to_sign(made.AgreementFactory(), name="Kari"),
    "clients/email/enquiry_answered": lambda: enquiries.enquiry_answered(
        made.EnquiryFactory(needs="To tømrere."), "Svar."
    ),
    "clients/email/enquiry_received": lambda: enquiries.enquiry_received(made.EnquiryFactory(needs="To tømrere.")),
    "clients/email/prepayment_asked": lambda: credit.prepayment_asked(
        made.PrepaymentFactory(waits=True), made.CreditAssessmentFactory()
    ),
    "clients/email/prepayment_reviewed": lambda: credit.prepayment_reviewed(
        made.PrepaymentFactory(waits=True, review_answer="Greit."), is_upheld=True
    ),
    "clients/email/order_access": lambda: enquiries.order_access(made.OrderReaderFactory()),
    "privacy/email/renewed": lambda: privacy.renewed(DAY),
    "privacy/letters/kept_by_law_1": lambda: privacy.kept_by_law(
        [Held("", Category.IDENTITY, DAY, Verdict.KEEP, (), 1)]
    ),
    "candidates/email/application_message": lambda: candidates.application_message(
        made.ApplicationFactory(), subject_line="Vi leser søknadene nå", text="Svar kommer mandag.", by="Jon"
    ),
    "candidates/email/address_confirmed": lambda: candidates.address_confirmed(made.ApplicationFactory()),
    "candidates/email/permission_asked": lambda: sharing.permission_asked(made.SharingPermissionFactory()),
    "candidates/email/permission_replied": lambda: sharing.permission_replied(
        _with(made.SharingPermissionFactory(), question="Er det turnus?", reply="Hver tredje helg.")
    ),
    "candidates/email/presentation_sent": lambda: presenting.presentation_sent(
        made.PresentationReaderFactory(), link="http://localhost/presentasjon/abc/"
    ),
    "candidates/email/presentation_code": lambda: presenting.presentation_code(
        made.PresentationReaderFactory(), code="ABCD-EFGH"
    ),
    "candidates/email/presented": lambda: presenting.presented(
        made.PresentationFactory(is_anonymous=True), made.CandidateFactory()
    ),
    "candidates/email/presentation_over": lambda: presenting.presentation_over(
        made.PresentationFactory(), made.CandidateFactory()
    ),
    "candidates/email/client_answered": lambda: presenting.client_answered(made.PresentationFactory()),
    "candidates/email/placed": lambda: candidates.placed(
        made.ApplicationFactory(), email="kari@example.test", due_on=DAY, asked_on=DAY
    ),
    "candidates/email/receipt": lambda: candidates.receipt(made.ApplicationFactory(confirmed_at=None)),
    "candidates/email/offer_made": lambda: outcome.offer_made(made.OfferFactory()),
    "candidates/email/offer_answered": lambda: outcome.offer_answered(made.OfferFactory()),
    "candidates/email/qualifications": lambda: outcome.qualifications(
        made.QualificationStatementFactory(), education="Fagbrev", practice="10 år", other="", by="Jon"
    ),
    "candidates/email/interview_times": lambda: interviews.interview_times(made.InterviewTimeFactory().interview),
    "candidates/email/interview_set": lambda: interviews.interview_set(*_meeting(), is_moved=False),
    "candidates/email/interview_cancelled": lambda: interviews.interview_cancelled(*_meeting()),
    "candidates/email/interview_set_aside": lambda: interviews.interview_set_aside(*_meeting()),
    "candidates/email/interview_answered": lambda: interviews.interview_answered(made.InterviewFactory()),
    "candidates/email/client_interview": lambda: interviews.client_interview(
        *_meeting(), Known("U-000007"), is_moved=False
    ),
    "candidates/email/client_interview_cancelled": lambda: interviews.client_interview_cancelled(
        *_meeting(), Known("U-000007")
    ),
    "candidates/email/check_notice": lambda: checks.check_notice(made.CheckNoticeFactory()),
    "candidates/email/check_deleted": lambda: checks.check_deleted(made.ApplicationFactory(), ["politiattest"]),
    "candidates/email/go_ahead_wanted": lambda: references.go_ahead_wanted(made.ReferenceCheckFactory()),
    "candidates/email/reference_asked": lambda: references.reference_asked(made.ReferenceCheckFactory()),
    "candidates/email/reference_reminder": lambda: references.reference_reminder(made.ReferenceCheckFactory()),
    "candidates/email/reference_not_to_be_had": lambda: references.reference_not_to_be_had(
        made.ReferenceCheckFactory()
    ),
    "candidates/email/reference_answered": lambda: references.reference_answered(made.ReferenceCheckFactory()),
    "candidates/email/test_result": lambda: references.test_result(made.ApplicationFactory()),
    "candidates/email/rejected": lambda: candidates.rejected(
        made.ApplicationFactory(), reason="Vi trengte førerkort.", by="Jon"
    ),
    "candidates/email/stage_changed": lambda: candidates.stage_changed(made.ApplicationFactory()),
    "candidates/email/withdrawn": lambda: candidates.withdrawn(made.ApplicationFactory()),
    "privacy/email/advertising_stopped": lambda: inbox.advertising_stopped(made.InboxCaseFactory()),
    "privacy/email/mail_received": lambda: inbox.mail_received(
        made.InboxCaseFactory(), notice=Notice.objects.filter(kind="statement").last()
    ),
    "privacy/email/agreement_recorded": lambda: informing.agreement_recorded(made.SharingAgreementFactory()),
    "privacy/email/alarms": lambda: privacy.alarms([AlarmCode.MAILS, AlarmCode.OVERDUE]),
    "privacy/email/breach": lambda: breaches.breach_letter(made.BreachFactory(**SAID), contact="post@fremrykk.no"),
    "privacy/email/case_answered": lambda: privacy.case_answered(made.InboxCaseFactory(answer="I morgen.")),
    "privacy/email/case_received": lambda: privacy.case_received(made.InboxCaseFactory()),
    "privacy/email/copy_ready": lambda: packages.copy_ready(made.PackageFactory()),
    "privacy/email/erased": privacy.erased,
    "privacy/email/informed": _informed,
    "privacy/email/recipient_notice": lambda: informing.recipient_notice(
        made.RecipientNoticeFactory(), controller=Controller.objects.get(valid_until=None)
    ),
    "privacy/email/restricted": lambda: privacy.restricted(made.RestrictionFactory()),
    "privacy/email/restriction_ends": lambda: privacy.restriction_ends(_with(made.RestrictionFactory(), lifts_on=DAY)),
    "privacy/email/storage_ends": _storage_ends,
    "privacy/letters/confirm_1": _letter(requests.confirm),
    "privacy/letters/extended_1": _letter(requests.extended, extended_to=DAY, extension_reason="Mange krav."),
    "privacy/letters/granted_1": _letter(requests.granted),
    "privacy/letters/nothing_1": _letter(requests.nothing_found),
    "privacy/letters/received_1": _letter(requests.received),
    "privacy/letters/refused_1": _letter(
        requests.refused, refusal_ground=RefusalGround.UNFOUNDED, refusal_reason="Svart i går."
    ),
    "privacy/letters/reminder_1": _letter(requests.reminder),
}
