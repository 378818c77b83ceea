"""Whoever has sent too much for an hour stands before the own form, with what was typed in it and when to come back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from candidates.models import PresentationReader
from clients.models import OrderReader
from privacy.views import limits
from tests.candidates.test_presentations import browser, draft, drafted, link_of, sent  # noqa: F401
from tests.factories import CandidateFactory, OrderReaderFactory, UserFactory
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
FILE = {"resume": SimpleUploadedFile("resume.json", b"{}", "application/json")}


def spent(rf, what: str, most: int) -> None:
    limits.spend(rf.post("/"), what, most)


def own_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    log_in(client, user)
    return client


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer["Retry-After"]


def test_an_invitation_to_an_order_is_kept_as_it_was_typed(rf):
    user = UserFactory(email="ola@fjellvik.example.test")
    reader = OrderReaderFactory(contact__subject=user.subject, contact__email=user.email)
    spent(rf, "invite", 10)

    answer = own_of(user).post(
        reverse("invite_colleague", args=[reader.order_id]), {"name": "Per Lie", "email": "per@fjellvik.example.test"}
    )

    assert (refused(answer), OrderReader.objects.count()) == ((429, "3600"), 1)
    assert answer.context["form"].non_field_errors() == [limits.TOO_MANY]
    assert ['value="Per Lie"' in answer.text, 'value="per@fjellvik.example.test"' in answer.text] == [True, True]


def test_an_invitation_to_a_presentation_is_kept_as_it_was_typed(rf, browser, sent):  # noqa: F811
    spent(rf, "invite", 10)

    answer = browser.post(f"{link_of(sent)}kollega/", {"name": "Per Lie", "email": "per@kunde.example.test"})

    assert (refused(answer), PresentationReader.objects.filter(is_invited=True).count()) == ((429, "3600"), 0)
    assert answer.context["colleague"].non_field_errors() == [limits.TOO_MANY]
    assert 'value="per@kunde.example.test"' in answer.text


def test_a_file_is_asked_for_again_on_its_own_page_and_not_opened(rf):
    kari = CandidateFactory(account__email="kari@example.test")
    own = own_of(kari.subject.user)
    spent(rf, "resumes", 60)
    spent(rf, "tries", 120)

    resume = own.post(reverse("import_resume"), FILE)
    paper = own.post(reverse("my_documents"), {"kind": "diploma", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})

    for answer in (resume, paper):
        assert (refused(answer), answer.context["form"].errors) == ((429, "3600"), {})
        assert answer.text.count("Your file was not opened:") == 1
    assert '<option value="diploma" selected>' in paper.text
    assert kari.documents.count() == 0


def test_the_text_of_a_receipt_stays_in_its_field(rf):
    spent(rf, "receipts", 60)

    answer = Client().post(reverse("check_receipt"), {"text": "min kvittering"})

    assert (refused(answer), "genuine" in answer.context) == ((429, "3600"), False)
    assert "min kvittering</textarea>" in answer.text
