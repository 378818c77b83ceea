import datetime

import pytest
from django.core.files.storage import storages

from candidates.actions import documents
from candidates.choices import OPEN_STAGES, Stage
from candidates.models import Application, ApplicationDocument, Candidate, Document
from privacy.actions.subjects import PersonIsGone
from privacy.models import FileTombstone, TrailEntry
from tests.candidates.sent import pdf
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    StaffFactory,
)

LATER = NOW + datetime.timedelta(days=1)


def trail(candidate):
    return list(TrailEntry.objects.filter(subject_uuid=candidate.subject_id).values_list("verb", "fields"))


def test_upload_keeps_the_file_and_waits_for_the_scan(db):
    candidate = CandidateFactory()
    me = candidate.subject.user

    document = documents.upload(candidate=candidate, kind="certificate", upload=pdf(), by=me, at=LATER)

    fresh = Document.objects.get()
    assert (fresh, fresh.state, fresh.is_openable, fresh.next_at) == (document, "received", False, LATER)
    assert (fresh.original_name, fresh.content_type) == ("Min CV.pdf", "application/pdf")
    assert trail(candidate) == [("collected", ["certificate"])]
    assert Candidate.objects.get().last_active_at == LATER


def test_upload_to_an_application(db):
    application = ApplicationFactory()

    document = documents.upload(
        candidate=application.candidate, kind="cv", upload=pdf(), by=None, at=NOW, application=application
    )

    assert list(application.documents.all()) == [document]


def test_what_the_staff_uploads_is_no_activity_of_the_persons(db):
    candidate = CandidateFactory()

    documents.upload(candidate=candidate, kind="cv", upload=pdf(), by=StaffFactory(), at=LATER)

    assert Candidate.objects.get().last_active_at == NOW


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", 'CV "x".pdf', "x" * 300 + ".pdf", "?.pdf"])
def test_any_name_can_be_shown_and_none_is_used_in_storage(db, name):
    upload = pdf()
    upload._name = name  # as a hostile client writes it, past Django's own cleaning

    document = documents.upload(candidate=CandidateFactory(), kind="cv", upload=upload, by=None, at=NOW)

    assert [mark for mark in '/\\"?' if mark in document.original_name] == []
    assert (len(document.original_name) <= 150, len(document.file.name)) == (True, 43)


def test_upload_for_somebody_erased_leaves_no_file(transactional_db):
    candidate = CandidateFactory(account=False)
    subject = candidate.subject
    Candidate.objects.all().delete()
    subject.delete()
    before = set(storages["files_raw"].listdir("")[0])

    with pytest.raises(PersonIsGone):
        documents.upload(candidate=candidate, kind="cv", upload=pdf(), by=None, at=NOW)

    assert set(storages["files_raw"].listdir("")[0]) == before


def test_remove_lets_go_of_row_text_and_file(db):
    document = DocumentFactory()
    candidate, name = document.candidate, document.file.name

    documents.remove(document=document, by=candidate.subject.user, at=LATER)

    assert Document.objects.count() == 0
    assert list(FileTombstone.objects.values_list("storage", "name", "next_at")) == [("files", name, LATER)]
    assert storages["files"].exists(name) is True  # the sweeper's work, after the commit
    assert trail(candidate) == [("removed", ["cv"])]
    with pytest.raises(documents.AlreadyRemoved):
        documents.remove(document=document, by=candidate.subject.user, at=LATER)


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_a_document_in_use_stays(db, stage):
    use = ApplicationDocumentFactory(application__stage=stage)

    with pytest.raises(documents.InUse):
        documents.remove(document=use.document, by=use.document.candidate.subject.user, at=NOW)

    assert (Document.objects.count(), FileTombstone.objects.count()) == (1, 0)


@pytest.mark.parametrize("stage", [Stage.PLACED, Stage.REJECTED, Stage.WITHDRAWN])
def test_a_document_of_what_is_decided_can_go(db, stage):
    use = ApplicationDocumentFactory(application__stage=stage)

    documents.remove(document=use.document, by=use.document.candidate.subject.user, at=NOW)

    assert (Document.objects.count(), ApplicationDocument.objects.count(), Application.objects.count()) == (0, 0, 1)


def test_opening_is_told_to_the_person(db):
    document, by = DocumentFactory(), StaffFactory()

    documents.record_opening(document=document, by=by, at=NOW)

    entry = TrailEntry.objects.get()
    assert (entry.verb, entry.actor_uuid, entry.role, entry.fields, entry.object_id) == (
        "opened",
        by.subject_id,
        "adviser",
        ["cv"],
        str(document.pk),
    )
