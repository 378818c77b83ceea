"""A backup taken, much done since, the backup restored: nothing is served until it has all been done again."""

import datetime
import io
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from candidates.actions import applications, documents
from candidates.models import Application, Candidate, Document
from privacy import jobs
from privacy.actions import (
    consents,
    erasure,
    files,
    holds,
    purge,
    recipients,
    relay,
    replay,
    restrictions,
    retention,
    reviews,
    subjects,
)
from privacy.choices import Channel, ConsentPurpose, ErasureCause, ErasureScope, HoldReason, RestrictionGround
from privacy.models import (
    ConsentEvent,
    Erasure,
    Hold,
    JournalEntry,
    JournalHead,
    PurgeRun,
    Restriction,
    ReviewDecision,
    SharingAgreement,
    Subject,
)
from privacy.queries import consents as asked
from privacy.queries import fence, journals
from tests import tables
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    InboxCaseFactory,
    SharingAgreementFactory,
    StaffFactory,
    UserFactory,
)
from tests.privacy_fixtures import approve_periods

UTC = datetime.UTC
SENT = datetime.datetime(2024, 6, 1, 9, tzinfo=UTC)
LATER = NOW + datetime.timedelta(hours=3)
LONGER = {"purpose": ConsentPurpose.FURTHER_STORAGE, "language": "nb", "channel": Channel.OWN_PAGES, "by": None}


def applicant():
    application = ApplicationFactory(submitted_at=SENT, candidate__last_active_at=SENT, candidate__created_at=SENT)
    name = storages["files"].save("cv", ContentFile(b"a curriculum vitae"))
    document = DocumentFactory(candidate=application.candidate, file=name)
    ApplicationDocumentFactory(application=application, document=document)
    retention.refresh(application.candidate.subject_id)
    return application.candidate


def persons(candidates):
    return [candidate.subject_id for candidate in candidates]


def files_of(candidates):
    return [str(name) for name in Document.objects.filter(candidate__in=candidates).values_list("file", flat=True)]


def stored(name):
    with storages["files_raw"].open(name) as file:
        return file.read()


@pytest.fixture
def fence_open():
    yield
    fence._Fence.is_closed = None


class Agency:
    """Twenty who will be erased, three who will consent, five who withdraw, two restricted, one held, one merged."""

    def __init__(self):
        self.manager, self.officer = StaffFactory(roles=["manager"]), StaffFactory(roles=["privacy"])
        approve_periods(self.manager)
        self.erased, self.protected, self.withdrawn = ([applicant() for _ in range(count)] for count in (20, 3, 5))
        self.restricted, self.held = [applicant() for _ in range(2)], applicant()
        self.merged, self.twin = applicant(), applicant()
        self.case = InboxCaseFactory()
        for candidate in self.withdrawn:
            consents.give(subject_id=candidate.subject_id, at=NOW, **LONGER)
        relay.write(at=NOW)

    def go_on(self):
        """What happens after the backup."""
        for candidate in self.erased:
            erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=LATER)
        for candidate in self.protected:
            consents.give(subject_id=candidate.subject_id, at=LATER, **LONGER)
        for candidate in self.withdrawn:
            consents.withdraw(subject_id=candidate.subject_id, at=LATER, **LONGER)
        for candidate in self.restricted:
            self._restrict(candidate)
        self._hold(self.held)
        for lost in (self.case, self.twin):
            subjects.merge(lost=lost.subject, into=self.merged.subject, by=None, at=LATER)
        for application in self.merged.applications.all():
            applications.withdraw(application=application, by=self.merged.subject.user, at=LATER)
        self.removed = self.merged.documents.order_by("pk").first()
        documents.remove(document=self.removed, by=self.merged.subject.user, at=LATER)
        files.sweep(at=LATER)
        relay.write(at=LATER)

    def _restrict(self, candidate):
        restrictions.place(
            subject_id=candidate.subject_id, category="", ground=RestrictionGround.CLAIM, explanation="brev",
            by=self.officer, at=LATER,
        )  # fmt: skip

    def _hold(self, candidate):
        hold = holds.place(
            subject_id=candidate.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="brev",
            ends_on=datetime.date(2030, 1, 1), by=self.officer, at=LATER,
        )  # fmt: skip
        holds.approve(hold=hold, by=self.manager, at=LATER)


def assert_behind_the_fence(client):
    assert fence.look() is True
    assert [client.get(path).status_code for path in ("/", "/admin/", "/readyz", "/livez")] == [503, 503, 503, 200]
    with pytest.raises(CommandError, match="restored from a backup"):
        call_command("purge")
    jobs.purge()
    assert PurgeRun.objects.count() == 0


def assert_as_before(agency, names):
    erased = persons(agency.erased)
    assert Subject.objects.filter(pk__in=erased).count() == 0
    whole, part = ((ErasureScope.PERSON, erased), (ErasureScope.PART, [agency.merged.subject_id]))
    assert set(Erasure.objects.values_list("subject_uuid", "cause", "scope")) == {
        (each, "replay", scope) for scope, people in (whole, part) for each in people
    }
    assert [name for name in names if storages["files_raw"].exists(name)] == []
    assert Restriction.objects.in_force().filter(subject__in=persons(agency.restricted)).count() == 2
    assert (Hold.objects.get().approved_by, Hold.objects.get().opened_at) == (agency.manager, LATER)
    assert Subject.objects.get(pk=agency.case.subject_id).root_id == agency.merged.subject_id
    assert (agency.merged.applications.count(), Candidate.objects.filter(pk=agency.twin.pk).count()) == (2, 0)
    assert Document.objects.filter(candidate=agency.merged).count() == 1
    assert storages["files_raw"].exists(str(agency.removed.file)) is False
    assert {asked.in_force(each, ConsentPurpose.FURTHER_STORAGE) for each in persons(agency.withdrawn)} == {None}


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

    assert (first, again, ConsentEvent.objects.count()) == ({"consent_given": 1}, {"consent_given": 1}, 1)


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

    assert (counts, Candidate.objects.count()) == ({"absent": 2}, 0)


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
