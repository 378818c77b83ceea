"""What a contact person's own page has beside the card: orders, what is written about the business, and which mails."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from clients.actions import timeline
from tests.clients.entity_register import register
from tests.clients.test_client_rights import at_home
from tests.clients.test_proprietors import add_owner, company
from tests.factories import NOW, ClientContactFactory, JobOrderFactory, OrderReaderFactory, StaffFactory

__all__ = ["company", "register"]
pytestmark = pytest.mark.django_db


def test_orders_and_the_mails_one_gets_and_nobody_elses(time_machine):
    time_machine.move_to(NOW, tick=False)
    contact = ClientContactFactory()
    reader = OrderReaderFactory(contact=contact, order=JobOrderFactory(company=contact.company, title="Kokk til kveld"))
    other = OrderReaderFactory(order__title="Baker til natt")
    browser = at_home(contact)

    page = browser.get(reverse("my_contact"))

    assertContains(page, reverse("my_order", args=[reader.order_id]))
    assertContains(page, "Kokk til kveld")
    assertNotContains(page, other.order.title)
    [(email, token)] = page.context["addresses"]
    assert email == contact.email.lower()
    assertContains(browser.get(reverse("unsubscribe", args=[token])), "news to clients")


@pytest.mark.promise("P31")
def test_whose_business_it_is_reads_what_is_written_about_it(company):
    owner = add_owner(company)
    timeline.write(company=company, kind="call", text="Ringte om sommeren.", by=StaffFactory(), at=NOW)

    assertContains(at_home(owner).get(reverse("my_contact")), "Ringte om sommeren.")
    assertNotContains(at_home(ClientContactFactory()).get(reverse("my_contact")), "Ringte om sommeren.")
