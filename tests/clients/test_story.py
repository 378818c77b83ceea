"""A client, from the enquiry on the website to its erasure: each step by the door it is taken through."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Application
from clients.actions import ads, companies, expiry, orders
from clients.models import Agreement, ClientCompany, ClientContact, Enquiry, JobOrder, OrderReader, Signatory
from clients.queries import process
from privacy.actions import housekeeping, purge
from privacy.models import Collection, OutgoingMail, TrailEntry
from privacy.queries.residue import in_database
from tests.accounts.logins import ask_for_code, enter_code, mailed_code
from tests.factories import NOW, ApplicationFactory, org_number
from tests.workspace import colleague, log_in

DAY = datetime.timedelta(days=1)
ASKED = {
    "company_name": "Fjellvik Bygg AS", "org_number": org_number(7), "kind": "recruitment", "headcount": "2",
    "needs": "To tømrere til et bygg i Asker.", "wanted_from": "snarest", "name": "Ola Nordmann",
    "email": "ola@fjellvik.example.test", "phone": "+4722334455",
}  # fmt: skip
COLLEAGUE = {"name": "Guro Sveen", "email": "guro@fjellvik.example.test"}


def ask(client: Client, **changed: str):
    return client.post("/for-bedrifter/", ASKED | changed)


def step(client: Client, row, name: str, **typed: object):
    model = f"{row._meta.app_label}_{row._meta.model_name}"
    return client.post(reverse(f"admin:{model}_step", args=[row.pk, name]), typed, follow=True)


def logged_in(email: str) -> Client:
    browser = Client()
    ask_for_code(browser, email)
    enter_code(browser, mailed_code(email))
    return browser


@pytest.mark.promise("P70", "P6", "P14", "P5", "P49", "P53")
def test_from_the_enquiry_to_the_erasure(db, approved_periods, time_machine, settings):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(NOW, tick=False)
    adviser, desk = colleague("adviser"), Client()
    log_in(desk, adviser)

    enquiry = asked_on_the_website(adviser)
    order = made_a_client_and_an_order(desk, enquiry, adviser)
    opened_on_an_agreement(desk, order)
    application = advertised_and_applied_for(order, adviser)
    guro = followed_by_the_contact_and_a_colleague(order, application)
    closed_with_somebody_employed(order, application, adviser)

    assert guro.get(reverse("my_order", args=[order.pk])).status_code == 200
    time_machine.move_to(NOW + 31 * DAY, tick=False)
    for email in (ASKED["email"], COLLEAGUE["email"]):
        assert logged_in(email).get(reverse("my_order", args=[order.pk])).status_code == 404
    erased_but_for_what_the_law_locks(adviser, order)
    gone_the_day_after_the_lock(order, time_machine)


def asked_on_the_website(adviser) -> Enquiry:
    """A case with a number, an owner and a day; whoever asked is told at once what the data are used for."""
    receipt = ask(Client())
    enquiry = Enquiry.objects.get()
    assert receipt.url.startswith("/for-bedrifter/?receipt=")
    assert (enquiry.owner, enquiry.due_on) == (adviser, datetime.date(2026, 11, 26))
    assert OutgoingMail.objects.get(subject=enquiry.subject).template == "clients/email/enquiry_received"
    told = Collection.objects.get(subject=enquiry.subject)
    assert (told.through, told.notice is not None) == ("website", True)
    return enquiry


def made_a_client_and_an_order(desk: Client, enquiry: Enquiry, adviser) -> JobOrder:
    """The contact person is the same person, and nothing that was typed is lost."""
    chosen = {"org_number": ASKED["org_number"], "company_name": ASKED["company_name"], "kind": "recruitment"}
    assertContains(desk.get(enquiry_page(enquiry, "convert")), ASKED["org_number"])
    step(desk, enquiry, "convert", title="Tømrer", adviser=str(adviser.pk), **chosen)
    contact, order = ClientContact.objects.get(), JobOrder.objects.get()
    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.order, contact.subject_id) == ("converted", order, enquiry.subject_id)
    assert (contact.name, contact.email, contact.phone) == (ASKED["name"], ASKED["email"], ASKED["phone"])
    assert (order.company, order.company.org_number) == (ClientCompany.objects.get(), ASKED["org_number"])
    return order


def opened_on_an_agreement(desk: Client, order: JobOrder) -> None:
    """Without one nothing is opened; the screen says what is missing, and where that is done."""
    page = desk.get(reverse("admin:clients_joborder_change", args=[order.pk]))
    assertContains(page, "An agreement with the client that is in force")
    assertContains(page, "The manager registers it.")
    assertContains(step(desk, order, "open"), "No signed agreement with this client is in force today: sign one first.")
    manager = colleague("manager")
    signed = {"company": order.company, "kind": "recruitment", "valid_from": NOW.date()}
    companies.sign(**signed, signatories=[ClientContact.objects.get()], by=manager, at=NOW)
    assertContains(step(desk, order, "open"), "The order is open.")


def advertised_and_applied_for(order: JobOrder, adviser) -> Application:
    order.refresh_from_db()
    ad = ads.write(
        order=order, at=NOW, title="Tømrer", summary="To tømrere.", body="<p>Asker</p>", employer="Fjellvik Bygg AS",
        place="Asker", extent="full_time", form="permanent", deadline=None,
    )  # fmt: skip
    ads.publish(ad=ad, by=adviser, at=NOW)
    return ApplicationFactory(job_order=order, job_ad=ad, stage="interview")


def followed_by_the_contact_and_a_colleague(order: JobOrder, application: Application) -> Client:
    """Both log in with a code and see numbers, and nobody's name; who was invited invites nobody."""
    page, inviting = reverse("my_order", args=[order.pk]), reverse("invite_colleague", args=[order.pk])
    ola = logged_in(ASKED["email"])
    assertContains(ola.get(reverse("my_orders")), "Tømrer")
    shown = ola.get(page)
    assertContains(shown, 'Interviews: <span class="number">1</span>')
    assertNotContains(shown, application.candidate.last_name)
    ola.post(inviting, COLLEAGUE)
    guro = logged_in(COLLEAGUE["email"])
    assertContains(guro.get(page), 'Applications: <span class="number">1</span>')
    assert guro.post(inviting, COLLEAGUE).url == reverse("my_orders")
    the_colleague_was_told_first_and_it_is_in_the_history()
    return guro


