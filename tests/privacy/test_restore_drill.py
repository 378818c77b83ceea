"""A backup taken, much done since, the backup restored: nothing is served until it has all been done again."""

import datetime
import io
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from candidates.models import Application, Candidate
from privacy import jobs
from privacy.actions import (
    consents,
    erasure,
    purge,
    recipients,
    relay,
    replay,
    retention,
    reviews,
)
from privacy.choices import ErasureCause
from privacy.models import (
    ConsentEvent,
    JournalEntry,
    JournalHead,
    PurgeRun,
    ReviewDecision,
    SharingAgreement,
    Subject,
)
from privacy.queries import fence, journals
from tests import tables
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    SharingAgreementFactory,
    StaffFactory,
    UserFactory,
)
from tests.privacy.restored_agency import LATER, LONGER, SENT, Agency, applicant, assert_as_before, files_of, stored
from tests.privacy_fixtures import approve_periods


@pytest.fixture
def fence_open():
    yield
    fence._Fence.is_closed = None


def assert_behind_the_fence(client):
    assert fence.look() is True
    assert [client.get(path).status_code for path in ("/", "/admin/", "/readyz", "/livez")] == [503, 503, 503, 200]
    with pytest.raises(CommandError, match="restored from a backup"):
        call_command("purge")
    jobs.purge()
    assert PurgeRun.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("are_files_restored", [False, True])
@pytest.mark.asvs("PRV-04")
def test_what_happened_since_the_backup_happens_again(client, fence_open, are_files_restored):
    agency = Agency()
    names = files_of(agency.erased)
    contents = {name: stored(name) for name in names}

    with tables.as_now() as restore_the_backup:
        agency.go_on()
        assert Candidate.objects.filter(pk__in=[each.pk for each in agency.erased]).count() == 0
        restore_the_backup()
    for name, content in contents.items() if are_files_restored else ():
        storages["files_raw"].save(name, ContentFile(content))
    assert Candidate.objects.filter(pk__in=[each.pk for each in agency.erased]).count() == 20
    assert_behind_the_fence(client)
    call_command("replay", stdout=io.StringIO())

    assert (fence.is_closed(), client.get("/").status_code) == (False, 200)
    assert_as_before(agency, names)
    run = purge.run(as_of=datetime.date(2026, 11, 24), at=LATER)
    assert (run.erased, run.failed) == (6, 0)  # the five who withdrew, and the old application of the one merged
    kept = [*agency.protected, *agency.restricted, agency.held]
    assert Application.objects.filter(candidate__in=kept).count() == 6


@pytest.mark.django_db
def test_doing_it_twice_changes_nothing():
    candidate = applicant()
    head = JournalHead.objects.values().get()
    consents.give(subject_id=candidate.subject_id, at=NOW, **LONGER)
    relay.write(at=NOW)
    JournalHead.objects.update(**head)

    first = replay.run(at=LATER)
    JournalHead.objects.update(**head)
    again = replay.run(at=LATER)

    told = {"consent_given": 1}
    assert (first, again, ConsentEvent.objects.count()) == (told | {"mails_in_doubt": 1}, told, 1)


@pytest.mark.django_db
def test_what_a_person_here_decided_last_counts_again():
    officer, candidate = StaffFactory(roles=["privacy"]), CandidateFactory(source="by_hand", received_on=None)
    approve_periods(StaffFactory(roles=["manager"]))
    row = {"subject_id": candidate.subject_id, "object_label": "candidates.Candidate", "object_id": str(candidate.pk)}
    reviews.keep(**row, keep_until=datetime.date(2027, 1, 1), reason="brev", by=officer, at=NOW)
    relay.write(at=NOW)
    head = JournalHead.objects.values().get()
    later = reviews.keep(**row, keep_until=datetime.date(2027, 6, 1), reason="nytt brev", by=officer, at=LATER)
    relay.write(at=LATER)
    JournalHead.objects.update(**head)
    ReviewDecision.objects.filter(pk=later.pk).delete()
    retention.refresh(candidate.subject_id)

    counts = replay.run(at=LATER)

    again = ReviewDecision.objects.latest("decided_at")
    assert (counts, again.keep_until, again.decided_by) == ({"reviewed": 1}, datetime.date(2027, 6, 1), officer)
    assert Subject.objects.get(pk=candidate.subject_id).due_on == datetime.date(2027, 6, 1)
    assert b"brev" not in journals.read(head["number"] + 1)


@pytest.mark.django_db
def test_whoever_the_backup_does_not_know_is_counted_and_no_row_is_made():
    head = JournalHead.objects.values().get()
    candidate = applicant()
    consents.give(subject_id=candidate.subject_id, at=NOW, **LONGER)
    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)
    relay.write(at=NOW)
    JournalHead.objects.update(**head)

    counts = replay.run(at=LATER)

    assert (counts, Candidate.objects.count()) == ({"absent": 2, "mails_in_doubt": 1}, 0)


@pytest.mark.django_db
def test_a_segment_changed_by_hand_is_refused():
    head = JournalHead.objects.values().get()
    JournalEntry.objects.create(kind="released", subject_uuid=uuid.uuid4(), at=NOW)
    relay.write(at=NOW)
    JournalHead.objects.update(**head | {"digest": "0" * 64})

    with pytest.raises(replay.ChainBroken):
        replay.run(at=LATER)

    assert journals.is_ahead() is True


@pytest.mark.django_db
def test_a_part_that_was_erased_goes_again_and_the_rest_stays():
    old = ApplicationFactory(submitted_at=SENT)
    young = ApplicationFactory(submitted_at=NOW, candidate=old.candidate)
    retention.refresh(old.candidate.subject_id)
    approve_periods(StaffFactory(roles=["manager"]))
    head, backup = JournalHead.objects.values().get(), Application.objects.filter(pk=old.pk).values().get()
    purge.run(as_of=datetime.date(2026, 11, 24), at=NOW)
    assert list(Application.objects.all()) == [young]
    relay.write(at=NOW)
    JournalHead.objects.update(**head)
    Application.objects.create(**backup)

    counts = replay.run(at=LATER)

    assert (counts, list(Application.objects.all())) == ({"erased": 1}, [young])


@pytest.mark.django_db
@pytest.mark.promise("P36")
def test_an_agreement_taken_back_stays_taken_back():
    agreement = SharingAgreementFactory(subject=UserFactory().subject)
    relay.write(at=NOW)
    head = JournalHead.objects.values().get()
    recipients.withdraw(agreement=agreement, by=agreement.subject.user, at=LATER)
    relay.write(at=LATER)
    JournalHead.objects.update(**head)
    SharingAgreement.objects.update(withdrawn_at=None)

    counts = replay.run(at=LATER)

    assert (counts, SharingAgreement.objects.get().withdrawn_at) == ({"agreement_withdrawn": 1}, LATER)
