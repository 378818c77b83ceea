"""An address is one contact person's at a client: on the form, in the database, and when two colleagues add it at once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients.actions import companies
from clients.models import ClientContact
from tests.factories import NOW, ClientCompanyFactory, ClientContactFactory, RestrictionFactory, StaffFactory
from tests.turns import Point, Turns
from tests.workspace import sign_in

ONCE = "this address is a contact person's of this client"


@pytest.mark.django_db
def test_the_database_takes_an_address_once_at_each_client():
    known = ClientContactFactory(email="ola@example.test")

    with pytest.raises(IntegrityError, match=ONCE), transaction.atomic():
        ClientContactFactory(company=known.company, email="OLA@example.test")
    ClientContactFactory(email="ola@example.test")

    assert ClientContact.objects.filter(email__iexact=known.email).count() == 2


@pytest.mark.django_db
def test_whoever_left_may_come_again_and_whoever_is_set_aside_is_not_told_of():
    left = ClientContactFactory(email="ola@example.test", ended_at=NOW)
    again = ClientContactFactory(company=left.company, email="ola@example.test")
    RestrictionFactory(subject=again.subject)

    ClientContactFactory(company=left.company, email="ola@example.test")

    assert left.company.contacts.count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("approved_periods")
def test_of_two_who_add_the_same_at_once_one_is_told():
    company, colleagues = ClientCompanyFactory(), [StaffFactory(), StaffFactory()]

    def adds(by):
        return lambda: companies.add_contact(company=company, by=by, at=NOW, name="Ola", email="ola@example.test")

    with Turns(2) as turns:
        one, other = turns.players
        one.begin(adds(colleagues[0]), to=Point.COMMITTING)
        other.begin(adds(colleagues[1]), to=Point.END)
        waited = other.is_waiting
        turns.finish()

    assert (waited, one.error, type(other.error)) == (True, None, companies.AlreadyThere)
    assert company.contacts.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_the_page_says_so_with_all_that_was_typed(client, monkeypatch):
    client.cookies["django_language"] = "nb"
    sign_in(client, "adviser")
    known = ClientContactFactory(email="ola@example.test")
    monkeypatch.setattr("clients.forms.contacts.refuse_known", lambda company, email: None)  # it came a moment later
    typed = {"company": known.company_id, "name": "Ola", "email": "ola@example.test", "role": "orders"}

    page = client.post(reverse("admin:clients_clientcontact_add"), typed)

    assert ("for et øyeblikk siden" in page.content.decode(), known.company.contacts.count()) == (True, 1)
    assert page.context["adminform"].form["name"].value() == "Ola"
