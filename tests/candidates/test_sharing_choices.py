"""Whom an application may be shared with, chosen anew: what a narrower choice forbids ends with it, in one transaction (P33)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import permissions, presentation_reading, presentations, sharing_choices, showing_ended
from candidates.models import Application, PresentationItem, SharingChoice, SharingPermission
from candidates.queries import presentations as reading
from candidates.queries import sharing_effects
from privacy.models import JournalEntry, TrailEntry
from tests.candidates.test_presentations import candidate_of, draft  # noqa: F401
from tests.factories import (
    NOW,
    ApplicationFactory,
    FactSheetFactory,
    ListEntryFactory,
    NoticeFactory,
    PresentationFactory,
    PresentationItemFactory,
    SharingChoiceFactory,
    SharingPermissionFactory,
    StaffFactory,
)
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P33")]
HOUR = datetime.timedelta(hours=1)


def choose(application, sharing_scope, keep_scope="candidate_base", *, at=NOW + HOUR, by=None, has_acknowledged=True):
    application.refresh_from_db()
    return sharing_choices.change(
        application=application, sharing_scope=sharing_scope, keep_scope=keep_scope, language="nb", at=at,
        by=by or application.candidate.subject.user, has_acknowledged=has_acknowledged,
    )  # fmt: skip


@pytest.fixture
def shared(draft, time_machine):  # noqa: F811
    """Sent to a client on a registration that says: without asking; with a question, a draft and a list beside."""
    time_machine.move_to(NOW + HOUR)
    NoticeFactory(kind="sharing")
    candidate = candidate_of(draft)
    Application.objects.update(job_order=None, origin="registered")
    own = Application.objects.get()
    SharingChoiceFactory(application=own, sharing_scope="without_asking", chosen_at=NOW - HOUR)
    presentations.send(presentation=draft, by=StaffFactory(), at=NOW)
    SharingPermissionFactory(candidate=candidate)
    PresentationItemFactory(presentation=PresentationFactory(), candidate=candidate)
    ListEntryFactory(candidate=candidate)
    return draft


def standing(whole):
    candidate = candidate_of(whole)
    return (
        reading.shown_to(reading.readers().get(presentation=whole), at=NOW + 2 * HOUR) == [candidate.pk],
        SharingPermission.objects.count(),
        PresentationItem.objects.filter(presentation__sent_at=None).count(),
        candidate.list_entries.count(),
    )


@pytest.mark.parametrize(
    ("scopes", "after"),
    [
        (("ask_first", "candidate_base"), (False, 1, 1, 1)),
        (("this_position", "candidate_base"), (False, 0, 0, 1)),
        (("this_position", "this_position"), (False, 0, 0, 0)),
    ],
)
def test_what_a_narrower_choice_forbids_ends_at_once_as_the_page_foretold(shared, scopes, after):
    own = Application.objects.get()
    how = {"language": "nb", "by": own.candidate.subject.user, "at": NOW + HOUR, "has_acknowledged": False}
    foretold = sharing_choices.foresee(application=own, sharing_scope=scopes[0], keep_scope=scopes[1], **how)
    untouched = (
        standing(shared),
        SharingChoice.objects.count(),
        JournalEntry.objects.filter(kind="showing_ended").count(),
    )

    said = choose(own, *scopes, has_acknowledged=False)

    assert (untouched, standing(shared)) == (((True, 1, 1, 1), 1, 0), after)
    assert (said, len(said) > 1) == (foretold, True)
    assert JournalEntry.objects.filter(kind="showing_ended").count() == 1


def test_taken_back_the_employer_sees_it_again_and_both_acknowledgements_stay(shared):
    own = Application.objects.get()
    first = own.sharing_notice
    choose(own, "this_position", has_acknowledged=False)
    newest = NoticeFactory(kind="sharing", in_force_from=NOW.date())

    said = choose(own, "without_asking", at=NOW + 2 * HOUR)

    assert (standing(shared)[0], len([each for each in said if "again" in each or "igjen" in each])) == (True, 1)
    own.refresh_from_db()
    assert own.sharing_notice == first
    rows = SharingChoice.objects.order_by("chosen_at").values_list("was_shared", "sharing_scope")
    assert list(rows)[1:] == [("without_asking", "this_position"), ("this_position", "without_asking")]
    assert [each.sharing_notice for each in SharingChoice.objects.order_by("chosen_at")][1:] == [None, newest]
    fields = TrailEntry.objects.filter(object_label="candidates.application", verb="changed").values_list(
        "fields", flat=True
    )
    assert list(fields) == [["sharing_scope"], ["sharing_scope"]]


def test_a_yes_to_one_position_is_a_word_of_its_own(shared):
    permission = SharingPermission.objects.get()
    said = {"interest": "interested", "has_acknowledged": True, "channel": "own_pages", "by": None}
    permissions.answer(permission=permission, **said, at=NOW)
    PresentationItem.objects.filter(presentation__sent_at=None).delete()
    PresentationItemFactory(
        presentation=PresentationFactory(job_order=permission.job_order), candidate=permission.candidate
    )

    choose(Application.objects.get(), "this_position", has_acknowledged=False)

    assert (SharingPermission.objects.get().is_standing, standing(shared)[2]) == (True, 1)


def test_the_newest_word_counts_for_other_positions(shared):
    older = Application.objects.get()
    later = ApplicationFactory(candidate=older.candidate, submitted_at=NOW, sharing_scope="this_position")
    before = (standing(shared)[0], sharing_effects.others(older.candidate))

    choose(later, "without_asking")

    assert before == (False, "ask_first")
    assert (standing(shared)[0], sharing_effects.others(older.candidate)) == (True, "without_asking")


def test_more_than_now_needs_the_tick_and_only_its_person_chooses():
    own = ApplicationFactory()
    added = ApplicationFactory(
        candidate=own.candidate,
        origin="added",
        added_by=StaffFactory(),
        sharing_notice=None,
        keep_scope="this_position",
    )

    with pytest.raises(sharing_choices.NotAcknowledged):
        choose(own, "ask_first", has_acknowledged=False)
    with pytest.raises(sharing_choices.NotOwn):
        choose(own, "ask_first", by=ApplicationFactory().candidate.subject.user)
    with pytest.raises(sharing_choices.NotOwn):
        choose(added, "ask_first")
    with pytest.raises(sharing_choices.NothingChanged):
        choose(own, "this_position")
    with pytest.raises(sharing_choices.Contradiction):
        choose(own, "ask_first", "this_position")


def wider_without_a_choice(own):
    Application.objects.update(sharing_scope="ask_first")


def kept_longer_without_a_choice(own):
    Application.objects.filter(pk=own.pk).update(keep_scope="this_position")
    Application.objects.update(keep_scope="candidate_base")


def a_choice_made_over(own):
    SharingChoiceFactory(application=own)
    SharingChoice.objects.update(sharing_scope="without_asking")


def a_choice_for_what_we_added(own):
    Application.objects.update(origin="added", added_by=StaffFactory(), sharing_notice=None)
    SharingChoiceFactory(application=own)


def a_question_nobody_may_ask(own):
    choose(own, "ask_first")
    choose(own, "this_position", at=NOW + 2 * HOUR)
    SharingPermissionFactory(candidate=own.candidate)


def a_wider_choice_without_its_words(own):
    SharingChoiceFactory(application=own, sharing_notice=None)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (wider_without_a_choice, "by the choice of its person alone"),
        (kept_longer_without_a_choice, "by the choice of its person alone"),
        (a_choice_made_over, "followed by the next, never changed"),
        (a_choice_for_what_we_added, "an own application, as it is now"),
        (a_question_nobody_may_ask, "asked about no other position"),
        (a_wider_choice_without_its_words, "only when its words were acknowledged"),
    ],
)
def test_the_database_refuses(happens, why):
    own = ApplicationFactory()
    NoticeFactory(kind="sharing")

    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        happens(own)


def test_a_restore_does_not_bring_back_a_wider_choice(shared):
    own = Application.objects.get()
    choose(own, "ask_first", has_acknowledged=False)
    noted = JournalEntry.objects.get(kind="showing_ended")
    SharingChoice.objects.filter(chosen_at__gt=NOW).delete()
    SharingChoiceFactory(application=own, was_shared="ask_first", sharing_scope="without_asking", chosen_at=NOW)

    for _ in range(2):
        showing_ended.again(subject_id=noted.subject_uuid, at=noted.at, details=noted.details)

    assert Application.objects.get().sharing_scope == "ask_first"


@pytest.mark.parametrize(
    ("own", "chosen"),
    [
        ({"sharing_scope": "ask_first"}, ("this_position", "candidate_base")),
        ({"sharing_scope": "this_position", "keep_scope": "this_position"}, ("this_position", "candidate_base")),
    ],
)
def test_a_restore_brings_back_no_wider_word_about_another_application(own, chosen):
    """The newest word counts for other positions, whichever application it was said for."""
    NoticeFactory(kind="sharing")
    own = ApplicationFactory(submitted_at=NOW - 2 * HOUR, **own)
    other = ApplicationFactory(candidate=own.candidate, submitted_at=NOW - HOUR, sharing_scope="without_asking")
    before = sharing_effects.others(own.candidate)
    with transaction.atomic():
        choose(own, *chosen)
        after, noted = sharing_effects.others(own.candidate), JournalEntry.objects.get(kind="showing_ended")
        transaction.set_rollback(True)

    for _ in range(2):
        showing_ended.again(subject_id=own.candidate.subject_id, at=noted.at, details=noted.details)

    other.refresh_from_db()
    restored = sharing_effects.others(own.candidate)
    assert (before, after, other.keep_scope) == ("without_asking", "ask_first", "candidate_base")
    assert (restored, other.sharing_scope) == ("ask_first", "ask_first")


def test_the_page_says_first_what_will_happen_and_then_what_did(shared, client):
    own = Application.objects.get()
    log_in(client, own.candidate.subject.user)
    client.cookies["django_language"] = "en"
    page, chosen = (
        reverse("change_sharing", args=[own.pk]),
        {"sharing_scope": "this_position", "keep_scope": "candidate_base"},
    )

    bad = client.post(page, {"sharing_scope": "ask_first", "keep_scope": "this_position", "change": "1"})
    looked = client.post(page, chosen | {"look": "1"})
    between = Application.objects.get().sharing_scope
    done = client.post(page, chosen | {"change": "1"}, follow=True)
    again = client.post(page, chosen | {"change": "1"})

    assert ([*bad.context["form"].errors], between) == (["keep_scope"], "without_asking")
    ends = "the employer sees nothing about you any more."
    assert (ends in looked.text, ends in done.text, Application.objects.get().sharing_scope) == (
        True,
        True,
        "this_position",
    )
    assert [*map(str, done.context["messages"])][1:] == looked.context["foreseen"]
    assert "This is what you have chosen already." in again.text
    assert client.get(reverse("change_sharing", args=[ApplicationFactory().pk])).status_code == 404


def test_who_has_looked_and_when_stands_there_by_client(shared, client):
    own, company = Application.objects.get(), shared.job_order.company
    FactSheetFactory(order=shared.job_order)
    log_in(client, own.candidate.subject.user)
    client.cookies["django_language"] = "en"
    before = client.get(reverse("my_sharing")).text
    from_reader = reading.readers().get(presentation=shared)
    for hours in (1, 2):
        presentation_reading.read(reader=from_reader, at=NOW + hours * HOUR)

    after = client.get(reverse("my_sharing")).text

    assert ("Nobody there has looked yet." in before, "Looked at 2 times, last on 23 November 2026." in after) == (
        True,
        True,
    )
    assert company.privacy_statement_url in after
