"""Whoever has sent too much for an hour stands before the own form, with what was typed in it and when to come back."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from candidates.models import Application, PresentationReader
from clients.models import OrderReader
from fremrykk.accounts.models import User
from privacy.models import OutgoingMail, Request
from privacy.views import limits
from tests.candidates.test_presentations import browser, draft, drafted, link_of, sent  # noqa: F401
from tests.candidates.views.test_applying import form as filled
from tests.clients.test_story import ASKED
from tests.factories import CandidateFactory, JobAdFactory, OrderReaderFactory, UserFactory
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


def test_a_code_of_a_clients_is_kept_as_it_was_typed(rf, client, sent):  # noqa: F811
    spent(rf, "presentation-try", 40)

    answer = client.post(link_of(sent), {"code": "ABCD-1234"})

    assert (refused(answer), answer.context["form"].non_field_errors()) == ((429, "3600"), [limits.TOO_MANY])
    assert 'value="ABCD-1234"' in answer.text


def test_a_request_of_somebody_logged_in_waits_too_and_stands_there(rf):
    kari = CandidateFactory(account__email="kari@example.test")
    spent(rf, "privacy_request", 10)

    answer = own_of(kari.subject.user).post("/personvern/krav/", {"right": "access", "message": "Hva har dere om meg?"})

    assert (refused(answer), Request.objects.count()) == ((429, "3600"), 0)
    assert "Hva har dere om meg?</textarea>" in answer.text


def test_an_account_has_no_more_tries_for_each_network_it_comes_from(rf):
    kari = CandidateFactory(account__email="kari@example.test")
    asked = rf.post("/", REMOTE_ADDR="192.0.2.1")
    asked.user = kari.subject.user
    limits.spend(asked, "resumes", 60)

    own = own_of(kari.subject.user).post(reverse("import_resume"), FILE, REMOTE_ADDR="203.0.113.9")
    another = own_of(UserFactory()).post(reverse("import_resume"), FILE, REMOTE_ADDR="203.0.113.9")

    assert (own.status_code, another.status_code == 429) == (429, False)


MAILBOX = "kari@example.test"
ENQUIRY = ASKED | {"email": MAILBOX, "needs": "Hei på dere"}
SENT = {
    "/kontakt/": {"name": "Kari", "email": MAILBOX, "kind": "question", "message": "Hei på dere"},
    "/personvern/krav/": {"right": "access", "email": MAILBOX, "message": "Hei på dere"},
    "/for-bedrifter/": ENQUIRY,
}


def named(times: int) -> None:
    """So much was sent in this name today, from as many networks."""
    for number in range(times):
        limits.name(asked_by_nobody(number), MAILBOX)


def asked_by_nobody(number: int):
    asked = RequestFactory().post("/", REMOTE_ADDR=f"198.51.100.{number}")
    asked.user = AnonymousUser()
    return asked


@pytest.mark.parametrize("page", SENT)
def test_strangers_fill_nobodys_mailbox_from_however_many_networks(page):
    named(19)
    last = Client(REMOTE_ADDR="203.0.113.1").post(page, SENT[page])
    mails = OutgoingMail.objects.count()

    held = Client(REMOTE_ADDR="203.0.113.2").post(page, SENT[page] | {"email": f" {MAILBOX.upper()}"})

    assert (last.status_code, refused(held), OutgoingMail.objects.count()) == (302, (429, "86400"), mails)
    assert held.context["form"].non_field_errors() == [limits.NAMED_TOO_OFTEN]
    assert held.text.count("Hei på dere</textarea>") == 1


def test_an_application_in_somebodys_name_waits_and_is_kept_and_the_one_logged_in_is_not_held_back():
    CandidateFactory(account__email=MAILBOX)
    ad = JobAdFactory()
    named(20)

    stranger = Client().post(f"/stillinger/{ad.slug}/sok/", filled())
    own = own_of(User.objects.get(email=MAILBOX)).post(f"/stillinger/{ad.slug}/sok/", filled())

    assert (refused(stranger), own.status_code, Application.objects.filter(job_ad=ad).count()) == (
        (429, "86400"), 302, 1,
    )  # fmt: skip
    assert "Jeg vil gjerne jobbe hos dere.</textarea>" in stranger.text
    assert [each.name for each in stranger.context["form"].aside] == ["Min CV.pdf"]


def test_one_ad_takes_so_many_of_strangers_a_day_and_all_of_those_we_know():
    ad, other = JobAdFactory(), JobAdFactory()
    kari = CandidateFactory(account__email=MAILBOX).subject.user
    limits.spend(None, f"ad:{ad.pk}", 2_000, lasts=limits.DAY)

    full, free = (
        Client().post(f"/stillinger/{each.slug}/sok/", filled(email="ola@example.test")) for each in (ad, other)
    )
    known = own_of(kari).post(f"/stillinger/{ad.slug}/sok/", filled())

    assert (refused(full), free.status_code, known.status_code) == ((429, "86400"), 302, 302)


def test_without_the_cache_nobody_is_turned_away(settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    assert (limits.is_spent(None, "x", 0), limits.is_named_too_often(asked_by_nobody(1), MAILBOX)) == (False, False)
