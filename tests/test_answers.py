"""What a page of the workspace answers: what was refused is still there as it was typed, and what was done is said plainly."""

import pytest
from django.test import Client
from django.urls import reverse

from clients.actions import enquiries
from clients.models import ClientContact, OrderReader
from tests.factories import (
    NOW,
    ClientContactFactory,
    EnquiryFactory,
    InvoiceProfileFactory,
    JobAdFactory,
    JobOrderFactory,
)
from tests.workspace import sign_in

pytestmark = pytest.mark.usefixtures("approved_periods")


@pytest.fixture
def manager(db) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, "manager")
    return client


def send(manager: Client, page: str, **typed: object):
    return manager.post(reverse(f"admin:clients_{page}_add"), {"_continue": "", **typed}, follow=True)


def test_what_an_action_refuses_is_said_above_the_form_as_it_was_filled_in(manager):
    order, contact = JobOrderFactory(), ClientContactFactory()

    answer = send(manager, "orderreader", contact=contact.pk, order=order.pk)

    assert (answer.status_code, answer.redirect_chain, OrderReader.objects.count()) == (200, [], 0)
    form = answer.context["adminform"].form
    assert form.non_field_errors() == ["This person does not speak for the client that ordered."]
    assert (form["contact"].value(), form["order"].value()) == (str(contact.pk), str(order.pk))


def test_what_a_step_refuses_keeps_the_answer_that_was_typed(manager):
    enquiry = EnquiryFactory()
    enquiries.close(enquiry=enquiry, outcome="not_for_us", reason="No cooks.", by=enquiry.owner, at=NOW)
    page = reverse("admin:clients_enquiry_step", args=[enquiry.pk, "answer"])

    answer = manager.post(page, {"answer": "We have three cooks."})

    assert [str(said) for said in answer.context["messages"]] == ["This cannot be done in the state it is in."]
    assert answer.context["form"]["answer"].value() == "We have three cooks."


def test_a_client_has_a_contact_person_once_until_that_one_has_left(manager):
    known = ClientContactFactory(email="ola@example.test")
    typed = {"company": known.company_id, "name": "Ola", "email": "Ola@example.test", "role": "orders"}

    again = send(manager, "clientcontact", **typed)

    assert "This client has a contact person with this address already:" in again.content.decode()
    ClientContact.objects.filter(pk=known.pk).update(ended_at=NOW)
    assert [str(said) for said in send(manager, "clientcontact", **typed).context["messages"]] == ["Added: Ola"]


def test_a_contact_person_can_be_called(manager):
    company = ClientContactFactory().company_id

    answer = send(
        manager, "clientcontact", company=company, name="Ola", email="o@example.test", phone="12", role="orders"
    )

    assert answer.context["adminform"].form.errors == {
        "phone": ["This is not a telephone number we can call. Check the digits."]
    }


def test_a_second_invoice_profile_is_told_of_the_first(manager):
    company = InvoiceProfileFactory().company_id

    answer = send(manager, "invoiceprofile", company=company, channel="ehf", payment_days=14)

    assert answer.context["adminform"].form.errors == {
        "company": ["This client has an invoice profile already: change that one."]
    }


def test_a_panel_leads_only_where_one_may_go(db):
    ad, finance = JobAdFactory(title="Kokk"), Client()
    sign_in(finance, "finance")

    shown = finance.get(reverse("admin:clients_joborder_change", args=[ad.order_id])).content.decode()

    assert ("Kokk" in shown, reverse("admin:clients_jobad_change", args=[ad.pk]) in shown) == (True, False)
