"""Checks of candidates: required by law or need, told first, noted as in order, gone with the assignment (P25–P29)."""

import datetime
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from candidates.actions import applications, checks
from candidates.models import CheckNotice, CheckTally, SpecialCheck
from candidates.queries.check_promises import are_left, left_after_the_end
from clients.actions import checks as requiring
from clients.actions import orders
from clients.models import CheckRequirement
from privacy.models import OutgoingMail, TrailEntry
from privacy.queries import vitals
from tests.database_role import by_force
from tests.factories import (
    NOW,
    ApplicationFactory,
    CheckNoticeFactory,
    CheckRequirementFactory,
    JobAdFactory,
    JobOrderFactory,
    RestrictionFactory,
    SpecialCheckFactory,
    StaffFactory,
)
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P25", "P26", "P27", "P28", "P29")]

TODAY = NOW.date()
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@contextmanager
def refused(saying: str):
    with pytest.raises(IntegrityError, match=saying), transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def raw(notice, **values):
    return SpecialCheck.objects.create(
        **{"notice": notice, "outcome": "shown", "seen_on": TODAY, "seen_by": notice.told_by, "noted_at": NOW, **values}
    )


def told(stage="screening", **values):
    """An application of whom something is required, its adviser, and the notice."""
    application = ApplicationFactory(stage=stage, candidate__first_name="Kari")
    requirement = CheckRequirementFactory(order=application.job_order, **values)
    by = application.job_order.adviser
    return checks.tell(application=application, requirement=requirement, by=by, at=NOW), by


# --- the requirement ---
@pytest.mark.parametrize(
    "values",
    [
        {"authority": ""},
        {"authority": "fordi kunden vil det"},
        {"kind": "clearance"},
        {"credit": True, "private_economy": ""},
        {"credit": True, "for_finalists": False},
    ],
)
def test_the_database_refuses_a_requirement_without_its_law_or_need(values):
    with refused("check_"):
        CheckRequirementFactory(**values)


def test_the_database_refuses_approval_by_who_asked_for_it():
    requirement = CheckRequirementFactory(credit=True, approved_by=None, approved_at=None)

    with refused("check_approved_by_another"):
        CheckRequirement.objects.filter(pk=requirement.pk).update(approved_by=requirement.stated_by, approved_at=NOW)
    with pytest.raises(requiring.SamePerson):
        requiring.approve(requirement=requirement, by=requirement.stated_by, at=NOW)


def test_the_database_refuses_a_requirement_of_a_closed_order_and_one_rewritten():
    requirement = CheckRequirementFactory()

    with refused("never rewritten"):
        CheckRequirement.objects.filter(pk=requirement.pk).update(authority="politiloven § 1")
    with refused("closed"):
        CheckRequirementFactory(order=JobOrderFactory(closed_at=NOW))


def test_the_ad_prints_what_is_required_and_by_which_law(client):
    ad = JobAdFactory()
    CheckRequirementFactory(order=ad.order)
    CheckRequirementFactory(order=ad.order, credit=True, approved_by=None, approved_at=None)

    page = client.get(ad.get_absolute_url(), headers={"accept-language": "nb"}).content.decode()

    assert [words in page for words in ("krever politiattest", "barnehageloven § 30", "kredittsjekk")] == [
        True, True, False,
    ]  # fmt: skip


# --- the database refuses the note ---
def test_the_database_refuses_a_note_before_its_notice():
    notice = CheckNoticeFactory()

    with refused("before the candidate was told"):
        raw(notice, noted_at=NOW - HOUR)
    with refused("before the candidate was told"):
        raw(notice, seen_on=TODAY - DAY)
    with refused("assignment is not open"):  # of no notice at all
        SpecialCheck.objects.create(notice=None, outcome="shown", seen_on=TODAY, seen_by=StaffFactory(), noted_at=NOW)


def test_the_database_refuses_a_note_that_is_not_required():
    notice = CheckNoticeFactory()

    with refused("does not require this check"):
        CheckNoticeFactory(requirement=CheckRequirementFactory())
    CheckRequirement.objects.filter(pk=notice.requirement_id).update(lifted_at=NOW, lifted_by=notice.told_by)
    with refused("does not require this check"):
        raw(notice)


