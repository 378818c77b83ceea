"""A file that others gave us of somebody who is here goes after thirty days, if the person is never told (P11, P12, P48)."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.actions import documents, import_choices, intake
from candidates.models import Candidate, Document, ImportRow
from privacy.actions import informing, purge
from privacy.deadlines import midnight
from privacy.models import Collection, FileTombstone, Subject
from privacy.queries import explain
from tests.candidates.lists import KARI, Listed, imported
from tests.factories import NOW, ApplicationDocumentFactory, ApplicationFactory, CandidateFactory, StaffFactory
from tests.files import pdf_cv

TODAY = NOW.date()
DAY_30 = TODAY + datetime.timedelta(days=30)
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("approved_periods")


def person(**more):
    """Here by an application of their own; no address of theirs is known."""
    candidate = CandidateFactory(account=False, unconfirmed_email="", phone="+4722334455", **more)
    ApplicationFactory(candidate=candidate)
    return candidate


def came_by_mail(candidate, at=NOW):
    intake.take_in(
        who={}, into=candidate, by=StaffFactory(), at=at, received_on=TODAY, collected_from="other", case_file=None,
        source_name="Kurssenteret", cv=SimpleUploadedFile("cv.pdf", pdf_cv(["nytt"]), "application/pdf"), kept="",
    )  # fmt: skip


def came_on_a_list(candidate, folder):
    imported(Listed(folder).add(*KARI[:2], "", *KARI[3:]).write())
    import_choices.same_person(row=ImportRow.objects.get(), take=[], by=StaffFactory(roles=["manager"]), at=NOW)


def purged(day):
    purge.run(as_of=day, at=midnight(day) + datetime.timedelta(hours=3))


@pytest.fixture(params=["mail", "list"])
def untold(request, tmp_path):
    candidate = person()
    own = documents.upload(
        candidate=candidate, kind="certificate", by=None, at=NOW,
        upload=SimpleUploadedFile("eget.pdf", pdf_cv(["eget"]), "application/pdf"),
    )  # fmt: skip
    came_by_mail(candidate) if request.param == "mail" else came_on_a_list(candidate, tmp_path)
    return Document.objects.exclude(pk=own.pk).get()


@pytest.mark.promise("P12", "P48")
def test_it_goes_on_the_thirtieth_day_and_nothing_else_does(untold):
    told = next(each for each in explain(untold.candidate.subject_id, TODAY).items if each.key[1] == str(untold.pk))
    assert (told.due_on, Subject.objects.get(pk=untold.candidate.subject_id).due_on) == (DAY_30, DAY_30)

    purged(DAY_30 - DAY)
    assert Document.objects.count() == 2
    purged(DAY_30)

    assert Document.objects.values_list("original_name", flat=True).get() == "eget.pdf"
    assert FileTombstone.objects.filter(name=untold.file.name).exists()
    assert (Candidate.objects.count(), Collection.objects.untold().count()) == (1, 0)


@pytest.mark.promise("P12")
def test_told_of_it_stays_as_long_as_the_rest(untold):
    collection = Collection.objects.untold().get()
    by = StaffFactory()

    informing.told_otherwise(collection=collection, through="letter", language="nb", by=by, at=NOW + 5 * DAY)
    purged(DAY_30)

    assert Document.objects.filter(pk=untold.pk).exists()
    assert Subject.objects.get(pk=untold.candidate.subject_id).due_on == datetime.date(2028, 11, 23)


def test_used_in_an_application_it_goes_all_the_same(untold):
    ApplicationDocumentFactory(document=untold, application=untold.candidate.applications.get())

    purged(DAY_30)

    assert Document.objects.filter(pk=untold.pk).exists() is False


def test_two_notices_that_both_come_back_leave_two_clocks():
    candidate = CandidateFactory()
    for each in range(2):
        came_by_mail(candidate, at=NOW + each * DAY)
    numbers = list(Collection.objects.values_list("mail_number", flat=True))

    assert [informing.not_reached(mail_number=number) for number in numbers] == [True, True]

    assert Collection.objects.untold().count() == 2