def the_colleague_was_told_first_and_it_is_in_the_history() -> None:
    invited = OrderReader.objects.select_related("contact", "invited_by").get(is_invited=True)
    person = invited.contact.subject_id
    mails = OutgoingMail.objects.filter(subject=person).order_by("pk").values_list("template", flat=True)
    entries = TrailEntry.objects.filter(object_label="clients.orderreader", subject_uuid=person)
    assert (invited.invited_by.email, invited.only_reads) == (ASKED["email"], True)
    assert list(mails)[:2] == ["privacy/email/informed", "clients/email/order_access"]
    assert list(entries.values_list("verb", "role", "fields")) == [("changed", "person", ["granted_at"])]


def closed_with_somebody_employed(order: JobOrder, application: Application, adviser) -> None:
    Application.objects.filter(pk=application.pk).update(stage="placed")
    orders.close(order=order, by=adviser, at=NOW)
    order.refresh_from_db()
    assert [each.state for each in process.steps(order, at=NOW)] == [
        "done", "done", "done", "left_out", "left_out", "done", "done", "now",
    ]  # fmt: skip


def erased_but_for_what_the_law_locks(adviser, order: JobOrder) -> None:
    """The relation ends; the contact person deletes everything, and reads what stays, by which law and until when."""
    desk = Client()
    log_in(desk, adviser)
    assertContains(step(desk, order.company, "end-relation"), "ended")
    ola = logged_in(ASKED["email"])
    answer = ola.post(reverse("delete_my_contact"), {"understood": "on"})
    for said in ("What we could delete is deleted", "bokføringsloven § 13", "1 July 2030"):
        assertContains(answer, said)
    assert Enquiry.objects.exists() is False
    assert list(ClientContact.objects.values_list("email", flat=True)) == [COLLEAGUE["email"]]
    assert Signatory.objects.get().name == ASKED["name"]


def gone_the_day_after_the_lock(order: JobOrder, time_machine) -> None:
    """The nights do it, and of the company, its people and its papers nothing is found."""
    for day in (datetime.date(2030, 7, 1), datetime.date(2032, 1, 1)):
        now = datetime.datetime.combine(day, datetime.time(2), datetime.UTC)
        time_machine.move_to(now, tick=False)
        purge.run(as_of=day, at=now, hands=1)
        housekeeping.expire(at=now)
        expiry.expire(at=now)
    assert [model.objects.count() for model in (JobOrder, Agreement, Signatory, ClientContact, ClientCompany)] == [
        0
    ] * 5
    known = [ASKED["name"], ASKED["email"], ASKED["org_number"], COLLEAGUE["name"], COLLEAGUE["email"]]
    assert [finding for finding in in_database(known) if "pg_stats" not in str(finding)] == []


def enquiry_page(enquiry: Enquiry, name: str) -> str:
    return reverse("admin:clients_enquiry_step", args=[enquiry.pk, name])
