"""What the people in an interview are told, each by a mail of their own: under the locks of both, in the same transaction."""

import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from candidates.emails import interviews as emails
from candidates.emails import language_for
from candidates.emails.calendars import Entry
from candidates.models import Interview
from candidates.queries import interviews as reading
from candidates.queries import people
from clients.models import ClientContact
from privacy import registries
from privacy.actions import disclosures, mails
from privacy.choices import Category, Language, MailState
from privacy.emails import Message
from privacy.models import OutgoingMail, Recipient
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "presentations"
TO_CLIENT = ("candidates/email/client_interview", "candidates/email/client_interview_cancelled")


def tell_set(*, interview: Interview, is_moved: bool, by: Actor, at: datetime.datetime) -> None:
    """When and where, to both. Raises what `disclosures.disclose` raises, where the client takes part."""
    if to := people.confirmed_address_of(interview.candidate):
        entry = _entry_of_candidate(interview, to, at)
        _to_candidate(emails.interview_set(interview, entry, is_moved=is_moved), interview, to, at)
    if contact := _contact(interview):
        if interview.disclosure is None:
            _write_down(interview, by=by, at=at)
        known = reading.known_to_client(interview, at=at)
        entry = _entry_of_client(interview, contact, known, at)
        message = emails.client_interview(interview, entry, known, is_moved=is_moved)
        mails.queue(message, to=contact.email, subject_id=contact.subject_id, language=entry.language, at=at)


def tell_new_leader(*, interview: Interview, at: datetime.datetime) -> None:
    """To the candidate alone: the client's entry names nobody of ours."""
    if to := people.confirmed_address_of(interview.candidate):
        message = emails.interview_set(interview, _entry_of_candidate(interview, to, at), is_moved=True)
        _to_candidate(message, interview, to, at)


def tell_times(*, interview: Interview, at: datetime.datetime) -> None:
    if to := people.confirmed_address_of(interview.candidate):
        _to_candidate(emails.interview_times(interview), interview, to, at)


def tell_cancelled(*, interview: Interview, at: datetime.datetime) -> None:
    """To both, where they were told of it."""
    tell_candidate_cancelled(interview=interview, at=at)
    if interview.starts_at and (contact := _contact(interview)):
        known = reading.known_to_client(interview, at=at)
        entry = _entry_of_client(interview, contact, known, at)
        message = emails.client_interview_cancelled(interview, entry, known)
        mails.queue(message, to=contact.email, subject_id=contact.subject_id, language=entry.language, at=at)


def tell_candidate_cancelled(*, interview: Interview, at: datetime.datetime, is_set_aside: bool = False) -> None:
    """Whose data are set aside still hears that nobody waits for them: it is what their restriction led to."""
    if to := people.confirmed_address_of(interview.candidate):
        entry = _entry_of_candidate(interview, to, at) if interview.starts_at else None
        message = emails.interview_set_aside if is_set_aside else emails.interview_cancelled
        _to_candidate(message(interview, entry), interview, to, at)


def say_farewell(*, interview: Interview, at: datetime.datetime) -> None:
    """To the client alone, without the contact's lock, which whoever ends it by other means does not hold.

    The row is nobody's and dies when it is sent, within a day in any case.
    """
    if interview.starts_at and (contact := _contact(interview)):
        known = reading.known_to_client(interview, at=at)
        entry = _entry_of_client(interview, contact, known, at)
        message = emails.client_interview_cancelled(interview, entry, known, is_farewell=True)
        mails.queue(message, to=contact.email, subject_id=None, language=entry.language, at=at)


def wipe(*, interview: Interview) -> None:
    """What was written to the client of somebody who goes: text and calendar entry, which may hold the name.

    Found by the number the entry carries, without the contact's lock; what was not sent yet is not sent any more.
    """
    assert interview.contact is not None
    about = OutgoingMail.objects.filter(
        template__in=TO_CLIENT, subject__in=numbers_of(interview.contact.subject_id),
        calendar_text__contains=str(interview.pk),
    )  # fmt: skip
    about.filter(state=MailState.QUEUED).update(state=MailState.WITHHELD)
    about.update(body_text="", calendar_text="")


def tell_adviser(*, interview: Interview, at: datetime.datetime) -> None:
    message = emails.interview_answered(interview)
    mails.queue(message, to=interview.led_by.email, subject_id=None, language=Language.NB, at=at)


def _contact(interview: Interview) -> ClientContact | None:
    """Nobody who does not speak for the client any more, or whose data are set aside."""
    if interview.contact_id is None:
        return None
    return ClientContact.objects.unrestricted().filter(pk=interview.contact_id, ended_at=None).first()


def _write_down(interview: Interview, *, by: Actor, at: datetime.datetime) -> None:
    """Its line in the ledger: that there is a candidate, and the name where a presentation told it before."""
    order = interview.application.job_order
    assert order is not None
    recipient = Recipient.objects.filter(company_uuid=order.company_id).first()
    if recipient is None:
        raise disclosures.NotAllowed
    named = {Category.IDENTITY} if reading.known_to_client(interview, at=at).name else set()
    given = disclosures.disclose(
        subject_id=interview.candidate.subject_id, recipient=recipient, categories=sorted({Category.APPLICATION} | named),
        activity=ACTIVITY, contact_uuid=interview.contact_id, obj=interview, by=by, at=at,
    )  # fmt: skip
    interview.disclosure = given.pk
    interview.save(update_fields=["disclosure"])


def _entry_of_candidate(interview: Interview, to: str, at: datetime.datetime) -> Entry:
    language = language_for(interview.application)
    with translation.override(language):
        details = _("With %(adviser)s. All about it stands on My page.") % {"adviser": interview.led_by}
    return Entry(interview, to, str(interview.candidate), language, details, at)


def _entry_of_client(
    interview: Interview, contact: ClientContact, known: reading.Known, at: datetime.datetime
) -> Entry:  # fmt: skip
    language = registries.language_of(contact.subject_id)
    order = interview.application.job_order
    who = {"title": order.title if order else "", "who": known.name or known.number}
    with translation.override(language):
        details = _("%(title)s, candidate: %(who)s") % who
    return Entry(interview, contact.email, contact.name, language, details, at)


def _to_candidate(message: Message, interview: Interview, to: str, at: datetime.datetime) -> None:
    language = language_for(interview.application)
    mails.queue(message, to=to, subject_id=interview.candidate.subject_id, language=language, at=at)