def test_the_database_refuses_a_credit_check_before_the_final_round_and_unapproved():
    application = ApplicationFactory(stage="screening")
    approved = CheckRequirementFactory(order=application.job_order, credit=True)
    waiting = CheckRequirementFactory(credit=True, approved_by=None, approved_at=None)

    with refused("final round only"):
        CheckNoticeFactory(application=application, requirement=approved)
    with refused("does not require this check"):
        CheckNoticeFactory(
            application=ApplicationFactory(stage="offer", job_ad__order=waiting.order), requirement=waiting
        )


def test_the_database_refuses_a_note_about_somebody_set_aside():
    notice = CheckNoticeFactory()
    RestrictionFactory(subject=notice.application.candidate.subject)

    with refused("set aside"):
        raw(notice)


def test_the_database_refuses_another_outcome_and_a_change():
    check = SpecialCheckFactory()

    with refused("not what is noted"):
        raw(CheckNoticeFactory(), outcome="satisfactory")
    with refused("never changed"):
        SpecialCheck.objects.update(seen_on=TODAY - DAY)
    with refused("never changes"):
        CheckNotice.objects.filter(pk=check.notice_id).update(told_at=NOW - DAY)


@pytest.mark.parametrize("end", ["order", "application", "requirement"])
def test_the_database_refuses_an_end_that_leaves_a_note(end):
    check = SpecialCheckFactory(notice__application__stage="placed")  # answered: the order could close
    rows = {
        "order": (check.notice.application.job_order, {"closed_at": NOW}),
        "application": (check.notice.application, {"stage": "withdrawn"}),
        "requirement": (check.notice.requirement, {"lifted_at": NOW, "lifted_by": check.seen_by}),
    }
    row, values = rows[end]

    with refused("go with the end of the assignment"):
        type(row).objects.filter(pk=row.pk).update(**values)


def test_there_is_nowhere_to_keep_content():
    names = {field.name for field in SpecialCheck._meta.fields}

    assert names == {"id", "notice", "outcome", "seen_on", "seen_by", "noted_at"}


# --- told, noted, gone ---
def test_who_is_told_reads_the_law_and_what_becomes_of_it():
    notice, _by = told()

    mail = OutgoingMail.objects.get(template="candidates/email/check_notice")
    words = ("barnehageloven § 30", "Hei, Kari", f"/min-side/soknader/{notice.application_id}/")
    assert [each in mail.body_text for each in words] == [True] * 3


def test_the_end_of_the_assignment_deletes_the_note_tells_the_candidate_and_counts():
    notice, by = told()
    check = checks.note(notice=notice, seen_on=TODAY, by=by, at=NOW)

    applications.reject(application=notice.application, reason="Besatt.", by=by, at=NOW + DAY)

    assert SpecialCheck.objects.count() == 0
    assert OutgoingMail.objects.filter(template="candidates/email/check_deleted").count() == 1
    assert list(CheckTally.objects.values_list("kind", "cause", "month", "count")) == [
        ("police", "application_ended", datetime.date(2026, 11, 1), 1)
    ]
    entries = TrailEntry.objects.filter(activity="background_checks", object_id=str(check.pk)).order_by("pk")
    assert list(entries.values_list("verb", "fields")) == [("checked", ["police"]), ("check_ended", ["police"])]


def test_lifting_a_requirement_deletes_what_was_noted_for_it():
    notice, by = told()
    checks.note(notice=notice, seen_on=TODAY, by=by, at=NOW)

    requiring.lift(requirement=notice.requirement, by=by, at=NOW)

    assert (SpecialCheck.objects.count(), CheckTally.objects.get().cause) == (0, "lifted")


def test_closing_the_order_deletes_the_notes_of_all():
    notice, by = told("offer")
    checks.note(notice=notice, seen_on=TODAY, by=by, at=NOW)
    applications.advance(application=notice.application, to="placed", by=by, at=NOW)

    orders.close(order=notice.requirement.order, by=by, at=NOW + HOUR)

    assert (SpecialCheck.objects.count(), CheckTally.objects.get().cause) == (0, "order_closed")
    assert not are_left(NOW)


