"""Hiring out on the screens: planned where the work is, refused with what to do, and read by those it is about (P40)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Assignment
from clients.models import AgencyPaper
from privacy.queries.numbers import numbers_of
from tests.factories import (
    AgencyPaperFactory,
    AssignmentFactory,
    ClientContactFactory,
    JobOrderFactory,
    OrderReaderFactory,
    RestrictionFactory,
    UserFactory,
    employed,
    papers_in_order,
)
from tests.workspace import log_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
DAY = datetime.timedelta(days=1)
ADD = reverse("admin:candidates_assignment_add")


def today():
    return timezone.localdate()


def typed(work, at_client, **more):
    """As typed in English."""
    days = {"starts_on": str(today()), "ends_on": str(today() + 30 * DAY)}
    said = {
        "employment": str(work.pk), "leader": str(at_client.pk), "place": "Storgata 1", "county": "trondelag",
        "ground": "substitute", "evidence": "Vikar for en ansatt", "worked_before": "no", "left_client_on": "",
    }  # fmt: skip
    return said | days | more


@pytest.fixture
def staffing(client, settings):
    """An adviser at an own order, with an employee and a leader at the client."""
    settings.LANGUAGE_CODE = "en"
    client.cookies["django_language"] = "en"
    adviser = sign_in(client, "adviser")
    order = JobOrderFactory(kind="staffing", adviser=adviser)
    return order, employed(starts_on=today() - 10 * DAY), ClientContactFactory(company=order.company)


@pytest.mark.promise("P40")
def test_an_adviser_plans_from_the_order_and_sees_no_numbers(client, staffing):
    papers_in_order()
    order, work, leader = staffing
    other, elsewhere = JobOrderFactory(kind="staffing"), ClientContactFactory()
    page = client.get(reverse("admin:clients_joborder_change", args=[order.pk]))
    assert f"{ADD}?order={order.pk}" in page.text

    empty = client.get(f"{ADD}?order={order.pk}")
    shown = empty.text
    answer = client.post(f"{ADD}?order={order.pk}", typed(work, leader, order=order.pk), follow=True)

    assert (leader.name in shown, elsewhere.name in shown, str(other) in shown, str(work) in shown) == (
        True, False, False, True,
    )  # fmt: skip
    row = Assignment.objects.get()
    assert (row.leader, row.worked_at_client, "•••" in answer.text) == (leader, False, False)
    assert client.get(reverse("admin:candidates_employment_change", args=[work.pk])).status_code == 403
    assert str(work) in client.get(reverse("admin:clients_joborder_change", args=[order.pk])).text


@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_construction": "on", "county": "oslo"}, "The client has to employ the person."),
        ({"worked_before": "still"}, "Wait until six months after the last day there."),
        ({"worked_before": "left"}, "Write the last day the client employed the person."),
        ({"left_client_on": "2026-01-01"}, "only for whoever was employed"),
        ({"worked_before": "left", "left_client_on": "TODAY"}, "another client."),
        ({"worked_before": ""}, "This field is required."),
        ({"ends_on": "2000-01-01"}, "Change one of them."),
        ({"starts_on": "2000-01-01"}, "or ask payroll to change it."),
        ({"starts_on": "99.99.2026"}, "Enter a valid date."),
        ({"ground": "nature"}, "Select a valid choice."),
        ({"evidence": " "}, "This field is required."),
        ({"leader": "not-a-key"}, "not a valid"),
    ],
)
def test_what_is_refused_says_what_to_do_and_keeps_what_was_typed(client, staffing, more, said):
    papers_in_order()
    order, work, leader = staffing
    more = {name: str(today()) if value == "TODAY" else value for name, value in more.items()}

    page = client.post(f"{ADD}?order={order.pk}", typed(work, leader, order=order.pk, **more))

    assert (page.status_code, said in page.text, "Storgata 1" in page.text) == (200, True, True)
    assert Assignment.objects.count() == 0


def test_the_page_says_who_cannot_read_it_yet_and_what_it_is_in_words(client, staffing):
    papers_in_order()
    order, work, leader = staffing
    client.post(f"{ADD}?order={order.pk}", typed(work, leader, order=order.pk))
    where = Assignment.objects.get().get_absolute_url()

    before = client.get(where).text
    OrderReaderFactory(contact=leader, order=order)
    after = client.get(where).text

    letting_in = f"{reverse('admin:clients_orderreader_add')}?contact={leader.pk}&amp;order={order.pk}"
    assert ("cannot log in yet" in before, letting_in in before) == (True, True)
    assert ("cannot log in yet" in after, "icon-no" in after, "Running" in after) == (False, False, True)


@pytest.mark.promise("P40")
def test_without_papers_the_page_says_who_does_what_and_the_manager_does_it(client, staffing):
    order, work, leader = staffing
    said = typed(work, leader, order=order.pk)
    refused = client.post(f"{ADD}?order={order.pk}", said)
    sign_in(client, "manager")
    client.cookies["django_language"] = "en"
    home = client.get(reverse("admin:index")).text
    for kind in ("approval", "insurance"):
        client.post(
            reverse("admin:clients_agencypaper_add"),
            {"kind": kind, "issued_by": "Utsteder", "reference": "", "valid_from": str(today()),
             "valid_until": str(today() + 365 * DAY)},
        )  # fmt: skip

    answer = client.post(f"{ADD}?order={order.pk}", said, follow=True)

    assert "The manager writes down the renewed one" in refused.text
    assert "papers of the agency to renew" in home
    assert (AgencyPaper.objects.count(), Assignment.objects.count(), answer.status_code) == (2, 1, 200)
    assert "papers of the agency to renew" not in client.get(reverse("admin:index")).text


def test_the_list_of_papers_says_which_counts(client):
    AgencyPaperFactory(valid_from=today() - DAY, valid_until=today() - DAY)
    AgencyPaperFactory(insured=True, valid_until=today() + 30 * DAY)
    AgencyPaperFactory(valid_until=today() + 300 * DAY, noted_at=timezone.now())
    sign_in(client, "manager")
    client.cookies["django_language"] = "en"

    page = client.get(reverse("admin:clients_agencypaper_changelist")).text

    assert [
        page.count(word) for word in ("Replaced by a newer one", "Lapses soon", "In force<", "Not in force today")
    ] == [1, 1, 1, 0]
    assert client.get(reverse("admin:privacy_work")).text.count("Paper of the agency to renew") in (0, 1)


@pytest.mark.parametrize(
    ("role", "answer"),
    [("adviser", [404, 404]), ("finance", [403, 404]), ("payroll", [200, 200])],
)
def test_other_roles_and_other_advisers_do_not_reach_it(client, role, answer):
    row = AssignmentFactory()
    sign_in(client, role)
    places = (row.get_absolute_url(), reverse("admin:candidates_assignment_step", args=[row.pk, "end"]))

    assert [client.get(place).status_code for place in places] == answer


def test_payroll_ends_it_with_a_day_that_has_come(client):
    row = AssignmentFactory()
    sign_in(client, "payroll")
    client.cookies["django_language"] = "en"
    address = reverse("admin:candidates_assignment_step", args=[row.pk, "end"])

    wrong = client.post(address, {"ends_on": str(today() + 3 * DAY)})
    client.post(address, {"ends_on": str(row.starts_on)})

    assert "It ends on a day that has come" in wrong.text
    row.refresh_from_db()
    assert (row.ends_on, row.ended_at is not None) == (row.starts_on, True)


# --- the people themselves ---
def account_of(contact):
    return UserFactory(subject=contact.subject, email=contact.email)


@pytest.mark.promise("P40")
def test_the_leader_reads_who_comes_and_nobody_elses_do(client):
    row, other = AssignmentFactory(ends_on=today() + DAY), AssignmentFactory(employment=employed(first_name="Annen"))
    leader = account_of(row.leader)
    log_in(client, leader)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("my_hired")).text
    stranger = account_of(other.leader)

    assert ("Kari Lønnestad" in page, "Annen" in page, "03851598730" in page) == (True, False, False)
    assert reverse("my_hired") in client.get(reverse("my_orders")).text
    RestrictionFactory(subject=row.employment.subject)
    assert "Kari Lønnestad" not in client.get(reverse("my_hired")).text
    log_in(client, stranger)
    assert "Annen" in client.get(reverse("my_hired")).text


def test_the_employee_reads_the_own_assignments_in_plain_words(client):
    row, other = AssignmentFactory(place="Lagerveien 3"), AssignmentFactory(place="Bakveien 9")
    log_in(client, UserFactory(subject=row.employment.subject))
    client.cookies["django_language"] = "en"

    page = client.get(reverse("my_employment")).text

    assert ("Lagerveien 3" in page, other.place in page, row.leader.name in page) == (True, False, True)
    assert numbers_of(row.employment.subject_id) == [row.employment.subject_id]


def test_everybody_may_know_that_we_are_approved(client):
    client.cookies["django_language"] = "en"
    assert "approved by Arbeidstilsynet" not in client.get(reverse("for_companies")).text

    AgencyPaperFactory(valid_until=datetime.date(2099, 5, 17))

    page = " ".join(client.get(reverse("for_companies")).text.split())
    assert "approved by Arbeidstilsynet for hiring people out, until 17 May 2099" in page
