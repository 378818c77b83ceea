"""Every own page asks the database as often for three of each thing as for one. The pages come from the resolver: a new one
without a line here fails."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import ReferenceCheck
from candidates.queries import own_presentations
from candidates.queries.references import digest, token_of
from privacy.models import RetentionPeriod
from tests import factories as made
from tests.privacy.restriction_walk import PLACE, pages
from tests.rollback import taken_back
from tests.workspace import log_in

PLACES = (
    "min-side/", "personvern/kopi/", "personvern/mottakere/", "personvern/historikk/", "personvern/krav/", "dokument/",
    "konto/", "presentasjon/",
)  # fmt: skip
OTHERS = {  # not one's own page, or a file, or what is only sent to
    "privacy_request": "own for whoever is logged in", "request_sent": "for anybody", "verify_request": "by a link",
    "fetch_copy": "a file", "document": "a file", "consent_receipt": "a file",
}  # fmt: skip
QUERIES: dict[str, int] = {}


class Person:
    """A candidate who is a contact person and a referee as well, with `number` of everything."""

    def __init__(self) -> None:
        self.candidate = made.CandidateFactory(account__email="kari@example.test")
        self.user = self.candidate.subject.user
        self.rows: dict[str, Any] = {}
        made.ConsentEventFactory(subject_uuid=self.candidate.subject_id)

    def add(self) -> None:
        """One more of each thing."""
        own, subject = self.candidate, self.candidate.subject
        contact = made.ClientContactFactory(subject=subject, email=self.user.email)
        application = made.ApplicationFactory(candidate=own)
        application.uses.create(document=made.DocumentFactory(candidate=own))
        made.SharingChoiceFactory(application=application)
        sent = made.sent_presentation(made.CandidateFactory())
        type(sent).objects.filter(pk=sent.pk).update(
            contact=made.ClientContactFactory(company=sent.contact.company, subject=subject, email=self.user.email)
        )
        made.sent_presentation(own)
        made.TrailEntryFactory(subject_uuid=subject.pk, verb="viewed", role="client", company_uuid=contact.company_id)
        made.DisclosureFactory(subject_uuid=subject.pk)
        check = made.ReferenceCheckFactory(
            application=made.ApplicationFactory(job_ad=None, job_order=made.JobOrderFactory()), asked_at=made.NOW,
            asked_by=made.StaffFactory(), referee__email=self.user.email,
        )  # fmt: skip
        ReferenceCheck.objects.filter(pk=check.pk).update(token_digest=digest(token_of(check)))
        made.BlockedEmployerFactory(candidate=own)
        made.InboxCaseFactory(subject=subject)
        made.RequestFactory(subject=subject)
        made.OutgoingMailFactory(subject=subject)
        made.TimelineEntryFactory(company=contact.company)
        first = {
            "application": application, "contact": contact, "reader": made.OrderReaderFactory(contact=contact),
            "document": application.documents.get(), "alert": made.JobAlertFactory(candidate=own),
            "draft": made.ApplicationDraftFactory(candidate=own), "referee": made.RefereeFactory(candidate=own),
            "offer": made.OfferFactory(application__candidate=own),
            "interview": made.InterviewFactory(application__candidate=own),
            "permission": made.SharingPermissionFactory(candidate=own),
            "package": made.PackageFactory(subject=subject),
        }  # fmt: skip
        self.rows = self.rows or first

    def address(self, name: str, route: str) -> str | None:
        """Where the page is; None for what has no number of ours (files, links of e-mails)."""
        known = {
            "my_application": "application", "withdraw_application": "application", "ask_statement": "application",
            "change_sharing": "application", "answer_offer": "offer", "my_interview": "interview",
            "remove_document": "document", "remove_draft": "draft", "my_permission": "permission",
            "remove_referee": "referee", "change_my_contact": "contact", "my_copy": "package",
        }  # fmt: skip
        if not PLACE.search(route):
            return reverse(name)
        if name == "my_order":
            return reverse(name, args=[self.rows["reader"].order_id])
        return reverse(name, args=[self.rows[known[name]].pk]) if name in known else None

    def asked(self) -> dict[str, int]:
        """How often each page that is read asks."""
        client, found = Client(), {}
        log_in(client, self.user)
        for page in pages():
            route = page.route.lstrip("^")
            if not route.startswith(PLACES[:5]) or page.name in OTHERS or not (where := self.address(page.name, route)):
                continue
            client.get(where)  # what is kept after the first look is there
            with CaptureQueriesContext(
                connection,
            ) as questions:
                response = client.get(where)
            if response.status_code == 200:
                found[page.name] = len(questions)
        with CaptureQueriesContext(connection) as questions:
            client.get(reverse("privacy_request"))
        return found | {"privacy_request": len(questions)}


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        RetentionPeriod.objects.update(approved_at=made.NOW, approved_by=made.StaffFactory(roles=["manager"]))
        person = Person()
        person.add()
        one = person.asked()
        person.add()
        person.add()
        assert own_presentations.of_user(person.user).count() == 3
        yield one, person.asked()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def db(counted) -> Iterator[None]:
    with taken_back():
        yield


def test_every_own_page_has_a_line_here(counted):
    print(counted[0])
    print({k: (v, counted[1].get(k)) for k, v in counted[0].items() if counted[1].get(k) != v})
    assert set(counted[0]) == set(QUERIES)


@pytest.mark.parametrize("page", sorted(QUERIES))
def test_it_asks_as_often_for_three_of_each_as_for_one(counted, page):
    one, three = counted

    assert (one[page], three[page]) == (QUERIES[page], QUERIES[page])
