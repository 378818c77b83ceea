"""What the workspace shows and writes, and that nothing in it writes a log entry of Django's; who gets in: `test_doors.py`."""

import uuid

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.translation import gettext

from clients.models import ClientCompany, JobAd, JobOrder
from fremrykk.accounts.choices import Role
from privacy.models import Controller, Notice, ProcessingActivity, RetentionPeriod
from tests import factories as made
from tests import workspace
from tests.database_role import by_force

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


def addresses() -> list[str]:
    """Every list, form and detail page of the workspace, with a row that is not there."""
    names = [f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    lists = [reverse(f"{name}_{page}") for name in names for page in ("changelist", "add")]
    rows = [reverse(f"{name}_change", args=[uuid.UUID(int=1)]) for name in names]
    pages = [reverse(f"admin:{name}") for name in ("retention", "reviews", "index")]
    decisions = [reverse(f"admin:{name}", args=[uuid.UUID(int=1)]) for name in ("review_keep", "review_erase")]
    return sorted([*lists, *rows, *pages, *decisions])


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADVISER, Role.FINANCE])
def test_no_page_fails_when_it_is_drawn(client, role):
    workspace.sign_in(client, role)

    assert {client.get(address).status_code for address in addresses()} <= {200, 302, 403, 404}


def test_a_stranger_is_sent_to_the_one_login(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_pages_of_libraries_stay_outside():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps <= {"candidates", "clients", "privacy", "accounts"}


def test_work_is_given_to_staff_only(client):
    workspace.sign_in(client, "manager")
    person = made.UserFactory(name="En kandidat")

    response = client.get(reverse("admin:clients_clientcompany_add"))

    assert str(person) not in response.text


# --- lists ---
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("page", "factory", "queries"),
    [
        ("clients_clientcompany", made.ClientCompanyFactory, 7),
        ("clients_clientcontact", made.ClientContactFactory, 6),
        ("clients_agreement", made.AgreementFactory, 6),
        ("clients_joborder", made.JobOrderFactory, 7),
        ("clients_jobad", made.JobAdFactory, 6),
        ("privacy_inboxcase", made.InboxCaseFactory, 6),
        ("privacy_outgoingmail", made.OutgoingMailFactory, 6),
        ("privacy_hold", made.HoldFactory, 6),
        ("privacy_trailentry", made.TrailEntryFactory, 6),
        ("privacy_consentevent", made.ConsentEventFactory, 6),
        ("privacy_erasure", made.ErasureFactory, 6),
    ],
)
def test_a_list_costs_the_same_however_long(page, factory, queries, count, client, django_assert_num_queries):
    workspace.sign_in(client, "manager")
    for _ in range(count):
        factory()
    address = reverse(f"admin:{page}_changelist")
    client.get(address)

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert len(response.context["cl"].result_list) == count


# --- editing ---
def test_a_client_is_registered_changed_and_leaves_no_log_entry(client):
    workspace.sign_in(client, "manager")
    number = made.org_number(7)

    client.post(reverse("admin:clients_clientcompany_add"), {"org_number": number, "name": "Fjellvik AS", "form": "AS"})
    company = ClientCompany.objects.get()
    client.post(reverse("admin:clients_clientcompany_change", args=[company.pk]), {"name": "Fjellvik Omsorg AS"})

    company.refresh_from_db()
    assert (company.org_number, company.name) == (number, "Fjellvik Omsorg AS")
    assert LogEntry.objects.count() == 0


def test_an_order_without_agreement_stays_closed_and_says_why(client):
    workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory(opened_at=None, agreement=None)

    response = client.post(reverse("admin:clients_joborder_step", args=[order.pk, "open"]), follow=True)

    order.refresh_from_db()
    assert order.opened_at is None
    assert [str(message) for message in response.context["messages"]] == [
        gettext("No signed agreement with this client is in force today: sign one first.")
    ]


