"""A client that is a sole proprietorship is a person: told, in the copy, set aside, erased but for what the law keeps (P31)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from clients.actions import companies, credit, orders, relations, timeline
from clients.models import ClientCompany, CreditAssessment, JobAd, RegisterEntry, SoleProprietor, TimelineEntry
from fremrykk.local import entity_register as fake
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import Collection, OutgoingMail, Recipient, Subject, TrailEntry
from privacy.queries import explain, explain_request
from tests.clients.test_register import ADD, typed
from tests.factories import (
    NOW,
    AgreementFactory,
    CreditAssessmentFactory,
    JobAdFactory,
    JobOrderFactory,
    RestrictionFactory,
    StaffFactory,
    TimelineEntryFactory,
)
from tests.privacy.package.world import copy_of
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P31")]

NAME = "Snekker Torvald Lund"


@pytest.fixture
def company(register):
    """Registered by its number, as the register has it."""
    by = StaffFactory()
    unit = register.unit(fake.PROPRIETOR).unit
    return companies.register(
        org_number=fake.PROPRIETOR, name=NAME, adviser=by, unit=unit, is_looked_up=True, by=by, at=NOW
    )


def add_owner(company, by=None):
    return companies.add_contact(
        company=company,
        name="Torvald Lund",
        email="torvald@example.test",
        role="owner",
        by=by or StaffFactory(),
        at=NOW,
    )


def assess(company):
    return credit.assess(
        company=company, credit_class="C", source="Kredittbyrået AS", assessed_on=NOW.date(), valid_until=NOW.date(),
        by=StaffFactory(roles=["finance"]), at=NOW,
    )  # fmt: skip


def erase(company):
    return erasure.erase_person(subject_id=company.proprietor.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)


def test_it_is_a_person_from_the_first_moment(client, register, settings):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "adviser")

    answer = client.post(reverse(ADD), typed(fake.PROPRIETOR), follow=True)

    company = ClientCompany.objects.get()
    assert (company.proprietor.name, company.proprietor.org_number) == (company.name, fake.PROPRIETOR)
    assert (company.register.subject, company.register.address) == (company.proprietor.subject, "")
    clock = Collection.objects.get()
    assert (clock.source_name, clock.informed_at, clock.activity.code) == ("Enhetsregisteret", None, "sole_proprietors")
    assertContains(answer, "A sole proprietorship is a person, with every right of one.")


def test_the_owner_as_contact_person_is_that_person_and_is_told(company):
    contact = add_owner(company)

    assert contact.subject_id == company.proprietor.subject_id
    assert Collection.objects.filter(informed_at=None).count() == 0
    mail = OutgoingMail.objects.get(template="privacy/email/informed")
    assert (mail.to, "Enhetsregisteret" in mail.body_text) == ("torvald@example.test", True)


def test_a_company_has_no_owner_who_is_a_contact_person():
    order = JobOrderFactory()

    with pytest.raises(companies.NoProprietor):
        add_owner(order.company)


def test_what_is_written_about_the_business_is_the_persons(company):
    timeline.write(company=company, kind="meeting", text="Møte om tømrere.", by=StaffFactory(), at=NOW)
    assess(company)
    add_owner(company)

    copy = copy_of(company.proprietor.subject_id)

    assert {row["text"] for row in copy.values("clients.TimelineEntry")} == {
        "Møte om tømrere.",
        "Kreditten er vurdert, kilde: Kredittbyrået AS.",
    }
    assert [row["source"] for row in copy.values("clients.CreditAssessment")] == ["Kredittbyrået AS"]
    assert [row["name"] for row in copy.values("clients.SoleProprietor")] == [NAME]
    assert len(copy.values("clients.RegisterEntry")) == 1
    for made in (TimelineEntryFactory, CreditAssessmentFactory):
        with pytest.raises(IntegrityError, match="say whose it is"), transaction.atomic():
            made(company=company)


def test_the_person_is_told_of_a_credit_assessment_and_reads_it_in_the_history(company):
    add_owner(company)

    assess(company)

    told = Collection.objects.get(object_label="clients.creditassessment")
    assert (told.source_name, told.informed_at, told.activity.code) == ("Kredittbyrået AS", NOW, "company_credit")
    entries = TrailEntry.objects.filter(object_label="clients.creditassessment")
    assert [(entry.verb, entry.fields) for entry in entries] == [("collected", ["credit_class"])]


def test_the_adviser_does_not_read_on_the_persons_page_that_credit_was_assessed(company, client, settings):
    settings.LANGUAGE_CODE = "en"
    contact = add_owner(company)
    assess(company)
    pages = [
        reverse("admin:clients_soleproprietor_change", args=[company.proprietor.pk]),
        reverse("admin:clients_clientcontact_change", args=[contact.pk]),
        reverse("admin:privacy_collection_changelist"),
    ]

    sign_in(client, "adviser")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assertNotContains(answer, "redit")  # credit, Kredittbyrået
    sign_in(client, "manager")
    assertContains(client.get(pages[0]), "redit")


def test_without_an_agreement_everything_goes_when_asked(company, approved_periods):
    add_owner(company)
    assess(company)
    TimelineEntryFactory(company=company, subject=company.proprietor.subject)

    answer = erase(company)

    gone = ClientCompany.objects.get()
    assert answer.is_erased
    assert (gone.name, gone.org_number[0], gone.privacy_statement_url) == ("Enkeltpersonforetak (slettet)", "x", "")
    for model in (SoleProprietor, RegisterEntry, TimelineEntry, CreditAssessment):
        assert model.objects.count() == 0
    assert not ClientCompany.objects.visible_to(StaffFactory()).exists()


def test_the_law_keeps_name_and_number_of_a_party_and_nothing_else(company, approved_periods):
    add_owner(company)
    assess(company)
    by = StaffFactory()
    agreement = companies.sign(company=company, kind="frame", valid_from=NOW.date(), by=by, at=NOW)
    order = orders.register(company=company, kind="recruitment", title="Tømrer", adviser=by, at=NOW)
    orders.open(order=order, by=by, at=NOW)
    JobAdFactory(order=order, employer=NAME)
    person = company.proprietor.subject_id

    running = {item.key[0]: item.verdict.value for item in explain_request(person, NOW.date()).items}
    orders.close(order=order, by=by, at=NOW)
    companies.end_agreement(agreement=agreement, last_day=NOW.date(), at=NOW)
    answer = erase(company)

    assert (running["clients.SoleProprietor"], running["clients.RegisterEntry"]) == ("keep", "erase")
    assert not answer.is_erased
    assert {each.item.key[0] for each in answer.kept} >= {"clients.SoleProprietor"}
    assert (CreditAssessment.objects.count(), RegisterEntry.objects.count(), TimelineEntry.objects.count()) == (0, 0, 0)
    proprietor = SoleProprietor.objects.get()
    assert (proprietor.name, proprietor.bond, proprietor.agreement_ended_on) == (
        NAME,
        "over",
        NOW.date(),
    )
    end = next(item.due_on for item in explain(person, NOW.date()).items if item.key[0] == "clients.SoleProprietor")
    assert end == datetime.date(2030, 7, 1)
    SoleProprietor.objects.all().delete()  # what the purge does that day
    assert ClientCompany.objects.get().name == "Enkeltpersonforetak (slettet)"
    assert (JobAd.objects.get().employer, Recipient.objects.get(kind="client").name) == (
        "Enkeltpersonforetak", "Enkeltpersonforetak (slettet)",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="was erased"), transaction.atomic():
        AgreementFactory(company=company)


@pytest.mark.promise("P61")
def test_set_aside_it_is_in_no_list(company, client, settings):
    settings.LANGUAGE_CODE = "en"
    user = sign_in(client, "adviser")
    order = JobOrderFactory(company=company, agreement=None, opened_at=None, adviser=user)
    pages = [
        reverse("admin:clients_clientcompany_changelist"), reverse("admin:clients_joborder_changelist"),
        reverse("admin:clients_soleproprietor_changelist"), reverse("admin:clients_timelineentry_changelist"),
    ]  # fmt: skip
    timeline.write(company=company, kind="call", text="Ringte.", by=user, at=NOW)
    assertContains(client.get(pages[0]), NAME)

    RestrictionFactory(subject=company.proprietor.subject)

    for page in pages:
        assertNotContains(client.get(page), NAME)
    for row, name in ((company, "clientcompany"), (order, "joborder")):
        assert client.get(reverse(f"admin:clients_{name}_change", args=[row.pk])).status_code == 404
    assert not Subject.objects.filter(pk=company.pk).exists()


def test_a_company_that_turns_out_to_be_one_is_a_person_from_then_on(register):
    order = JobOrderFactory(company__org_number=fake.PROPRIETOR)
    TimelineEntryFactory(company=order.company)
    unit = register.unit(fake.PROPRIETOR).unit
    from_now_on = companies.registering.enter(company=order.company, unit=unit, is_looked_up=True, by=None, at=NOW)

    proprietor = SoleProprietor.objects.get()
    assert (from_now_on.subject, TimelineEntry.objects.get().subject, proprietor.bond) == (
        proprietor.subject, proprietor.subject, "runs",
    )  # fmt: skip


def test_the_relation_ends_with_the_clients_and_what_was_to_be_paid_first_is_not_waited_for(company):
    add_owner(company)
    by = StaffFactory(roles=["finance"])
    order = orders.register(company=company, kind="recruitment", title="Tømrer", adviser=by, at=NOW)
    prepayment = credit.ask_prepayment(order=order, reason="Nytt foretak.", by=by, at=NOW)

    relations.end(company=ClientCompany.objects.get(pk=company.pk), by=by, at=NOW)

    prepayment.refresh_from_db()
    assert SoleProprietor.objects.get().ended_at == NOW
    assert (prepayment.state, prepayment.settled_by, prepayment.settled_at) == ("waived", by, NOW)
    orders.register(company=company, kind="recruitment", title="Snekker", adviser=by, at=NOW)  # a client again
    assert SoleProprietor.objects.get().ended_at is None
