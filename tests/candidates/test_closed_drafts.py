"""Of a closed order nothing is begun to be shown, and what was begun goes with it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates import jobs
from candidates.choices.presentations import Refusal
from candidates.models import Presentation, PresentationItem, PresentationReader
from clients.models import JobOrder
from tests.candidates.test_presentations import candidate_of, draft, order_closed, sent  # noqa: F401
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientContactFactory,
    PresentationFactory,
    PresentationItemFactory,
    PresentationReaderFactory,
    RestrictionFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P32")]
CLOSED = "order_not_open"


@pytest.fixture
def adviser(client):
    client.cookies["django_language"] = "nb"
    return sign_in(client, "adviser")


def begins(whole):
    PresentationFactory(job_order=whole.job_order)


def adds_somebody(whole):
    PresentationItemFactory(presentation=whole, candidate=CandidateFactory())


def adds_a_reader(whole):
    PresentationReaderFactory(presentation=whole, contact=ClientContactFactory(company=whole.job_order.company))


@pytest.mark.parametrize("write", [begins, adds_somebody, adds_a_reader], ids=lambda each: each.__name__)
def test_the_database_refuses_it(draft, write):  # noqa: F811
    order_closed(draft)

    with pytest.raises(IntegrityError, match=CLOSED), transaction.atomic():
        write(draft)


def test_the_page_says_why_and_what_was_typed_stands_there(draft, adviser, client):  # noqa: F811
    order_closed(draft)
    contact = draft.readers.get().contact
    last = (NOW + datetime.timedelta(days=10)).date().isoformat()
    typed = {"job_order": draft.job_order_id, "contact": contact.pk, "last_day": last}

    answer = client.post(reverse("admin:candidates_presentation_add"), typed)

    assert answer.context["errors"] == [[str(Refusal.ORDER_NOT_OPEN.label)]]
    assert (Presentation.objects.count(), f'value="{last}"' in answer.text) == (1, True)


def test_a_draft_of_a_closed_order_is_over_offers_nothing_and_goes_with_the_sweep(draft, adviser, client):  # noqa: F811
    order_closed(draft)
    step = reverse("admin:candidates_presentation_step", args=[draft.pk, "include"])
    page = client.get(draft.get_absolute_url())
    from_an_old_tab = client.get(step)
    said = client.post(step, follow=True)

    jobs.tell_of_endings()

    assert [step.name for step, _url in page.context["steps"]] == []
    assert ("form" in from_an_old_tab.context, from_an_old_tab.context["shut"]) == (False, Refusal.ORDER_NOT_OPEN.label)
    assert [str(message) for message in said.context["messages"]] == [str(Refusal.ORDER_NOT_OPEN.label)]
    assert [rows.objects.count() for rows in (Presentation, PresentationItem, PresentationReader)] == [0, 0, 0]


def test_what_was_sent_and_what_is_set_aside_stays(sent):  # noqa: F811
    aside = PresentationFactory(job_order=sent.job_order)
    PresentationItemFactory(presentation=aside, candidate=candidate_of(sent))
    RestrictionFactory(subject=candidate_of(sent).subject)
    order_closed(sent)

    jobs.tell_of_endings()

    assert (JobOrder.objects.get().closed_at, {*Presentation.objects.all()}) == (NOW, {sent, aside})
