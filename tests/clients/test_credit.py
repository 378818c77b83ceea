"""Credit: a class suggests, a person decides, the order waits, the client is told and may object (P30, P31)."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from clients.actions import credit, orders
from clients.models import CreditAssessment, JobOrder, Prepayment, TimelineEntry
from clients.queries import review_links
from fremrykk.accounts.choices import Role
from privacy.actions import housekeeping
from privacy.actions.subjects import PersonIsGone
from privacy.models import OutgoingMail
from tests.factories import (
    NOW,
    AgreementFactory,
    ClientContactFactory,
    CreditAssessmentFactory,
    JobOrderFactory,
    PrepaymentFactory,
    StaffFactory,
    TimelineEntryFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P30"), pytest.mark.promise("P31")]

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
ASSESSED = {"credit_class": "C", "source": "Kredittbyrået AS", "assessed_on": TODAY, "valid_until": TODAY + 30 * DAY}
MAY = (Role.MANAGER, Role.FINANCE)


@pytest.fixture
def order():
    """One that could be opened now, of a client with a contact person."""
    order = JobOrderFactory(title="Kokk", agreement=None, opened_at=None)
    AgreementFactory(company=order.company)
    ClientContactFactory(company=order.company, role="orders")
    ClientContactFactory(company=order.company, role="invoices", email="regnskap@example.test")
    return order


def step(row, name: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_step", args=[row.pk, name])


@pytest.mark.parametrize("credit_class", ["AAA", "AA", "A", "AN", "B", "C"])
def test_a_class_alone_never_blocks(order, credit_class):
    credit.assess(
        company=order.company, by=StaffFactory(roles=["finance"]), at=NOW, **ASSESSED | {"credit_class": credit_class}
    )

    orders.open(order=order, by=order.adviser, at=NOW)

    order.refresh_from_db()
    assert (order.is_open, Prepayment.objects.count()) == (True, 0)


def test_it_only_suggests():
    suggesting = {
        name for name in ("AAA", "AA", "A", "AN", "B", "C") if CreditAssessment(credit_class=name).suggests_prepayment
    }

    assert suggesting == {"B", "C"}


@pytest.mark.parametrize(
    ("first", "last"),
    [(TODAY, TODAY + 366 * DAY), (TODAY, TODAY - DAY), (datetime.date(2024, 2, 29), datetime.date(2025, 3, 1))],
)
def test_it_is_valid_for_twelve_months_at_most(order, first, last):
    with pytest.raises(IntegrityError, match="twelve months"), transaction.atomic():
        CreditAssessmentFactory(assessed_on=first, valid_until=last)
    with pytest.raises(credit.NotValidSoLong):
        by = StaffFactory(roles=["finance"])
        credit.assess(company=order.company, by=by, at=NOW, **ASSESSED | {"assessed_on": first, "valid_until": last})


def test_finance_enters_one_and_reads_what_is_wrong_with_it(client, settings, order):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "finance")
    today = timezone.localdate()
    add = reverse("admin:clients_creditassessment_add")
    typed = {
        "company": str(order.company.pk), "credit_class": "B", "source": "Kredittbyrået AS", "assessed_on": str(today),
        "valid_until": str(today + 90 * DAY),
    }  # fmt: skip

    long = client.post(add, typed | {"valid_until": str(today + 400 * DAY)})
    early = client.post(add, typed | {"assessed_on": str(today + DAY)})
    client.post(add, typed)

    assertContains(long, "Twelve months after the date at most, and not before it.")
    assertContains(early, "The date is today or earlier.")
    assert CreditAssessment.objects.get().credit_class == "B"
    assertContains(client.get(reverse("admin:clients_creditassessment_changelist")), "Prepayment may be asked for")


@pytest.mark.parametrize("role", Role.values)
def test_nobody_but_finance_and_the_manager_sees_that_there_is_one(client, settings, role):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, role)
    row = CreditAssessmentFactory(source="Kredittbyrået Hemmelig", credit_class="C")
    TimelineEntryFactory(company=row.company, kind="credit", text="Hemmelig linje")
    asked = PrepaymentFactory(waits=True, order__company=row.company, reason="Hemmelig grunn")
    names = [f"admin:clients_{model}" for model in ("creditassessment", "prepayment")]
    pages = [reverse(f"{name}_{page}") for name in names for page in ("changelist", "add")]
    pages += [reverse(f"{names[0]}_change", args=[row.pk]), reverse(f"{names[1]}_change", args=[asked.pk])]
    others = [
        reverse("admin:clients_clientcompany_change", args=[row.company.pk]), reverse("admin:clients_timelineentry_changelist"),
        reverse("admin:clients_joborder_change", args=[asked.order.pk]), reverse("admin:clients_joborder_changelist"),
        reverse("admin:clients_clientcompany_changelist"), reverse("admin:index"),
    ]  # fmt: skip

    statuses = {client.get(page).status_code for page in pages}
    read = "".join(client.get(page).content.decode() for page in others)

    if role in MAY:
        assert 200 in statuses
        assert "Hemmelig linje" in read
    else:
        assert statuses <= {403, 404}
        assert "Hemmelig" not in read
        assert client.post(step(asked.order, "prepayment"), {"reason": "Nei"}).status_code in (403, 404)
        assert client.post(step(asked, "paid")).status_code in (403, 404)


def test_a_person_decides_and_the_order_waits_until_it_is_paid(client, settings, order):
    settings.LANGUAGE_CODE = "en"
    user = sign_in(client, "finance")
    CreditAssessmentFactory(company=order.company, credit_class="C", assessed_on=timezone.localdate() - DAY)

    asked = client.get(step(order, "prepayment"))
    empty = client.post(step(order, "prepayment"), {"reason": ""})
    client.post(step(order, "prepayment"), {"reason": "Stort oppdrag, liten egenkapital."})

    assertContains(asked, "A class never decides: you do, and say why.")
    assertContains(empty, "This field is required.")
    prepayment = Prepayment.objects.get()
    assert (prepayment.asked_by, prepayment.state) == (user, "asked")
    with pytest.raises(orders.WaitsForPrepayment):
        orders.open(order=order, by=order.adviser, at=NOW)
    with pytest.raises(IntegrityError, match="waits until its prepayment is paid"), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(opened_at=NOW, agreement=order.company.agreements.get())
    sign_in(client, "adviser")
    page = client.get(reverse("admin:clients_joborder_change", args=[order.pk]))
    assertContains(page, "It can be opened when finance has marked it paid.")
    assertContains(client.post(step(order, "open"), follow=True), "it opens when finance has marked it paid")
    sign_in(client, "finance")
    client.post(step(prepayment, "paid"))
    orders.open(order=order, by=order.adviser, at=timezone.now())
    prepayment.refresh_from_db()
    order.refresh_from_db()
    assert (prepayment.state, prepayment.settled_at is not None, order.is_open) == ("paid", True, True)
    assert set(TimelineEntry.objects.values_list("kind", flat=True)) == {"prepayment", "order"}


def test_the_client_is_told_why_and_how_to_object(order):
    CreditAssessmentFactory(company=order.company, credit_class="C", source="Kredittbyrået AS", assessed_on=TODAY)

    prepayment = credit.ask_prepayment(
        order=order, reason="Liten egenkapital.", by=StaffFactory(roles=["finance"]), at=NOW
    )

    mail = OutgoingMail.objects.get(template="clients/email/prepayment_asked")
    assert (mail.to, mail.message_class) == ("regnskap@example.test", "service")
    assert [
        word
        for word in ("Liten egenkapital.", "klasse C", "Kredittbyrået AS", "ingen maskin")
        if word not in mail.body_text
    ] == []
    assert re.search(r"/for-bedrifter/forskudd/(\S+)/", mail.body_text)[1] == review_links.token(prepayment.pk)


def test_nobody_to_tell_nothing_decided(order):
    order.company.contacts.update(ended_at=NOW)

    with pytest.raises(credit.NobodyToTell):
        credit.ask_prepayment(order=order, reason="Fordi.", by=StaffFactory(roles=["finance"]), at=NOW)

    assert Prepayment.objects.count() == 0


def test_the_client_asks_and_another_person_reviews(client, settings, order):
    settings.LANGUAGE_CODE = "en"
    decided_by = StaffFactory(roles=["finance"])
    prepayment = credit.ask_prepayment(order=order, reason="Liten egenkapital.", by=decided_by, at=NOW)
    link = reverse("ask_review", args=[review_links.token(prepayment.pk)])

    opened = client.get(link)
    client.post(link, {"message": ""})
    untouched = Prepayment.objects.get().review_asked_at
    sent = client.post(link, {"message": "Regnskapet er nytt."})
    client.post(link, {"message": "Igjen."})

    assert (opened.status_code, untouched) == (200, None)
    assertContains(sent, "We have received that you want it looked at again.")
    prepayment.refresh_from_db()
    assert (prepayment.review_message, prepayment.waits_for_review) == ("Regnskapet er nytt.", True)
    with pytest.raises(credit.SamePerson):
        credit.review(prepayment=prepayment, is_upheld=True, answer="Nei.", by=decided_by, at=NOW)
    sign_in(client, "manager")
    client.post(step(prepayment, "review"), {"is_upheld": "no", "answer": "Nytt regnskap er bedre."})
    prepayment.refresh_from_db()
    assert (prepayment.state, prepayment.review_answer) == ("waived", "Nytt regnskap er bedre.")
    mail = OutgoingMail.objects.get(template="clients/email/prepayment_reviewed")
    assert "Nytt regnskap er bedre." in mail.body_text
    orders.open(order=order, by=order.adviser, at=NOW)
    assertContains(client.get(link), "there is nothing left to review")


def test_a_link_nobody_made_says_so(client):
    assert client.get(reverse("ask_review", args=["tull:tull"])).status_code == 404


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "paid"},
        {"settled_at": NOW},
        {"reviewed_at": NOW},
        {"state": "maybe"},
        {"reason": ""},
    ],
)
def test_the_database_wants_a_person_behind_each_step(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        PrepaymentFactory(waits=True, **facts)


def test_whoever_asks_for_a_review_of_what_went_meanwhile_reads_that_it_is_gone():
    waiting = PrepaymentFactory(waits=True)
    Prepayment.objects.filter(pk=waiting.pk).delete()

    with pytest.raises(PersonIsGone):
        credit.ask_review(prepayment=waiting, message="Se på det igjen.", by=None, at=NOW)


def test_what_is_settled_stays_settled_and_what_is_open_is_not_asked_for():
    paid = PrepaymentFactory()

    with pytest.raises(IntegrityError, match="stays settled"), transaction.atomic():
        Prepayment.objects.filter(pk=paid.pk).update(state="asked", settled_at=None, settled_by=None)
    with pytest.raises(IntegrityError, match="before the order is opened"), transaction.atomic():
        PrepaymentFactory(waits=True, order=JobOrderFactory())
    with pytest.raises(credit.TooLate):
        credit.ask_prepayment(order=JobOrderFactory(), reason="Sent.", by=StaffFactory(), at=NOW)


def test_an_assessment_goes_after_a_year_also_of_a_company(approved_periods):
    CreditAssessmentFactory(assessed_on=TODAY - 366 * DAY)
    kept = CreditAssessmentFactory(assessed_on=TODAY - 364 * DAY)

    housekeeping.expire(at=NOW)

    assert list(CreditAssessment.objects.all()) == [kept]
