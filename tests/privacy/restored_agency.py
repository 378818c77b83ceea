"""An agency of forty, and what happens in it after a backup: whatever restores that backup must find all of it again."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from candidates.actions import applications, documents
from candidates.models import Candidate, Document
from privacy.actions import consents, erasure, files, holds, relay, restrictions, retention, subjects
from privacy.choices import Channel, ConsentPurpose, ErasureCause, ErasureScope, HoldReason, RestrictionGround
from privacy.models import Erasure, Hold, Restriction, Subject
from privacy.queries import consents as asked
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    DocumentFactory,
    InboxCaseFactory,
    StaffFactory,
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
