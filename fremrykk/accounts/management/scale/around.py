"""The rows the program keeps around an invented person: mails, questions, the trail, consents."""

from collections.abc import Iterator

from fremrykk.accounts.management.scale.people import Person, Row
from privacy.choices import Channel, ConsentPurpose, MailState, MessageClass, Verb


def mails(person: Person) -> Iterator[Row]:
    for number in range(4):
        yield {
            "subject_id": person.subject,
            "message_class": MessageClass.SERVICE,
            "activity_id": person.around.activity,
            "template": "candidates/email/receipt",
            "language": "nb",
            "to": person.email,
            "subject_line": f"Søknaden er mottatt ({number})",
            "state": MailState.SENT,
            "sent_at": person.written_to,
            "created_at": person.written_to,
            "message_uuid": person.key("mail", number),
        }


def cases(person: Person) -> Iterator[Row]:
    yield {
        "subject_id": person.subject,
        "name": " ".join(person.name),
        "email": person.email,
        "message": "Når svarer dere?",
        "answer": "I morgen.",
        "language": "nb",
        "submission_key": person.key("case"),
        "received_at": person.written_to,
        "due_on": person.written_to.date(),
        "closed_at": person.written_to,
        "closed_by_id": person.adviser,
    }


def trail(person: Person) -> Iterator[Row]:
    for verb in (Verb.COLLECTED, Verb.VIEWED, Verb.OPENED, Verb.MOVED):
        yield {
            "subject_uuid": person.subject,
            "verb": verb,
            "role": "adviser",
            "activity": "applications",
            "at": person.since,
        }


def consents(person: Person) -> Iterator[Row]:
    for action in person.said_of_storage:
        yield {
            "subject_uuid": person.subject,
            "purpose": ConsentPurpose.FURTHER_STORAGE,
            "action": action,
            "notice_id": person.around.further_storage,
            "language": "nb",
            "channel": Channel.OWN_PAGES,
            "at": person.since,
        }
