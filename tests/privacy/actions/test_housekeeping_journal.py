"""The journal outside loses its beginning when its time is over: no other part, and never what a replay may need."""

import datetime
import hashlib
import json
import uuid

import pytest
from django.core.files.storage import storages

from privacy.actions import consents, housekeeping, journal, relay, replay
from privacy.choices import Channel, ConsentPurpose, JournalKind
from privacy.models import ConsentEvent, JournalEntry, JournalHead
from privacy.queries import journals, seals
from tests.factories import CandidateFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PERSON = uuid.UUID(int=7)
# Thirteen months: what was written on 24 October 2025 in Oslo goes on 24 November 2026, and what was on the 25th stays.
OLD = datetime.datetime(2025, 10, 24, 21, 59, tzinfo=datetime.UTC)
YOUNG = datetime.datetime(2025, 10, 24, 22, 1, tzinfo=datetime.UTC)
TODAY = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.UTC)
LONGER = {"purpose": ConsentPurpose.FURTHER_STORAGE, "language": "nb", "channel": Channel.OWN_PAGES, "by": None}


def written(*moments):
    """One segment for each moment."""
    for moment in moments:
        journal.note(JournalKind.RELEASED, subject_id=PERSON, at=moment)
        relay.write(at=moment)


def outside():
    return [number for number, _segment in journals.segments()]


@pytest.fixture(params=["folder", "bucket"])
def journal_anywhere(request, settings) -> None:
    """In a folder as the tests' world has it, and in a bucket that keeps versions."""
    if request.param == "bucket":
        options = request.getfixturevalue("bucket").options
        entry = {"BACKEND": "privacy.storage.bucket.DurableBucketStorage", "OPTIONS": options}
        settings.STORAGES = settings.STORAGES | {"journal": entry}


@pytest.mark.usefixtures("approved_periods", "journal_anywhere")
def test_segments_go_thirteen_months_after_their_day_in_oslo():
    written(OLD - DAY, OLD, YOUNG, TODAY)

    eve = housekeeping.expire(at=TODAY - DAY)
    on_the_day = housekeeping.expire(at=TODAY)

    assert (eve["journal"], on_the_day["journal"], outside()) == (1, 1, [3, 4])
    assert housekeeping.expire(at=TODAY)["journal"] == 0


@pytest.mark.usefixtures("approved_periods")
def test_in_a_bucket_no_version_of_them_stays(settings, bucket):
    entry = {"BACKEND": "privacy.storage.bucket.DurableBucketStorage", "OPTIONS": bucket.options}
    settings.STORAGES = settings.STORAGES | {"journal": entry}
    written(OLD, TODAY)

    housekeeping.expire(at=TODAY)

    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == (["000000000002.json"], [])


def test_without_an_approved_length_nothing_goes():
    written(OLD, TODAY)
    journal.note(JournalKind.RELEASED, subject_id=PERSON, at=OLD)

    counts = housekeeping.expire(at=TODAY)

    assert (counts["journal"], outside(), JournalEntry.objects.count()) == (0, [1, 2], 1)


@pytest.mark.usefixtures("approved_periods")
def test_the_last_segment_stays_however_old():
    written(OLD - DAY, OLD)

    assert housekeeping.expire(at=TODAY + 4000 * DAY)["journal"] == 1

    assert outside() == [2]


@pytest.mark.usefixtures("approved_periods")
def test_a_segment_the_database_does_not_know_is_not_touched():
    written(OLD, OLD, OLD)
    JournalHead.objects.update(number=2)  # restored, and not replayed yet

    housekeeping.expire(at=TODAY)

    assert outside() == [2, 3]


@pytest.mark.usefixtures("approved_periods")
def test_an_old_segment_behind_a_young_one_waits_for_it():
    written(OLD, YOUNG, OLD, TODAY)

    assert (housekeeping.expire(at=TODAY)["journal"], outside()) == (1, [2, 3, 4])


@pytest.mark.usefixtures("approved_periods")
def test_what_waited_to_be_written_for_as_long_goes_too():
    for moment in (OLD, YOUNG):
        journal.note(JournalKind.RELEASED, subject_id=PERSON, at=moment)

    counts = housekeeping.expire(at=TODAY)

    assert (counts["privacy.JournalEntry"], list(JournalEntry.objects.values_list("at", flat=True))) == (1, [YOUNG])


@pytest.mark.usefixtures("approved_periods")
def test_the_journal_goes_on_where_it_was():
    written(OLD, OLD, TODAY)
    housekeeping.expire(at=TODAY)

    written(TODAY)

    assert (outside(), JournalHead.objects.get().number, journals.is_ahead()) == ([3, 4], 4, False)
    assert json.loads(journals.read(4))["before"] == hashlib.sha256(journals.read(3)).hexdigest()


@pytest.mark.usefixtures("approved_periods")
def test_a_backup_is_replayed_from_what_is_left():
    written(OLD, OLD)
    written(TODAY)
    backup = JournalHead.objects.values().get()
    candidate = CandidateFactory()
    consents.give(subject_id=candidate.subject_id, at=TODAY, **LONGER)
    relay.write(at=TODAY)
    housekeeping.expire(at=TODAY)
    assert outside() == [3, 4]
    JournalHead.objects.update(**backup)  # as after a restore, with the consent known already
    assert journals.is_ahead() is True

    counts = replay.run(at=TODAY)

    assert (counts, ConsentEvent.objects.count()) == ({"consent_given": 1, "mails_in_doubt": 1}, 1)
    assert journals.is_ahead() is False


@pytest.mark.usefixtures("approved_periods")
def test_a_backup_older_than_the_journal_stays_behind_the_fence():
    backup = JournalHead.objects.values().get()
    written(OLD, OLD, TODAY)
    housekeeping.expire(at=TODAY)
    JournalHead.objects.update(**backup)

    with pytest.raises(replay.ChainBroken, match="segment 1"):
        replay.run(at=TODAY)

    assert journals.is_ahead() is True


# Were the last segment not kept, nobody would see that this backup is years behind.
@pytest.mark.usefixtures("approved_periods")
def test_a_backup_from_before_years_of_silence_stays_behind_the_fence():
    backup = JournalHead.objects.values().get()
    written(OLD - DAY, OLD)
    housekeeping.expire(at=TODAY)
    JournalHead.objects.update(**backup)

    assert journals.is_ahead() is True


@pytest.mark.usefixtures("approved_periods")
def test_the_trail_is_proved_by_what_is_left():
    candidate = CandidateFactory()
    consents.give(subject_id=candidate.subject_id, at=OLD, **LONGER)
    relay.write(at=OLD)
    written(TODAY)
    housekeeping.expire(at=TODAY)

    assert (outside(), list(seals.broken()), list(seals.missing())) == ([2], [], [])


def test_the_journals_storage_is_the_same_door_in_folder_and_bucket(journal_anywhere):
    written(OLD, OLD, OLD)
    first, second, third = (journals.name_of(number) for number in (1, 2, 3))

    for names in ([second], [third], [first, third], [first, second, third]):
        with pytest.raises(PermissionError):
            storages["journal"].remove_oldest(names)
    with pytest.raises(PermissionError):
        storages["journal"].delete(first)
    assert outside() == [1, 2, 3]
    storages["journal"].remove_oldest([second, first])

    assert outside() == [3]
