"""Nobody is orphaned when a colleague leaves or is away."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate, Interview
from clients.models import JobOrder
from fremrykk.accounts.actions import handing_over, users
from fremrykk.accounts.models import User
from privacy.actions import restrictions, stand_ins
from privacy.models import OutgoingMail, SavedView, StandIn
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db

STILL_ANSWERS = (
    "This colleague is still somebody's contact person, leads interviews, or answers for orders or questions: hand it all "
    "over first."
)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


HELD = [
    lambda user: made.CandidateFactory(adviser=user), lambda user: made.JobOrderFactory(adviser=user),
    lambda user: made.ClientCompanyFactory(adviser=user), lambda user: made.InboxCaseFactory(owner=user),
    lambda user: made.EnquiryFactory(owner=user), lambda user: made.InterviewFactory(led_by=user, application__candidate__adviser=user),
]  # fmt: skip


@pytest.mark.promise("P64")
@pytest.mark.parametrize("hold", HELD)
def test_a_colleague_who_answers_for_somebody_cannot_be_closed(hold):
    user = made.StaffFactory()
    hold(user)

    with pytest.raises(users.StillAnswers):
        users.deactivate(user=user, by=made.StaffFactory(), at=made.NOW)
    for left in ({"is_active": False}, {"is_staff": False, "roles": []}):
        with pytest.raises(IntegrityError, match="hand it over first"), transaction.atomic():
            User.objects.filter(pk=user.pk).update(**left)

    assert User.objects.get(pk=user.pk).is_active


@pytest.mark.promise("P64")
@pytest.mark.parametrize("hold", HELD[:3])
def test_nobody_is_given_to_somebody_who_has_left(hold):
    gone = made.StaffFactory(is_active=False)

    with pytest.raises(IntegrityError, match="works here"), transaction.atomic():
        hold(gone)


@pytest.mark.promise("P64")
def test_everything_is_handed_over_also_who_is_set_aside_and_then_the_account_is_closed(
    client, logins, approved_periods
):
    manager = logins.with_totp(logins.make_staff("sjef@example.test", "manager"))
    logins.log_in(client, manager)
    client.post("/konto/reauthenticate/", {"password": logins.PASSWORD})
    leaving, to = made.StaffFactory(), made.StaffFactory()
    for hold in HELD:
        hold(leaving)
    aside = made.CandidateFactory(adviser=leaving)
    restrictions.place(subject_id=aside.subject_id, ground="claim", explanation="Krav", by=manager, at=timezone.now())
    closed = made.JobOrderFactory(adviser=leaving, opened_at=made.NOW, closed_at=made.NOW)
    page = [reverse("admin:accounts_user_step", args=[leaving.pk, name]) for name in ("close", "hand-over", "close")]

    answers = [client.post(address, {"to": to.pk}, follow=True) for address in page]

    assert [said(answer) for answer in answers] == [
        [STILL_ANSWERS],
        [f"8 handed over to {to}."],
        ["The account is closed. All its sessions have ended."],
    ]  # fmt: skip
    assert {*Candidate.objects.values_list("adviser", flat=True)} == {to.pk}
    assert JobOrder.objects.get(pk=closed.pk).adviser == leaving
    told = OutgoingMail.objects.filter(template="candidates/email/contact_person")
    reached = Candidate.objects.exclude(pk=aside.pk).values_list("subject", flat=True)
    assert sorted(mail.subject_id for mail in told) == sorted(reached)


@pytest.mark.promise("P64")
def test_who_takes_over_an_interview_is_named_to_the_candidate_and_may_be_wanted_twice(approved_periods):
    leaving, to = made.StaffFactory(), made.StaffFactory(name="Kari Holt")
    theirs, own = made.InterviewFactory(led_by=leaving), made.InterviewFactory(led_by=to)
    held = made.InterviewFactory(led_by=leaving, state="held", starts_at=made.NOW, ends_at=made.NOW + HOUR)
    aside = made.InterviewFactory(led_by=leaving, starts_at=made.NOW + 30 * HOUR, ends_at=made.NOW + 31 * HOUR)
    made.RestrictionFactory(subject=aside.candidate.subject)

    handing_over.hand_over(user=leaving, to=to, by=leaving, at=made.NOW)

    rows = [Interview.objects.get(pk=each.pk) for each in (theirs, own, held, aside)]
    assert [(row.led_by, row.overlaps) for row in rows] == [(to, True), (to, False), (leaving, False), (to, False)]
    told = OutgoingMail.objects.get(template="candidates/email/interview_set")
    assert (told.subject_id, "Kari Holt" in told.body_text, "SEQUENCE:1" in told.calendar_text) == (
        theirs.candidate.subject_id, True, True,
    )  # fmt: skip


@pytest.mark.promise("P64")
def test_nobody_who_has_left_leads_an_interview():
    interview = made.InterviewFactory()

    for gone in (made.StaffFactory(is_active=False), made.UserFactory()):
        with pytest.raises(IntegrityError, match="leads an interview works here"), transaction.atomic():
            Interview.objects.filter(pk=interview.pk).update(led_by=gone)


def test_it_is_handed_to_somebody_else_who_works_here():
    user = made.StaffFactory()

    for to in (user, made.StaffFactory(is_active=False), made.UserFactory()):
        with pytest.raises(handing_over.NotAColleague):
            handing_over.hand_over(user=user, to=to, by=user, at=made.NOW)


# --- away ---
def test_one_finds_a_stand_in_for_oneself_and_not_two_at_a_time(client):
    user = workspace.sign_in(client, "adviser")
    other = made.StaffFactory()
    days = {"since": "2026-12-01", "until": "2026-12-10", "stand_in": other.pk}
    add = reverse("admin:privacy_standin_add")

    mine = client.post(add, days | {"account": user.pk}, follow=True)
    again = client.post(add, days | {"account": user.pk, "since": "2026-12-10", "until": "2026-12-20"})
    theirs = client.post(add, days | {"account": other.pk, "stand_in": user.pk}, follow=True)

    assert (mine.status_code, StandIn.objects.count()) == (200, 1)
    assert "Somebody stands in on one of these days already" in (again.content.decode() or "")
    refused = theirs.context["adminform"].form.non_field_errors()
    assert refused == ["You find a stand-in for yourself; the manager does for anybody."]
    with pytest.raises(stand_ins.Overlaps):
        day = datetime.date(2026, 12, 10)
        stand_ins.give(account=user, stand_in=other, since=day, until=day, by=user, at=made.NOW)


def test_the_stand_in_has_the_orders_at_home_and_the_candidate_reads_who_answers(client):
    user = workspace.sign_in(client, "adviser")
    away = made.StaffFactory(name="Ola Borte")
    today = timezone.localdate()
    made.StandInFactory(account=away, stand_in=user, since=today, until=today)
    made.JobOrderFactory(adviser=away, title="Kokk")

    _interviews, orders, _new = client.get(reverse("admin:index")).context["panels"]
    candidate = made.CandidateFactory(adviser=away)
    workspace.log_in(client, User.objects.get(subject=candidate.subject))
    page = client.get(reverse("min_side"))

    assert ["for Ola Borte" in str(cells[0]).replace("For", "for") for cells in orders.rows] == [True]
    assert f"Meanwhile {user} answers:" in page.text


# --- views ---
def test_a_filtered_list_is_kept_without_the_word_searched_for(client):
    user = workspace.sign_in(client, "adviser")
    save, where = reverse("admin:save_view"), reverse("admin:candidates_application_changelist")

    kept = client.post(save, {"name": "Nye", "address": f"{where}?stage=new&q=Kari"}, follow=True)
    bare = client.post(save, {"name": "Alt", "address": f"{where}?q=Kari"}, follow=True)
    strange = client.post(save, {"name": "Ut", "address": "https://example.test/?x=1"}, follow=True)

    view = SavedView.objects.get()
    assert (view.account, view.address) == (user, f"{where}?stage=new")
    assert [said(each) for each in (kept, bare, strange)] == [
        ["Saved: it stands on the home page."],
        ["Choose a filter first. A word searched for is never saved: it is often a name."],
        ["Give the view a name of at most 60 letters."],
    ]
    assert 'href="/admin/candidates/application/?stage=new"' in client.get(reverse("admin:index")).text


def test_one_removes_ones_own_view_only(client):
    user = workspace.sign_in(client, "adviser")
    mine, theirs = made.SavedViewFactory(account=user), made.SavedViewFactory()

    for view in (mine, theirs):
        client.post(reverse("admin:remove_view", args=[view.pk]))

    assert list(SavedView.objects.all()) == [theirs]
