"""Tags and lists: only of people in the base, who leave them in the transaction that ends it."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from candidates.actions import applications, base
from candidates.models import Candidate, ListEntry, Tag, TagUse
from candidates.queries import base_promises
from candidates.queries.searchable import in_base, may_be_found
from privacy.actions import consents, erasure, restrictions, subjects
from privacy.choices import RestrictionGround
from tests import factories as made
from tests import workspace
from tests.database_role import by_force

pytestmark = pytest.mark.django_db
NOW = made.NOW
TODAY = NOW.date()


def chose_the_base() -> Candidate:
    return made.ApplicationFactory().candidate


def consented() -> Candidate:
    candidate = made.ApplicationFactory(keep_scope="this_position").candidate
    made.ConsentEventFactory(subject_uuid=candidate.subject_id)
    return candidate


def entered() -> Candidate:
    candidate = made.CandidateFactory(source="by_hand", received_on=TODAY)
    made.CollectionFactory(subject=candidate.subject, untold=True)
    return candidate


def told() -> Candidate:
    candidate = made.CandidateFactory(source="by_hand", received_on=TODAY)
    made.CollectionFactory(subject=candidate.subject)
    return candidate


def for_one_position() -> Candidate:
    return made.ApplicationFactory(keep_scope="this_position").candidate


def withdrew() -> Candidate:
    return made.ApplicationFactory(stage="withdrawn").candidate


def was_added() -> Candidate:
    added = made.ApplicationFactory(
        origin="added", keep_scope="this_position", added_by=made.StaffFactory(), job_ad=None,
        job_order=made.JobOrderFactory(),
    )  # fmt: skip
    return added.candidate


def set_aside() -> Candidate:
    candidate = chose_the_base()
    made.RestrictionFactory(subject=candidate.subject, category="document")
    return candidate


INSIDE = [chose_the_base, consented, told]
OUTSIDE = [for_one_position, withdrew, was_added, entered, set_aside, made.CandidateFactory]


@pytest.mark.parametrize("person", [*INSIDE, *OUTSIDE], ids=lambda each: getattr(each, "__name__", "nobody"))
def test_the_database_and_the_search_agree_on_who_is_in_the_base(person):
    candidate = person()

    assert base.is_in_base(candidate) == (person in INSIDE)
    assert in_base(TODAY).filter(pk=candidate.pk).exists() == (person in INSIDE)


def test_who_is_kept_past_the_longest_time_for_another_reason_is_not_searched_for():
    candidate = chose_the_base()
    candidate.applications.update(submitted_at=NOW - datetime.timedelta(days=800))

    assert list(Candidate.objects.filter(may_be_found(made.StaffFactory(), TODAY))) == []


@pytest.mark.parametrize("person", OUTSIDE, ids=lambda each: getattr(each, "__name__", "nobody"))
def test_the_database_refuses_a_tag_and_a_list_for_anybody_else(person):
    candidate = person()

    for make in (made.TagUseFactory, made.ListEntryFactory):
        with pytest.raises(IntegrityError, match="agreed to be thought of"), transaction.atomic():
            make(candidate=candidate)


def test_a_tag_is_not_moved_to_somebody_outside():
    use = made.TagUseFactory()

    with pytest.raises(IntegrityError, match="agreed to be thought of"), transaction.atomic():
        TagUse.objects.filter(pk=use.pk).update(candidate=for_one_position())


def _tagged(candidate: Candidate) -> Candidate:
    made.TagUseFactory(candidate=candidate)
    made.ListEntryFactory(candidate=candidate)
    return candidate


def _withdraws_application(candidate: Candidate) -> None:
    applications.withdraw(application=candidate.applications.get(), by=candidate.subject.user, at=NOW)


def _withdraws_consent(candidate: Candidate) -> None:
    consents.withdraw(
        subject_id=candidate.subject_id, purpose="further_storage", language="nb", channel="own_pages",
        by=candidate.subject.user, at=NOW + datetime.timedelta(days=1),
    )  # fmt: skip


def _sets_aside(candidate: Candidate) -> None:
    restrictions.place(
        subject_id=candidate.subject_id, ground=RestrictionGround.ACCURACY, by=candidate.subject.user, at=NOW
    )


def _objects_to_a_part(candidate: Candidate) -> None:
    restrictions.place(
        subject_id=candidate.subject_id, ground=RestrictionGround.OBJECTION, category="document",
        by=candidate.subject.user, at=NOW,
    )  # fmt: skip


def _application_goes(candidate: Candidate) -> None:
    """As the purge deletes it: by its own time, while the person stays."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidates_application WHERE candidate_id = %s", [candidate.pk])


def _chooses_one_position(candidate: Candidate) -> None:
    candidate.applications.update(keep_scope="this_position")


@pytest.mark.parametrize(
    ("person", "end"),
    [
        (chose_the_base, _withdraws_application),
        (consented, _withdraws_consent),
        (chose_the_base, _sets_aside),
        (chose_the_base, _objects_to_a_part),
        (chose_the_base, _application_goes),
        (chose_the_base, _chooses_one_position),
    ],
)
def test_who_is_no_longer_in_the_base_leaves_at_once(person, end):
    other, candidate = _tagged(chose_the_base()), _tagged(person())

    end(candidate)

    assert list(TagUse.objects.values_list("candidate", flat=True)) == [other.pk]
    assert list(ListEntry.objects.values_list("candidate", flat=True)) == [other.pk]


