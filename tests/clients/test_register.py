"""A client as its number says: filled in, flagged, looked up again each week, refused twice (P16, P17)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from clients import jobs, registries
from clients.actions import register as registering
from clients.actions import sub_units
from clients.adapters.entity_register import Off
from clients.models import ClientCompany, RegisterEntry, SubUnit, TimelineEntry
from fremrykk.local import entity_register as fake
from tests.clients.test_entity_register import quick
from tests.factories import (
    NOW,
    AgreementFactory,
    ClientCompanyFactory,
    JobOrderFactory,
    RegisterEntryFactory,
    StaffFactory,
    SubUnitFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P16")]

ADD = "admin:clients_clientcompany_add"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def typed(number: str, **more: str) -> dict[str, str]:
    empty = {"name": "", "form": "", "address": "", "privacy_statement_url": "", "adviser": ""}
    return empty | {"org_number": number} | more


def page_of(company: ClientCompany) -> str:
    return reverse("admin:clients_clientcompany_change", args=[company.pk])


def test_a_number_fills_in_the_rest(client, register):
    sign_in(client, "adviser")

    client.post(reverse(ADD), typed(fake.WELL))

    company = ClientCompany.objects.get()
    entry = company.register
    assert (company.name, entry.form, entry.address) == ("SOLBAKKEN OMSORG AS", "AS", "Storgata 1, 0155 OSLO")
    assert (entry.subject, entry.looked_up_at is not None, entry.is_troubled) == (None, True, False)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("310000191", "Enhetsregisteret has no unit with this number."),
        (fake.REMOVED, "This unit has been removed from Enhetsregisteret."),
        (fake.PAGE, "Enhetsregisteret does not answer now. Type the name yourself"),
        ("31000000x", "This is not a Norwegian organisation number."),
        ("310000001", "This is not a Norwegian organisation number."),
    ],
)
def test_a_number_that_gives_nothing_is_said_and_what_was_typed_stays(client, register, number, sentence):
    sign_in(client, "adviser")

    answer = client.post(reverse(ADD), typed(number, privacy_statement_url="https://kunde.example.test/"))

    assertContains(answer, sentence)
    assertContains(answer, "https://kunde.example.test/")
    assert ClientCompany.objects.count() == 0


@pytest.mark.parametrize("heard", ["off", "silent"])
def test_while_it_does_not_answer_all_is_typed_and_looked_up_later(client, register, monkeypatch, heard):
    sign_in(client, "adviser")
    number = fake.SILENT if heard == "silent" else fake.WELL
    monkeypatch.setattr(registries, "_registers", [Off() if heard == "off" else quick(register)])

    without = client.post(reverse(ADD), typed(number, name="Solbakken"))
    answer = client.post(reverse(ADD), typed(number, name="Solbakken", form="AS", address="Storgata 1"), follow=True)

    assertContains(without, "Say which form it has: a sole proprietorship is a person.")
    assertContains(answer, "Type the name yourself")
    entry = RegisterEntry.objects.get()
    assert (entry.form, entry.address, entry.looked_up_at) == ("AS", "Storgata 1", None)
    assertContains(client.get(page_of(entry.company)), "Storgata 1")


@pytest.mark.promise("P17")
def test_a_number_is_one_clients_and_the_sentence_links_it(client, register):
    sign_in(client, "adviser")
    company = ClientCompanyFactory(org_number=fake.WELL, name="Solbakken")
    SubUnitFactory(company=company, org_number="310000159")

    for number in (fake.WELL, "310000159"):
        answer = client.post(reverse(ADD), typed(number))
        assertContains(answer, f'<a href="{page_of(company)}">Solbakken</a>', html=True)
    for model in (ClientCompany, SubUnit):
        for number in (fake.WELL, "310000159"):
            more = {"company": company} if model is SubUnit else {}
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(org_number=number, name="Igjen", **more)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_bankrupt": True}, "Bankrupt"),
        ({"is_dissolving": True}, "Being dissolved"),
        ({"deleted_on": datetime.date(2026, 5, 31)}, "Deleted from the register"),
    ],
)
def test_trouble_is_shown_wherever_the_client_is_and_before_an_order_is_opened(client, facts, words):
    user = sign_in(client, "adviser")
    order = JobOrderFactory(adviser=user, agreement=None, opened_at=None)
    AgreementFactory(company=order.company)
    RegisterEntryFactory(company=order.company, **facts)
    healthy = JobOrderFactory(agreement=None, opened_at=None)
    step = reverse("admin:clients_joborder_step", args=[order.pk, "open"])
    pages = [
        page_of(order.company), reverse("admin:clients_clientcompany_changelist") + "?trouble=yes",
        reverse("admin:clients_joborder_changelist"), reverse("admin:clients_joborder_change", args=[order.pk]), step,
    ]  # fmt: skip

    for page in pages:
        assertContains(client.get(page), words)
    assertNotContains(client.get(reverse("admin:clients_joborder_change", args=[healthy.pk])), words)
    assertContains(client.get(reverse("admin:index")), "clients that are bankrupt, being dissolved or deleted")
    client.post(step)
    order.refresh_from_db()
    assert order.is_open  # a warning, no lock


def test_each_week_only_what_changed_is_written(register):
    active = ClientCompanyFactory(org_number=fake.BANKRUPT, name="KVITFJELL HANDEL AS")
    entry = RegisterEntryFactory(company=active, address="Storgata 1, 0155 OSLO", looked_up_at=None)
    AgreementFactory(company=active)
    removed = JobOrderFactory(company__org_number=fake.REMOVED).company
    AgreementFactory(company__org_number=fake.PAGE)
    idle = ClientCompanyFactory(org_number=fake.WELL)

    jobs.look_up_clients()
    first = list(TimelineEntry.objects.values_list("company", "kind", "text", "by"))
    jobs.look_up_clients()

    entry.refresh_from_db()
    assert (entry.is_bankrupt, entry.looked_up_at is not None) == (True, True)
    assert first == [(active.pk, "register", "Enhetsregisteret has changed: bankruptcy.", None)]
    assert TimelineEntry.objects.count() == 1
    assert removed.register.deleted_on is not None
    assert not RegisterEntry.objects.filter(company=idle).exists()


def test_a_register_that_is_off_is_not_asked_for_each_client():
    AgreementFactory()
    AgreementFactory()

    assert registering.look_up_active(register=Off(), at=NOW) == {"asked": 1, "changed": 0, "unanswered": 1}


def test_sub_units_are_fetched_and_chosen(client, register):
    sign_in(client, "adviser")
    company = ClientCompanyFactory(org_number=fake.WELL)

    for _ in range(2):
        client.post(reverse("admin:clients_clientcompany_step", args=[company.pk, "sub-units"]))
    unit = SubUnit.objects.get(org_number="310000159")
    client.post(reverse("admin:clients_subunit_step", args=[unit.pk, "use"]))

    assert SubUnit.objects.count() == 3
    assert list(SubUnit.objects.in_use()) == [unit]
    closed = SubUnit.objects.get(org_number="310000175")
    client.post(reverse("admin:clients_subunit_step", args=[closed.pk, "use"]))
    assert list(SubUnit.objects.in_use()) == [unit]


def test_a_typed_sub_unit_belongs_to_its_company(client, register):
    sign_in(client, "adviser")
    company = ClientCompanyFactory(org_number=fake.WELL)
    add = reverse("admin:clients_subunit_add")
    sub_unit = {"company": str(company.pk), "name": "", "address": ""}

    another = client.post(add, sub_unit | {"org_number": "310000183"})
    client.post(add, sub_unit | {"org_number": "310000159"})

    assertContains(another, "This sub-unit belongs to another company.")
    unit = SubUnit.objects.get()
    assert (unit.name, unit.address, unit.is_used) == (
        "SOLBAKKEN OMSORG AS AVD DRAMMEN", "Havnegata 2, 3040 DRAMMEN", True,
    )  # fmt: skip
    with pytest.raises(sub_units.NumberTaken):
        answer = register.sub_unit("310000159")
        sub_units.enter(company=company, unit=answer.unit, is_looked_up=True, by=StaffFactory(), at=NOW)
