"""A client, from the enquiry on the website to a closed order: each step by the door it is taken through."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Application
from clients.actions import ads, companies, orders
from clients.models import ClientCompany, ClientContact, Enquiry, JobOrder, OrderReader
from clients.queries import process
from privacy.models import Collection, OutgoingMail, TrailEntry
from tests.accounts.logins import ask_for_code, enter_code, mailed_code
from tests.factories import NOW, ApplicationFactory, ClientContactFactory, OrderReaderFactory, org_number
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


@pytest.mark.promise("P70", "P6", "P14", "P5")
def test_from_the_enquiry_to_the_closed_order(db, approved_periods, time_machine, settings):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(NOW, tick=False)
    adviser, manager, desk = colleague("adviser"), colleague("manager"), Client()
    log_in(desk, adviser)

    # Somebody asks for a company on the website: a case with a number, an owner and a day, told of at once.
    receipt = ask(Client())
    enquiry = Enquiry.objects.get()
    assert receipt.url.startswith("/for-bedrifter/?receipt=")
    assert (enquiry.owner, enquiry.due_on) == (adviser, datetime.date(2026, 11, 26))
    assert OutgoingMail.objects.get(subject=enquiry.subject).template == "clients/email/enquiry_received"
    told = Collection.objects.get(subject=enquiry.subject)
    assert (told.through, told.notice is not None) == ("website", True)

    # The adviser makes it a client, its contact person (the same person) and an order.
    chosen = {"org_number": ASKED["org_number"], "company_name": ASKED["company_name"], "kind": "recruitment"}
    assertContains(desk.get(enquiry_page(enquiry, "convert")), ASKED["org_number"])
    step(desk, enquiry, "convert", title="Tømrer", adviser=str(adviser.pk), **chosen)
    company, contact, order = ClientCompany.objects.get(), ClientContact.objects.get(), JobOrder.objects.get()
    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.order, contact.subject_id) == ("converted", order, enquiry.subject_id)
    assert (contact.name, contact.email, contact.phone) == (ASKED["name"], ASKED["email"], ASKED["phone"])

    # Without an agreement nothing is opened, and the screen says what is missing and where it is done.
    page = desk.get(reverse("admin:clients_joborder_change", args=[order.pk]))
    assertContains(page, "An agreement with the client that is in force")
    assertContains(page, f"{reverse('admin:clients_agreement_add')}?company={company.pk}&amp;kind=recruitment")
    assertContains(step(desk, order, "open"), "No signed agreement with this client is in force today: sign one first.")
    companies.sign(company=company, kind="recruitment", valid_from=NOW.date(), by=manager, at=NOW)
    step(desk, order, "open")
    ad = ads.write(
        order=order, at=NOW, title="Tømrer", summary="To tømrere.", body="<p>Asker</p>", employer="Fjellvik Bygg AS",
        place="Asker", extent="full_time", form="permanent", deadline=None,
    )  # fmt: skip
    ads.publish(ad=ad, by=adviser, at=NOW)
    application = ApplicationFactory(job_order=order, job_ad=ad, stage="interview")

    # The contact person logs in with a code, and so does a colleague who is invited: numbers, and nobody's name.
    ola = logged_in(ASKED["email"])
    assertContains(ola.get(reverse("my_orders")), "Tømrer")
    shown = ola.get(reverse("my_order", args=[order.pk]))
    assertContains(shown, 'Interviews: <span class="number">1</span>')
    assertNotContains(shown, application.candidate.last_name)
    ola.post(reverse("invite_colleague", args=[order.pk]), COLLEAGUE)
    guro = logged_in(COLLEAGUE["email"])
    assertContains(guro.get(reverse("my_order", args=[order.pk])), 'Applications: <span class="number">1</span>')
    assert guro.post(reverse("invite_colleague", args=[order.pk]), COLLEAGUE).url == reverse("my_orders")
    invited = OrderReader.objects.get(is_invited=True)
    assert (invited.invited_by, invited.only_reads) == (contact, True)
    mails = OutgoingMail.objects.filter(subject=invited.contact.subject).order_by("pk").values_list("template", flat=True)
    assert list(mails)[:2] == ["privacy/email/informed", "clients/email/order_access"]
    verbs = TrailEntry.objects.filter(object_label="clients.orderreader", subject_uuid=invited.contact.subject_id)
    assert list(verbs.values_list("verb", "role", "fields")) == [("changed", "person", ["granted_at"])]

    # Somebody is employed; the order is closed. It is shown for a month more, and then to nobody.
    Application.objects.filter(pk=application.pk).update(stage="placed")
    orders.close(order=order, by=adviser, at=NOW)
    order.refresh_from_db()
    assert [each.state for each in process.steps(order, at=NOW)] == [
        "done", "done", "done", "left_out", "left_out", "done", "done", "now",
    ]  # fmt: skip
    assert guro.get(reverse("my_order", args=[order.pk])).status_code == 200
    time_machine.move_to(NOW + 31 * DAY, tick=False)
    assert logged_in(ASKED["email"]).get(reverse("my_order", args=[order.pk])).status_code == 404


def enquiry_page(enquiry: Enquiry, name: str) -> str:
    return reverse("admin:clients_enquiry_step", args=[enquiry.pk, name])