def test_a_survivor_is_found_and_raises_the_alarm():
    check = SpecialCheckFactory()
    with by_force() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE candidates_application DISABLE TRIGGER end_checks")
        cursor.execute("UPDATE candidates_application SET stage = 'withdrawn'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE candidates_application ENABLE TRIGGER end_checks")

    assert list(left_after_the_end(NOW)) == [check.pk]
    assert "checks" in vitals.wrong(NOW)


# --- who sees it, and what the screens say ---
def test_only_the_orders_adviser_a_manager_and_the_person_see_it():
    check = SpecialCheckFactory()
    order = check.notice.application.job_order
    person = check.notice.application.candidate.subject.user

    def sees(user):
        return SpecialCheck.objects.visible_to(user).exists()

    seen = [sees(user) for user in (order.adviser, colleague("manager"), person)]
    assert seen == [True] * 3
    assert [sees(user) for user in (colleague("adviser"), colleague("privacy"), colleague("finance"))] == [False] * 3


def step(application, name: str) -> str:
    return reverse("admin:candidates_application_step", args=[application.pk, name])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_screens_tell_note_and_write_each_view(client, settings):
    settings.LANGUAGE_CODE = "en"
    application = ApplicationFactory(stage="screening")
    by = colleague("adviser")
    type(application.job_order).objects.filter(pk=application.job_order_id).update(adviser=by)
    requirement = CheckRequirementFactory(order=application.job_order)
    log_in(client, by)

    first = client.post(
        step(application, "tell-check"), {"requirement": requirement.pk, "through": "email"}, follow=True
    )
    notice = CheckNotice.objects.get()
    early = client.post(step(application, "note-check"), {"notice": notice.pk, "seen_on": "2020-01-01"}, follow=True)
    day = timezone.localdate(notice.told_at).isoformat()
    noted = client.post(step(application, "note-check"), {"notice": notice.pk, "seen_on": day}, follow=True)

    assert said(first) == ["The candidate is told. Now it can be checked, and noted."]
    assert said(early) == [
        "The day must be one on which the candidate had been told, and not one that has not come. Tell first, then look."
    ]
    assert said(noted) == ["Noted. It is deleted when the assignment ends, and the candidate is told."]
    assert "Police certificate shown, in order" in noted.content.decode().replace("police cert", "Police cert")
    seen = TrailEntry.objects.filter(verb="viewed", activity="background_checks")
    assert (seen.count(), {entry.actor_uuid for entry in seen}) == (1, {by.subject_id})


def test_the_screen_says_whose_work_a_check_is(client, settings):
    settings.LANGUAGE_CODE = "en"
    application = ApplicationFactory(stage="screening")
    requirement = CheckRequirementFactory(order=application.job_order)
    log_in(client, colleague("adviser"))

    answer = client.post(
        step(application, "tell-check"), {"requirement": requirement.pk, "through": "email"}, follow=True
    )

    assert said(answer) == [
        "Only the adviser of this order, whoever stands in and a manager deal with checks. Ask one of them."
    ]


def test_the_screen_requires_approves_and_explains(client, settings):
    settings.LANGUAGE_CODE = "en"
    order, manager = JobOrderFactory(), colleague("manager")
    log_in(client, manager)

    def press(name, **typed):
        return client.post(reverse("admin:clients_joborder_step", args=[order.pk, name]), typed, follow=True)

    no_law = press("require-check", kind="police", authority="kunden vil det")
    three = {"leading_function": "CEO", "large_responsibility": "Budget", "private_economy": "Alone with the accounts"}
    press("require-credit", **three)
    own = press("approve-credit", requirement=CheckRequirement.objects.get().pk)
    log_in(client, colleague("privacy"))
    other = press("approve-credit", requirement=CheckRequirement.objects.get().pk)

    assert "Without a law it may not be asked for." in no_law.content.decode()
    assert said(own) == [
        "You asked for this credit check yourself: a manager or the privacy officer who did not, approves it."
    ]
    assert (said(other), CheckRequirement.objects.in_force().count()) == (["Approved; the ad says so."], 1)


def test_the_candidate_sees_the_notice_and_the_note(client):
    check = SpecialCheckFactory()
    application = check.notice.application
    log_in(client, application.candidate.subject.user)

    page = client.get(reverse("my_application", args=[application.pk]), headers={"accept-language": "nb"})

    words = page.content.decode()
    assert [each in words for each in ("barnehageloven § 30", "Politiattest vist, i orden")] == [True, True]
