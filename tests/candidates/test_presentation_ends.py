"""Whoever was presented is told once that it is over, whatever ended it (LAW: shared with whom, until when, and ended)."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from candidates.actions import presentation_ends, presentations
from candidates.models import Application, Candidate, Presentation
from clients.models import JobOrder
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import OutgoingMail
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    ClientContactFactory,
    PresentationFactory,
    PresentationItemFactory,
    PresentationReaderFactory,
    RecipientFactory,
    StaffFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P32")]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def sent():
    """Kari and Ola, presented to one client in one presentation of fourteen days."""
    contact = ClientContactFactory()
    whole = PresentationFactory(job_order__company=contact.company)
    PresentationReaderFactory(contact=contact, presentation=whole)
    RecipientFactory(company_uuid=whole.job_order.company_id, kind="client", contact_address="")
    for name in ("kari", "ola"):
        candidate = CandidateFactory(account__email=f"{name}@example.test")
        ApplicationFactory(candidate=candidate, job_ad=None, job_order=whole.job_order, origin="applied")
        PresentationItemFactory(presentation=whole, candidate=candidate)
    presentations.send(presentation=whole, by=StaffFactory(), at=NOW)
    whole.refresh_from_db()
    return whole


def told() -> list[str]:
    return sorted(
        OutgoingMail.objects.filter(template="candidates/email/presentation_over").values_list("to", flat=True)
    )


def taken_back(whole):
    presentations.revoke(presentation=whole, by=StaffFactory(), at=NOW + DAY)


def closed_with_its_order(whole):
    Application.objects.update(stage="placed")
    JobOrder.objects.update(closed_at=NOW + DAY)


def ended_by_its_day(whole):
    Presentation.objects.update(ends_at=NOW + DAY)


@pytest.mark.parametrize("end", [taken_back, closed_with_its_order, ended_by_its_day])
def test_everybody_in_it_is_told_once(sent, end):
    assert (presentation_ends.tell_all(at=NOW + DAY), told()) == (0, [])
    end(sent)

    numbers = [presentation_ends.tell_all(at=NOW + days * DAY) for days in (1, 2)]

    assert (numbers, told()) == ([1, 0], ["kari@example.test", "ola@example.test"])


def test_who_was_erased_is_not_told_and_hinders_nobody(sent):
    ended_by_its_day(sent)
    kari = EmailAddress.objects.get(email="kari@example.test").user
    erasure.erase_person(subject_id=kari.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    presentation_ends.tell_all(at=NOW + DAY)

    assert told() == ["ola@example.test"]


def test_whom_another_presentation_still_shows_is_told_when_that_is_over(sent):
    contact = sent.readers.get().contact
    second = PresentationFactory(job_order=sent.job_order, ends_at=NOW + 9 * DAY)
    PresentationReaderFactory(contact=contact, presentation=second)
    PresentationItemFactory(
        presentation=second, candidate=Candidate.objects.get(subject__user__email="kari@example.test")
    )
    presentations.send(presentation=second, by=StaffFactory(), at=NOW)
    Presentation.objects.filter(pk=sent.pk).update(ends_at=NOW + DAY)

    presentation_ends.tell_all(at=NOW + DAY)
    assert told() == ["ola@example.test"]
    presentation_ends.tell_all(at=NOW + 9 * DAY)

    assert told() == ["kari@example.test", "ola@example.test"]


def test_a_draft_is_never_over(sent):
    draft = PresentationFactory(job_order=sent.job_order, ends_at=NOW + DAY)

    presentation_ends.tell_all(at=NOW + 2 * DAY)

    assert (told(), Presentation.objects.get(pk=draft.pk).ending_told_at) == ([], None)
    with pytest.raises(IntegrityError, match="presentation_ending_told_once_sent"), transaction.atomic():
        Presentation.objects.filter(pk=draft.pk).update(ending_told_at=NOW)
