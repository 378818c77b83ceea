"""One thing is taken out of a draft: the rest stays, and of what a client can read nothing is taken out at all."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from candidates.actions import presentation_removals, presentations
from candidates.models import Document, PresentationItem
from privacy.actions import erasure, housekeeping
from privacy.choices import ErasureCause
from privacy.models import TrailEntry
from tests.candidates.test_presentations import candidate_of, draft, sent  # noqa: F401
from tests.factories import NOW, PresentationItemFactory, StaffFactory, TestResultFactory
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


def paper_of(whole):
    return PresentationItem.objects.get(presentation=whole, kind="document")


def kinds_in(whole):
    return sorted(PresentationItem.objects.filter(presentation=whole).values_list("kind", flat=True))


def commits():
    """What a constraint waits for until the end is asked now, by the clock of the tests."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def at_the_time_of_the_tests():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('privacy.moment', %s, true)", [NOW.isoformat()])


def test_one_document_is_taken_out_of_a_draft_by_its_page(draft, client):  # noqa: F811
    client.cookies["django_language"] = "nb"
    application = candidate_of(draft).applications.get()
    result = TestResultFactory(application=application, shown_at=NOW)
    PresentationItemFactory(presentation=draft, candidate=candidate_of(draft), test_result=result)
    sign_in(client, "adviser")
    page = reverse("admin:candidates_presentation_step", args=[draft.pk, "take-item-out"])
    offered = client.get(page).context["form"].fields["item"].queryset
    paper = paper_of(draft)

    assert sorted(offered.values_list("kind", flat=True)) == ["document", "test"]
    answer = client.post(page, {"item": paper.pk}, follow=True)

    assert ("Tatt ut." in answer.content.decode(), kinds_in(draft)) == (True, ["introduction", "test"])
    entry = TrailEntry.objects.filter(object_id=str(paper.pk), verb="changed").get()
    assert (entry.fields, Document.objects.count()) == (["document"], 1)


def test_the_page_says_why_nothing_is_taken_out(sent, client):  # noqa: F811
    client.cookies["django_language"] = "nb"
    sign_in(client, "adviser")
    page = reverse("admin:candidates_presentation_step", args=[sent.pk, "take-item-out"])

    said = client.post(page, {"item": paper_of(sent).pk}, follow=True).content.decode()
    came_back = client.get(page, follow=True)  # by an old tab

    assert ("Den er sendt" in said, kinds_in(sent)) == (True, ["document", "introduction"])
    assert "Den er sendt" in came_back.content.decode()


def test_what_was_sent_is_whole_and_an_introduction_stays(draft):  # noqa: F811
    introduction, paper = PresentationItem.objects.get(kind="introduction"), paper_of(draft)

    with pytest.raises(presentation_removals.IsIntroduction):
        presentation_removals.take_out(item=introduction, by=StaffFactory(), at=NOW)
    presentations.send(presentation=draft, by=StaffFactory(), at=NOW)
    with pytest.raises(presentations.NotADraft):
        presentation_removals.take_out(item=paper, by=StaffFactory(), at=NOW)

    assert kinds_in(draft) == ["document", "introduction"]


def test_taken_out_twice_is_said(draft):  # noqa: F811
    paper = paper_of(draft)
    presentation_removals.take_out(item=paper, by=StaffFactory(), at=NOW)

    with pytest.raises(presentations.NotInIt):
        presentation_removals.take_out(item=paper, by=StaffFactory(), at=NOW)


def test_the_database_keeps_what_a_client_can_read(sent):  # noqa: F811
    at_the_time_of_the_tests()

    with pytest.raises(IntegrityError, match="only taken back"), transaction.atomic():
        PresentationItem.objects.filter(kind="document").delete()
        commits()

    assert kinds_in(sent) == ["document", "introduction"]


def test_erasure_and_the_clock_take_it_out_all_the_same(sent):  # noqa: F811
    at_the_time_of_the_tests()
    housekeeping.expire(at=NOW + datetime.timedelta(days=15 + 5 * 366))
    assert kinds_in(sent) == []
    commits()


def test_with_its_person_it_goes(sent):  # noqa: F811
    at_the_time_of_the_tests()
    erasure.erase_person(subject_id=candidate_of(sent).subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert kinds_in(sent) == []
