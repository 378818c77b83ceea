"""The register open to all, tasks given for a time, and the pages of whoever looks after privacy."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from privacy.actions import notices, register
from privacy.models import Breach, Delegation, Notice, ProcessingActivity
from privacy.queries.register import entries, to_review
from tests import workspace
from tests.factories import (
    NOW,
    BreachFactory,
    DelegationFactory,
    NoticeFactory,
    ProcessingActivityFactory,
    StaffFactory,
    TrailEntryFactory,
)

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), datetime.timedelta(days=1)


def role_of(code, on):
    return next(entry.role for entry in entries(on) if entry.activity.code == code)


@pytest.mark.parametrize(
    ("per", "status", "version"),
    [
        ("2025-01-31", 200, 1),
        ("2026-02-01", 200, 2),
        ("2020-01-01", 404, 2),
        ("9999-12-31", 404, 2),
        ("2025-02-30", 404, 2),
        ("'--", 404, 2),
        ("", 404, 2),
    ],
)
def test_the_statement_of_a_day(client, per, status, version):
    response = client.get("/personvern/", {"per": per})

    assert (response.status_code, response.context["notice"].version) == (status, version)
    assert response.cookies.output() == ""


def test_the_register_as_data_says_all_that_article_30_asks_for(client, approved_periods):
    found = client.get("/personvern/behandlinger.json").json()

    assert (found["version"], len(found["activities"])) == (1, ProcessingActivity.objects.count())
    assert found["controller"]["contact"] == "post@fremrykk.no"
    columns = ("purpose", "persons", "data", "retention", "security")
    assert [each["code"] for each in found["activities"] for name in columns if "" in each[name].values()] == []
    applications = next(each for each in found["activities"] if each["code"] == "applications")
    assert {"code": "candidate_base", "length": 2, "unit": "years"} in applications["storage_times"]


@pytest.mark.promise("P12")
@pytest.mark.parametrize("page", ["/personvern/behandlinger/", "/personvern/behandlinger.json"])
def test_the_register_is_open_sets_no_cookie_is_kept_while_unchanged_and_changes_when_it_changes(client, page):
    first = client.get(page)
    same = client.get(page, headers={"if-none-match": first["ETag"]})
    ProcessingActivity.objects.filter(code="applications").update(transfers_nb="Rein til Island", safeguards_nb="EØS")
    after = client.get(page, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, same.status_code, after.status_code) == (200, 304, 200)
    assert first.cookies.output() == ""
    assertContains(after, "Rein til Island")


def test_a_transfer_without_a_safeguard_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcessingActivityFactory(transfers_nb="USA")


@pytest.mark.promise("P8")
@pytest.mark.promise("P9")
def test_a_task_falls_back_to_the_manager_when_it_ends_and_when_the_colleague_leaves():
    activity, manager = ProcessingActivityFactory(code="reindeer"), StaffFactory(roles=["manager"])
    colleague = StaffFactory(roles=["finance"])
    register.delegate(activity=activity, to=colleague, since=TODAY, until=TODAY + 9 * DAY, by=manager, at=NOW)

    runs = [role_of("reindeer", day) for day in (TODAY - DAY, TODAY, TODAY + 9 * DAY, TODAY + 10 * DAY)]
    colleague.is_active = False
    colleague.save()

    assert runs == ["manager", "finance", "finance", "manager"]
    assert role_of("reindeer", TODAY) == "manager"


def test_the_newest_delegation_ends_the_one_before():
    activity, manager = ProcessingActivityFactory(code="reindeer"), StaffFactory(roles=["manager"])
    register.delegate(activity=activity, to="finance", since=TODAY, by=manager, at=NOW)
    register.delegate(activity=activity, to="payroll", since=TODAY + DAY, by=manager, at=NOW)

    assert [role_of("reindeer", TODAY), role_of("reindeer", TODAY + DAY)] == ["finance", "payroll"]


@pytest.mark.parametrize("wrong", [{"role": ""}, {"until": TODAY - DAY}])
def test_a_delegation_to_nobody_or_backwards_is_refused_by_the_database(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationFactory(**wrong)


def test_only_the_manager_gives_a_task_or_puts_a_text_in_force():
    officer = StaffFactory(roles=["privacy"])

    with pytest.raises(register.NotTheManager):
        register.delegate(activity=ProcessingActivityFactory(), to="finance", since=TODAY, by=officer, at=NOW)
    with pytest.raises(notices.NotTheManager):
        notices.approve(
            notice=NoticeFactory(approved_by=None, approved_at=None), in_force_from=TODAY, by=officer, at=NOW
        )
    assert not Delegation.objects.exists()


@pytest.mark.promise("P10")
def test_a_delegate_who_approves_a_notice_or_delegates_further_gets_403(client):
    workspace.sign_in(client, "privacy")
    draft = NoticeFactory(approved_by=None, approved_at=None, in_force_from=None)
    activity = ProcessingActivityFactory(delegated_to="privacy")
    doors = [
        reverse("admin:privacy_notice_step", args=[draft.pk, "approve"]),
        reverse("admin:privacy_processingactivity_step", args=[activity.pk, "delegate"]),
    ]

    assert [client.post(door, {"in_force_from": "2026-12-01"}).status_code for door in doors] == [403, 403]
    assert Notice.objects.get(pk=draft.pk).approved_at is None


def test_an_activity_is_due_for_review_a_year_later():
    ProcessingActivity.objects.update(reviewed_on=TODAY)
    activity = ProcessingActivityFactory(reviewed_on=None)

    before = [each.pk for each in to_review(TODAY)]
    register.review(activity=activity, note="Stemmer.", at=NOW)

    assert before == [activity.pk]
    assert (to_review(TODAY).count(), to_review(TODAY.replace(year=2027)).filter(pk=activity.pk).count()) == (0, 1)


def test_the_manager_gives_a_task_and_the_public_page_says_so(client):
    workspace.sign_in(client, "manager")
    activity = ProcessingActivityFactory(name_nb="Reindrift")
    url = reverse("admin:privacy_processingactivity_step", args=[activity.pk, "delegate"])

    both = client.post(url, {"role": "finance", "colleague": StaffFactory().pk, "since": "2026-01-01"})
    client.post(url, {"role": "finance", "since": "2026-01-01"})

    assert both.status_code == 200
    assert Delegation.objects.get().to_role == "finance"


def test_a_breach_is_written_down_reported_and_closed_in_the_workspace(client):
    workspace.sign_in(client, "privacy")
    said = {
        "what": "Liste på avveie.",
        "kinds": ["confidentiality"],
        "risk": "risk",
        "aware_at_0": "2026-11-20",
        "aware_at_1": "10:00",
    }
    added = client.post(reverse("admin:privacy_breach_add"), said)
    breach = Breach.objects.get()

    early = client.post(reverse("admin:privacy_breach_step", args=[breach.pk, "close"]), {})
    client.post(
        reverse("admin:privacy_breach_step", args=[breach.pk, "report"]),
        {"reported_at_0": "2026-11-21", "reported_at_1": "10:00", "reference": "26/1"},
    )
    client.post(reverse("admin:privacy_breach_step", args=[breach.pk, "close"]), {})

    assert (added.status_code, early.status_code) == (302, 200)
    breach.refresh_from_db()
    assert (breach.reference, breach.is_open) == ("26/1", False)


def test_all_that_is_open_stands_on_one_page_by_day(client):
    workspace.sign_in(client, "privacy")
    ProcessingActivityFactory(name_nb="Reindrift", reviewed_on=datetime.date(2020, 1, 1))
    breach = BreachFactory()

    response = client.get("/admin/privacy-work/")

    rows = [str(row[2]) for row in response.context["panels"][0].rows]
    assert [next(at for at, row in enumerate(rows) if words in row) for words in ("Reindrift", f">{breach}<")] == [0, 1]


@pytest.mark.parametrize(("role", "named"), [("manager", True), ("privacy", False)])
def test_unusual_look_ups_name_a_colleague_only_to_whoever_keeps_the_accounts(client, role, named):
    workspace.sign_in(client, role)
    colleague = StaffFactory(name="Kari Nysgjerrig")
    now = datetime.datetime.now(datetime.UTC)
    for _ in range(20):
        TrailEntryFactory(actor_uuid=colleague.subject_id, at=now - DAY)

    response = client.get("/admin/privacy-work/look-ups/")

    (assertContains if named else assertNotContains)(response, "Kari Nysgjerrig")
    assert response.context["panels"][0].rows[0][3] == 20


@pytest.mark.parametrize("page", ["/admin/privacy-work/", "/admin/privacy-work/look-ups/", "/admin/privacy/breach/"])
def test_an_adviser_sees_none_of_it(client, page):
    workspace.sign_in(client, "adviser")

    assert client.get(page).status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "rein"}, ["reindeer"]),
        ({"q": "REIN telle"}, ["reindeer"]),
        ({"q": "reindeer"}, ["reindeer"]),
        ({"q": "rein", "ground": "6_1_f"}, []),
        ({"q": "rein", "ground": "none such"}, ["reindeer"]),
    ],
)
def test_the_register_is_searched_in_both_languages_and_by_ground(client, asked, found):
    ProcessingActivityFactory(code="reindeer", name_nb="Telle rein", name_en="Counting reindeer", ground="6_1_c")

    response = client.get("/personvern/behandlinger/", asked)

    assert [entry.activity.code for entry in response.context["activities"]] == found
    assertContains(response, '<details class="activity" open>', count=len(found))
    assertContains(response, f"{len(found)} av {ProcessingActivity.objects.count()} formål passer til søket.")


def test_a_long_register_is_folded_and_each_part_has_a_place_to_be_led_to(client):
    response = client.get("/personvern/behandlinger/")

    assertContains(response, '<details class="activity">', count=ProcessingActivity.objects.count())
    assertContains(response, '<p id="applications">', count=1)
    assertContains(response, 'href="#applications"', count=1)


def test_the_statement_is_folded_part_by_part_and_begins_with_the_short_one_open(client):
    shown = client.get("/personvern/").content.decode()

    opened = re.findall(r'<details class="part" open>\s*<summary><h2>([^<]+)', shown)
    assert opened == ["Kort fortalt"]
    assert '<div id="rettighetene-dine">' in shown
