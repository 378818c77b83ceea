import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from candidates.actions import documents, drafts, people
from candidates.models import Application, ApplicationDraft, Document
from privacy.actions import purge
from tests.candidates.sent import pdf
from tests.candidates.views.test_applying import address, form
from tests.factories import (
    ApplicationDraftFactory,
    CandidateFactory,
    DocumentFactory,
    JobAdFactory,
    ScreeningQuestionFactory,
)
from tests.workspace import log_in, sign_in


@pytest.fixture
def ad(db, approved_periods):
    return JobAdFactory(title="Sykepleier")


@pytest.fixture
def kari(db, approved_periods):
    return CandidateFactory(first_name="Kari", account__email="kari@example.test")


@pytest.fixture
def own(kari):
    client = Client(headers={"accept-language": "en"})
    log_in(client, kari.subject.user)
    return client


BEGUN = {"message": "Jeg er", "keep_scope": "", "sharing_acknowledged": "", "terms_accepted": "", "save": "1"}


def test_what_is_saved_is_there_when_one_goes_on_and_over_when_it_is_sent(own, kari, ad, strict_templates):
    question = ScreeningQuestionFactory(ad=ad, is_required=True)

    saved = own.post(address(ad), form(**BEGUN, **{f"question_{question.pk}": "yes"}), follow=True)
    again = own.get(address(ad)).context["form"]
    document = Document.objects.get()
    sent = form(own_documents=str(document.pk), **{f"question_{question.pk}": "yes"})
    del sent["cv"]
    own.post(address(ad), sent)

    assertContains(saved, "Sykepleier")
    assert [again[name].value() for name in ("message", f"question_{question.pk}")] == ["Jeg er", "yes"]
    assert again["own_documents"].value() == [str(document.pk)]
    assert [each.pk for each in Application.objects.get().documents.all()] == [document.pk]
    assert ApplicationDraft.objects.count() == 0


def test_a_stranger_keeps_no_draft_and_a_bad_file_is_said(own, kari, ad):
    Client().post(address(ad), form(**BEGUN))

    answer = own.post(address(ad), form(**BEGUN | {"cv": pdf(name="cv.exe")}))

    assert list(answer.context["form"].errors) == ["cv"]
    assert (ApplicationDraft.objects.count(), Application.objects.count(), Document.objects.count()) == (0, 0, 0)


def test_a_draft_is_its_writers_alone(own, kari, ad, client):
    draft = ApplicationDraftFactory(candidate=kari, job_ad=ad)
    others = ApplicationDraftFactory(job_ad=ad)
    adviser = sign_in(client, "adviser")

    refused = own.post(f"/min-side/utkast/{others.pk}/slett/")
    removed = own.post(f"/min-side/utkast/{draft.pk}/slett/", follow=True)

    assert list(ApplicationDraft.objects.visible_to(adviser)) == []
    assert (refused.status_code, list(ApplicationDraft.objects.all())) == (404, [others])
    assertContains(removed, "The draft is deleted.")


def test_without_a_confirmed_address_and_beyond_ten_none_is_saved(kari, ad):
    now = timezone.now()
    begun = {"message": "", "typed": {}, "papers": [], "kept": [], "own": []}
    unknown = CandidateFactory(unconfirmed_email="ny@example.test")
    ApplicationDraftFactory.create_batch(10, candidate=kari)

    with pytest.raises(drafts.NotConfirmed):
        drafts.save(candidate=unknown, ad=ad, by=kari.subject.user, at=now, **begun)
    with pytest.raises(drafts.TooMany):
        drafts.save(candidate=kari, ad=ad, by=kari.subject.user, at=now, **begun)


@pytest.mark.promise("P14")
def test_a_draft_is_gone_thirty_days_after_its_last_change_and_the_person_stays(kari, ad, own):
    own.post(address(ad), form(keep_scope="candidate_base"))
    draft = drafts.save(
        candidate=kari,
        ad=ad,
        by=kari.subject.user,
        at=timezone.now(),
        message="x",
        typed={},
        papers=[],
        kept=[],
        own=[],
    )
    due = timezone.localdate() + datetime.timedelta(days=30)

    there = [_purged(day, draft) for day in (due - datetime.timedelta(days=1), due)]

    assert there == [True, False]
    assert people.confirmed_address_of(kari) == "kari@example.test"


def _purged(day, draft):
    purge.run(as_of=day, at=timezone.now())
    return ApplicationDraft.objects.filter(pk=draft.pk).exists()


# --- refused, and nothing typed is lost ---
def full_of_drafts(kari):
    ApplicationDraftFactory.create_batch(drafts.MOST, candidate=kari)


def full_of_documents(kari):
    DocumentFactory.create_batch(documents.MOST, candidate=kari)


def no_longer_confirmed(kari):
    kari.unconfirmed_email = "ny@example.test"
    kari.save(update_fields=["unconfirmed_email"])


REFUSED = {
    full_of_drafts: "You have ten drafts, and more do not fit.",
    full_of_documents: "You have a hundred documents here, and more do not fit.",
    no_longer_confirmed: "Confirm your e-mail address first",
}


@pytest.mark.parametrize("fill", REFUSED)
def test_what_is_refused_as_a_draft_stands_in_the_form_with_the_file(own, kari, ad, fill, strict_templates):
    fill(kari)
    before = Document.objects.count()

    answer = own.post(address(ad), form(**BEGUN))
    shown = answer.context["form"]
    kept = re.findall(r'name="kept" value="([^"]+)"', answer.content.decode())

    assertContains(answer, REFUSED[fill])
    assert (shown["message"].value(), [each.name for each in shown.aside]) == ("Jeg er", [pdf().name])
    assert (len(kept), Document.objects.count(), ad.drafts.count()) == (1, before, 0)


def test_what_was_refused_is_saved_once_there_is_room(own, kari, ad):
    full_of_drafts(kari)
    refused = own.post(address(ad), form(**BEGUN))
    kept = re.findall(r'name="kept" value="([^"]+)"', refused.content.decode())
    kari.drafts.first().delete()
    again = form(**BEGUN, kept=[unescape(each) for each in kept])
    del again["cv"]

    own.post(address(ad), again)

    assert ad.drafts.get().message == "Jeg er"
    assert Document.objects.get().original_name == pdf().name


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "Du er ikke logget inn lenger"), ("en", "You are not logged in")]
)
def test_whose_session_is_over_is_told_so_keeps_what_was_typed_and_sends_nothing(ad, language, said):
    answer = Client(headers={"accept-language": language}).post(address(ad), form(save="1", message="Jeg er"))
    shown = answer.context["form"]

    assertContains(answer, said)
    assert (shown["message"].value(), [each.name for each in shown.aside]) == ("Jeg er", [pdf().name])
    assert (Application.objects.count(), ApplicationDraft.objects.count()) == (0, 0)
