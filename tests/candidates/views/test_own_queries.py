"""Every own page asks the database as often for three of each thing as for one. The pages come from the resolver: a new one
without a line here fails."""

import datetime
import logging
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Presentation, ReferenceCheck
from candidates.queries import own_presentations
from candidates.queries.references import digest, token_of
from privacy.models import RetentionPeriod
from tests import factories as made
from tests.privacy.restriction_walk import PLACE, pages
from tests.workspace import log_in

pytestmark = pytest.mark.django_db

PLACES = ("min-side/", "personvern/kopi/", "personvern/mottakere/", "personvern/historikk/", "personvern/krav/")
NOBODYS = {"uuid": str(uuid.UUID(int=0)), "int": "0", "str": "x"}
OTHERS = {  # for anybody, by a link, and files
    "request_sent", "verify_request", "fetch_copy", "consent_receipt", "sharing_receipt", "choice_receipt", "answer_receipt",
}  # fmt: skip
D = datetime.date
QUERIES = {  # with the menu and the session in them
    "add_education": 8, "add_work": 8, "answer_offer": 9, "ask_statement": 9, "change_education": 9,
    "change_my_contact": 10, "change_sharing": 12, "change_work": 9, "delete_me": 35, "delete_my_contact": 34,
    "import_resume": 8, "min_side": 46, "my_application": 50, "my_consents": 93, "my_contact": 50, "my_copies": 10,
    "my_copy": 10, "my_documents": 12, "my_drafts": 37, "my_employment": 57, "my_hired": 8, "my_history": 10, "my_interview": 9,
    "my_mail": 41,
    "my_messages": 11, "my_order": 14, "my_orders": 9, "my_permission": 12, "my_presentations": 8, "my_profile": 16,
    "my_recipients": 17, "my_references": 11, "my_sharing": 19, "my_skills": 12, "my_statements": 8,
    "my_storage": 65, "my_trail": 11, "new_alert": 11, "preview_presented": 11,
    "privacy_request": 11, "remove_document": 10, "remove_education": 9,
    "remove_work": 9, "withdraw_application": 9,
}  # fmt: skip


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
        self.is_shown_somebody(made.ClientContactFactory(subject=subject, email=self.user.email))
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
        work = made.employed(subject=subject, ends_on=D(2026, 12, 31), end_cause="expired")
        made.PayAccountFactory(employment=work)
        made.NextOfKinFactory(employment=work)
        made.AssignmentFactory(employment=work)
        made.AssignmentFactory(leader=contact, order__company=contact.company)
        first = {
            "application": application, "contact": contact, "reader": made.OrderReaderFactory(contact=contact),
            "document": application.documents.get(), "alert": made.JobAlertFactory(candidate=own),
            "draft": made.ApplicationDraftFactory(candidate=own), "referee": made.RefereeFactory(candidate=own),
            "offer": made.OfferFactory(application__candidate=own),
            "interview": made.InterviewFactory(application__candidate=own, proposed=True),
            "permission": made.SharingPermissionFactory(candidate=own),
            "package": made.PackageFactory(subject=subject), "work": made.WorkExperienceFactory(candidate=own),
            "education": made.EducationFactory(candidate=own),
        }  # fmt: skip
        self.rows = self.rows or first

    def is_shown_somebody(self, contact: Any) -> None:
        whole = made.PresentationFactory(job_order__company=contact.company)
        made.PresentationReaderFactory(contact=contact, presentation=whole)
        made.RecipientFactory(company_uuid=contact.company_id, kind="client", contact_address="")
        shown = made.ApplicationFactory(job_ad=None, job_order=whole.job_order, origin="applied").candidate
        made.PresentationItemFactory(presentation=whole, candidate=shown)
        Presentation.objects.filter(pk=whole.pk).update(sent_at=made.NOW)

    def address(self, name: str, route: str) -> str:
        """Where the page is. A page with a number of its own has to be told here whose."""
        known = {
            "my_application": "application", "withdraw_application": "application", "ask_statement": "application",
            "change_sharing": "application", "answer_offer": "offer", "my_interview": "interview",
            "remove_document": "document", "remove_draft": "draft", "my_permission": "permission",
            "remove_referee": "referee", "change_my_contact": "contact", "my_copy": "package",
            "change_work": "work", "remove_work": "work", "change_education": "education", "remove_education": "education",
        }  # fmt: skip
        if name == "my_order":
            return reverse(name, args=[self.rows["reader"].order_id])
        if name in known:
            return reverse(name, args=[self.rows[known[name]].pk])
        return "/" + PLACE.sub(lambda found: NOBODYS[found[1] or "str"], route)

    def asked(self) -> dict[str, int]:
        """How often each page that is read asks; what is only sent to says so before it looks for a number."""
        client, found = Client(), {}
        log_in(client, self.user)
        for page in pages():
            if not page.route.startswith(PLACES) or page.name in OTHERS:
                continue
            where = self.address(page.name, page.route)
            if client.get(where).status_code == 405:
                continue
            with CaptureQueriesContext(
                connection
            ) as questions:  # at the second look: what is kept after the first is there
                assert client.get(where).status_code == 200, f"say here whose number {page.name} takes"
            found[page.name] = len(questions)
        return found


@pytest.fixture(scope="module")
def counted(made_once) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    logging.disable(logging.CRITICAL)
    RetentionPeriod.objects.update(approved_at=made.NOW, approved_by=made.StaffFactory(roles=["manager"]))
    person = Person()
    person.add()
    one = person.asked()
    person.add()
    person.add()
    assert own_presentations.of_user(person.user).count() == 3
    yield one, person.asked()
    logging.disable(logging.NOTSET)


def test_every_own_page_has_a_line_here(counted):
    assert set(counted[0]) == set(QUERIES)


@pytest.mark.parametrize("page", sorted(QUERIES))
def test_it_asks_as_often_for_three_of_each_as_for_one(counted, page):
    one, three = counted

    assert (one[page], three[page]) == (QUERIES[page], QUERIES[page])