def test_an_order_is_opened_advertised_and_closed_with_its_ad(client):
    user = workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory(opened_at=None, agreement=None, adviser=user)
    made.AgreementFactory(company=order.company)
    ad = made.JobAdFactory(order=order, published_at=None)

    client.post(reverse("admin:clients_joborder_step", args=[order.pk, "open"]))
    client.post(reverse("admin:clients_jobad_step", args=[ad.pk, "publish"]))
    client.post(reverse("admin:clients_joborder_step", args=[order.pk, "close"]))

    order, ad = JobOrder.objects.get(pk=order.pk), JobAd.objects.get(pk=ad.pk)
    assert (bool(order.opened_at), bool(order.closed_at), bool(ad.published_at), bool(ad.closed_at)) == (True,) * 4
    assert LogEntry.objects.count() == 0


def test_an_ad_loses_its_script_on_the_way_in(client):
    workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory()
    text = {
        "order": order.pk, "title": "Sykepleier", "summary": "Kort sagt", "body": "<p>Hei</p><script>x</script>",
        "employer": "Fjellvik", "place": "Oslo", "extent": "full_time", "form": "permanent", "positions": 1,
    }  # fmt: skip

    client.post(reverse("admin:clients_jobad_add"), text)

    assert JobAd.objects.get().body == "<p>Hei</p>"


# --- what only the manager decides ---
@pytest.mark.promise("P10")
@pytest.mark.parametrize(("role", "answer"), [("privacy", 403), ("manager", 302)])
def test_only_the_manager_approves_a_notice(client, role, answer):
    workspace.sign_in(client, role)
    draft = made.NoticeFactory(approved_by=None, approved_at=None, in_force_from=None)
    address = reverse("admin:privacy_notice_step", args=[draft.pk, "approve"])

    response = client.post(address, {"in_force_from": "2026-12-01"})

    assert response.status_code == answer
    assert (Notice.objects.get(pk=draft.pk).approved_at is not None) == (role == "manager")


@pytest.mark.parametrize(("role", "answer"), [("adviser", 403), ("privacy", 403), ("manager", 302)])
def test_only_the_manager_approves_a_storage_time(client, role, answer):
    workspace.sign_in_confirmed(client, role)
    period = made.RetentionPeriodFactory()

    response = client.post(reverse("admin:privacy_retentionperiod_step", args=[period.pk, "approve"]))

    assert response.status_code == answer
    assert (RetentionPeriod.objects.get(pk=period.pk).approved_at is not None) == (role == "manager")


def test_a_notice_in_force_is_not_changed(client):
    workspace.sign_in(client, "manager")
    notice = made.NoticeFactory()

    client.post(reverse("admin:privacy_notice_change", args=[notice.pk]), {"text_nb": "Noe annet", "text_en": "Else"})

    assert Notice.objects.get(pk=notice.pk).text_nb == notice.text_nb


def test_the_register_is_changed_without_its_code(client):
    workspace.sign_in(client, "manager")
    activity = made.ProcessingActivityFactory()
    words = {field.name: getattr(activity, field.name) or "" for field in activity._meta.fields}

    client.post(
        reverse("admin:privacy_processingactivity_change", args=[activity.pk]),
        words | {"name_nb": "Formidling", "code": "another"},
    )

    changed = ProcessingActivity.objects.get(pk=activity.pk)
    assert (changed.name_nb, changed.code) == ("Formidling", activity.code)
    assert LogEntry.objects.count() == 0


def test_a_new_controller_ends_the_earlier_one(client):
    workspace.sign_in(client, "manager")
    with by_force():
        Controller.objects.all().delete()
    earlier = made.ControllerFactory(valid_until=None)
    who = {"name": "Fremrykk AS", "contact_email": "post@example.test", "represented_by_nb": "daglig leder"}

    client.post(
        reverse("admin:privacy_controller_add"), who | {"represented_by_en": "manager", "valid_from": "2026-12-01"}
    )

    earlier.refresh_from_db()
    assert (str(earlier.valid_until), Controller.objects.count()) == ("2026-11-30", 2)
