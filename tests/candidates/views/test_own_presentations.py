"""A contact person finds what was presented on the own page: the proved address is the confirmed mailbox, and nobody else's."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from candidates.models import Presentation, PresentationAnswer, PresentationReader
from candidates.queries import own_presentations
from privacy.models import TrailEntry
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientContactFactory,
    RestrictionFactory,
    UserFactory,
    sent_presentation,
)
from tests.workspace import log_in

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("approved_periods", "strict_templates"), pytest.mark.promise("P32"),
    pytest.mark.promise("P34"),
]  # fmt: skip
DAY = datetime.timedelta(days=1)
LIST = "/min-side/kandidater/"


@pytest.fixture
def reader(time_machine) -> PresentationReader:
    time_machine.move_to(NOW + DAY / 24)
    return sent_presentation(CandidateFactory(first_name="Siri", last_name="Dahl"))


def browser_of(contact) -> Client:
    client = Client(headers={"accept-language": "en"})
    log_in(client, UserFactory(subject=contact.subject, email=contact.email))
    return client


@pytest.fixture
def own(reader) -> Client:
    return browser_of(reader.contact)


def way_in(reader) -> str:
    return reverse("presentation", args=[own_presentations.token(reader)])


def test_it_opens_without_the_mail_and_is_written_down_as_by_the_link(own, reader):
    listed = own.get(LIST)

    page = own.get(way_in(reader))
    prefix = page.context["cards"][0][0].pk
    candidate = reader.presentation.items.get().candidate
    address = reverse("answer_presentation", args=[own_presentations.token(reader), candidate.pk])
    own.post(address, {f"{prefix}-answer": "interested", f"{prefix}-comment": ""})

    assert (way_in(reader) in listed.text, "Siri" in listed.text, "Siri Dahl" in page.text) == (True, False, True)
    entry = TrailEntry.objects.filter(subject_uuid=candidate.subject_id, verb="viewed").first()
    assert (entry.role, entry.contact_uuid) == ("client", reader.contact_id)
    assert (PresentationAnswer.objects.get().reader, PresentationReader.objects.get().opened_at is not None) == (
        reader,
        True,
    )


def somebody_else(reader) -> Client:
    return browser_of(ClientContactFactory(company=reader.contact.company))


def nobody(reader) -> Client:
    return Client()


def not_proved(reader) -> Client:
    client = browser_of(reader.contact)
    EmailAddress.objects.update(verified=False)
    return client


def set_aside(reader) -> Client:
    RestrictionFactory(subject=reader.contact.subject)
    return browser_of(reader.contact)


def taken_out(reader) -> Client:
    PresentationReader.objects.update(revoked_at=NOW)
    return browser_of(reader.contact)


@pytest.mark.parametrize(
    ("who", "code"),
    [(somebody_else, 404), (nobody, 302), (not_proved, 404), (set_aside, 404), (taken_out, 404)],
)
def test_to_nobody_else_is_it_there(reader, who, code):
    client = who(reader)

    answers = [client.get(way_in(reader)), client.post(way_in(reader), {"action": "send"})]

    assert [each.status_code for each in answers] == [code, code]
    assert "Siri" not in "".join(each.text for each in answers)
    assert way_in(reader) not in client.get(LIST).text


def test_over_it_says_so_and_names_nobody(own, reader):
    Presentation.objects.update(ends_at=NOW + DAY / 48)

    listed, page = own.get(LIST), own.get(way_in(reader))

    assert ("It is over: nobody is shown here any more." in listed.text, way_in(reader) in listed.text) == (True, False)
    assert (page.status_code, "Siri" in listed.text + page.text) == (410, False)
