import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from clients.actions import companies
from clients.models import ClientCompany, ClientContact, InvoiceProfile
from privacy.models import TrailEntry
from tests.factories import NOW, AgreementFactory, ClientCompanyFactory, InvoiceProfileFactory, StaffFactory
from tests.workspace import sign_in


@pytest.mark.parametrize("number", ["310000001", "31000000", "31000000x", "", "310000010"])
def test_a_bad_organisation_number_is_refused(db, number):
    with pytest.raises(ValidationError):
        ClientCompany(org_number=number, name="Fjellvik AS").full_clean()


def test_a_client_is_registered_once(db):
    company = companies.register(org_number="310000000", name="Fjellvik AS", adviser=None)

    with pytest.raises(companies.AlreadyRegistered):
        companies.register(org_number="310000000", name="Fjellvik Bygg AS", adviser=None)

    assert list(ClientCompany.objects.values_list("pk", "name")) == [(company.pk, "Fjellvik AS")]


def test_a_contact_is_a_person_with_a_trail_of_names_of_fields(db):
    by = StaffFactory()

    contact = companies.add_contact(
        company=ClientCompanyFactory(), name="Ola Nordmann", email="ola@example.test", by=by, at=NOW
    )
    companies.change_contact(contact=contact, name="Ola Nordmann", email="ola.n@example.test", by=by, at=NOW)
    companies.end_contact(contact=contact, by=by, at=NOW)

    entries = TrailEntry.objects.filter(subject_uuid=contact.subject_id).order_by("pk")
    assert list(entries.values_list("verb", "fields")) == [
        ("collected", ["email", "name"]),
        ("informed", ["email"]),
        ("changed", ["email"]),
        ("changed", ["ended_at"]),
    ]
    assert ClientContact.objects.get().ended_at == NOW
    with pytest.raises(companies.AlreadyEnded):
        companies.end_contact(contact=contact, by=by, at=NOW)


def test_agreements_of_a_kind_get_the_next_version(db):
    by, company = StaffFactory(), ClientCompanyFactory()
    AgreementFactory(company=company, kind="staffing", version=7)

    signed = [companies.sign(company=company, kind="frame", valid_from=NOW.date(), by=by, at=NOW) for _ in range(2)]

    assert [agreement.version for agreement in signed] == [1, 2]


@pytest.mark.promise("P17")
@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"channel": "email"}, "An invoice by e-mail needs an address."),
        ({"payment_days": "0"}, "Between 1 and 90 days to pay."),
        ({"payment_days": "91"}, "Between 1 and 90 days to pay."),
    ],
)
def test_finance_says_how_a_client_is_invoiced(client, settings, db, facts, sentence):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "finance")
    company = ClientCompanyFactory()
    typed = {
        "company": str(company.pk),
        "channel": "ehf",
        "invoice_address": "",
        "reference": "4711",
        "payment_days": "30",
    }
    add = reverse("admin:clients_invoiceprofile_add")

    wrong = client.post(add, typed | facts)
    client.post(add, typed)
    twice = client.post(add, typed)
    change = reverse("admin:clients_invoiceprofile_change", args=[company.pk])
    client.post(change, typed | {"channel": "email", "invoice_address": "faktura@firma.example.test"})

    assertContains(wrong, sentence)
    assert twice.status_code in (200, 302)
    profile = InvoiceProfile.objects.get()
    assert (profile.channel, profile.invoice_address, profile.payment_days) == (
        "email",
        "faktura@firma.example.test",
        30,
    )
    sign_in(client, "adviser")
    assert client.get(add).status_code == 403


@pytest.mark.parametrize(
    "facts", [{"channel": "email"}, {"channel": "pigeon"}, {"payment_days": 0}, {"payment_days": 91}]
)
def test_the_database_refuses_an_invoice_nobody_could_pay(db, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceProfileFactory(**facts)