def test_an_end_that_is_rolled_back_ends_nothing():
    candidate = _tagged(chose_the_base())

    with transaction.atomic():
        _sets_aside(candidate)
        transaction.set_rollback(True)

    assert (candidate.tag_uses.count(), candidate.list_entries.count()) == (1, 1)


def test_one_reason_of_two_is_enough_to_stay():
    candidate = _tagged(consented())
    made.ApplicationFactory(candidate=candidate)

    _withdraws_consent(candidate)

    assert candidate.tag_uses.count() == 1


def test_an_erasure_takes_all_of_it(approved_periods):
    candidate = _tagged(chose_the_base())
    for make in (made.ProfileFactory, made.SkillFactory, made.CertificateFactory, made.LanguageSkillFactory):
        make(candidate=candidate)
    made.WorkExperienceFactory(candidate=candidate), made.EducationFactory(candidate=candidate)

    erasure.erase_person(subject_id=candidate.subject_id, by=None, at=NOW, cause="staff")

    assert (TagUse.objects.count(), ListEntry.objects.count(), Tag.objects.count()) == (0, 0, 1)


def test_a_merge_loses_nothing_and_doubles_nothing():
    keep, lost = _tagged(chose_the_base()), chose_the_base()
    made.TagUseFactory(candidate=lost, tag=keep.tag_uses.get().tag)
    made.TagUseFactory(candidate=lost)
    for candidate, name in ((keep, "Excel"), (lost, "excel"), (lost, "Word")):
        made.SkillFactory(candidate=candidate, name=name)
    made.ProfileFactory(candidate=lost, place="Oslo")

    subjects.merge(lost=lost.subject, into=keep.subject, by=None, at=NOW)

    assert sorted(keep.skills.values_list("name", flat=True)) == ["Excel", "Word"]
    assert (keep.tag_uses.count(), keep.profile.place) == (2, "Oslo")


# --- on the screen ---
def test_a_tag_is_given_by_name_and_taken_away(client):
    workspace.sign_in(client, "adviser")
    candidate = chose_the_base()
    address = f"/admin/candidates/candidate/{candidate.pk}/step/"

    client.post(address + "tag/", {"known": "", "new": " kan   turnus "})
    given = list(candidate.tag_uses.values_list("tag__name", flat=True))
    client.post(address + "untag/", {"tag": Tag.objects.get().pk})

    assert (given, candidate.tag_uses.count()) == (["kan turnus"], 0)


@pytest.mark.parametrize("person", [for_one_position, entered])
def test_the_screen_says_why_not_and_what_to_do(person, client, settings):
    settings.LANGUAGE_CODE = "en"
    workspace.sign_in(client, "adviser")
    candidate = person()

    response = client.post(f"/admin/candidates/candidate/{candidate.pk}/step/tag/", {"new": "turnus"}, follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert said[0].startswith(gettext("Tags and lists are for those who agreed to be thought of for other positions."))
    assert "consent to longer storage on My page" in said[0]
    assert TagUse.objects.count() == 0


def test_a_list_shows_who_is_on_it_and_says_so_in_their_history(client):
    workspace.sign_in(client, "adviser")
    entry = made.ListEntryFactory()

    client.post("/admin/candidates/taglist/add/", {"name": "Kokker", "purpose": ""})
    twice = client.post("/admin/candidates/taglist/add/", {"name": "kokker", "purpose": ""})
    response = client.get(f"/admin/candidates/taglist/{entry.list.pk}/change/")

    trail = made.TrailEntry.objects.filter(subject_uuid=entry.candidate.subject_id)
    assert str(entry.candidate) in response.text
    assert (list(trail.values_list("verb", "activity")), twice.status_code) == ([("found", "candidate_base")], 200)


def test_whom_the_day_has_put_outside_is_not_shown_on_a_list(client):
    workspace.sign_in(client, "adviser")
    entry = made.ListEntryFactory()
    entry.candidate.applications.update(submitted_at=timezone.now() - datetime.timedelta(days=800))

    response = client.get(f"/admin/candidates/taglist/{entry.list.pk}/change/")

    assert str(entry.candidate) not in response.text


@pytest.mark.promise("P61")
def test_a_list_counts_whom_it_shows(client):
    workspace.sign_in(client, "adviser")
    entry, empty = made.ListEntryFactory(), made.TagListFactory(name="Tom")
    others = [made.ListEntryFactory(list=entry.list).candidate for _each in range(2)]
    numbers = [_numbers(client)]
    made.RestrictionFactory(subject=others[0].subject)
    numbers.append(_numbers(client))
    others[1].applications.update(submitted_at=timezone.now() - datetime.timedelta(days=800))

    assert [*numbers, _numbers(client)] == [{entry.list: each, empty: 0} for each in (3, 2, 1)]


def _numbers(client):
    return {row: row.people for row in client.get("/admin/candidates/taglist/").context["cl"].result_list}


def test_the_data_say_so_when_somebody_outside_is_marked():
    inside, outside = chose_the_base(), for_one_position()
    made.TagUseFactory(candidate=inside)
    before = list(base_promises.marked_outside_the_base(NOW))
    with by_force() as cursor:
        cursor.execute("SET session_replication_role = replica")  # as a restore writes rows
        made.ListEntryFactory(candidate=outside)
        cursor.execute("SET session_replication_role = DEFAULT")

    assert (before, list(base_promises.marked_outside_the_base(NOW))) == ([], [outside.pk])
