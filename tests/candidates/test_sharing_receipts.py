"""Receipts for what a person chose about being presented: as it was said, signed, own only (P33)."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import SharingPermission
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.queries import receipts
from tests.factories import (
    NOW,
    AnsweredPermissionFactory,
    ApplicationFactory,
    CandidateFactory,
    SharingChoiceFactory,
    SharingPermissionFactory,
)
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P33")]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def chosen():
    """Sent for one position, opened to others an hour later."""
    own = ApplicationFactory(
        candidate__account__email="kari@example.test", candidate__first_name="Spindelnes", language="nb"
    )
    return SharingChoiceFactory(application=own, language="en", chosen_at=NOW + HOUR)


@pytest.fixture
def own(chosen) -> Client:
    client = Client(headers={"accept-language": "en"})
    log_in(client, chosen.application.candidate.subject.user)
    return client


def fetched(client: Client, name: str, pk: object) -> dict:
    answer = client.get(reverse(name, args=[pk]))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="fremrykk-')
    assert "no-store" in answer.headers["Cache-Control"]
    return receipts.check(answer.content.decode())


def test_the_first_choice_is_told_as_it_was_and_not_as_it_is_now(own, chosen):
    application = chosen.application

    first, later = (
        fetched(own, "sharing_receipt", application.pk), fetched(own, "choice_receipt", chosen.pk)
    )  # fmt: skip

    assert [each["concerns"]["sharing_scope"] for each in (first, later)] == ["this_position", "ask_first"]
    assert [each["concerns"]["text"].split(".")[0] for each in (first, later)] == [
        "Bare med arbeidsgiveren for denne stillingen", "With other employers too, but ask me first each time",
    ]  # fmt: skip
    assert [each["event"]["time"] for each in (first, later)] == [
        application.submitted_at.isoformat(), (NOW + HOUR).isoformat(),
    ]  # fmt: skip
    assert (first["notice"]["text"], later["notice"]["text"]) == (
        application.sharing_notice.text_nb, chosen.sharing_notice.text_en,
    )  # fmt: skip


def test_it_names_nobody_and_says_where_the_words_were_none(own, chosen):
    chosen.application.refresh_from_db()
    narrower = SharingChoiceFactory(
        application=chosen.application, sharing_scope="this_position", sharing_notice=None, chosen_at=NOW + 2 * HOUR
    )

    said = fetched(own, "choice_receipt", narrower.pk)

    assert said["notice"] == {"version": None, "language": "nb", "text": ""}
    assert [json.dumps(said).count(word) for word in ("kari@example.test", "Spindelnes")] == [0, 0]


def test_an_answer_has_one_and_a_question_that_waits_has_none(own, chosen):
    candidate = chosen.application.candidate
    waiting = SharingPermissionFactory(candidate=candidate)
    before = own.get(reverse("answer_receipt", args=[waiting.pk])).status_code
    SharingPermission.objects.filter(pk=waiting.pk).update(
        answer="not_interested", answered_at=NOW, channel="mail_link"
    )
    taken_back = AnsweredPermissionFactory(candidate=candidate)
    taken_back.refresh_from_db()

    no, over = (fetched(own, "answer_receipt", each.pk) for each in (waiting, taken_back))

    assert (before, no["event"]["type"], no["event"]["method"]) == (404, "refused", "mail_link")
    assert (over["event"]["type"], over["concerns"]["employer"]) == ("withdrawn", taken_back.job_order.company.name)
    assert (over["notice"]["text"], NOW.isoformat() in over["concerns"]["text"]) == (
        taken_back.sharing_notice.text(candidate.language), True,
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_every_word_stands_on_the_page_with_the_way_to_its_receipt(own, chosen, number, django_assert_num_queries):
    candidate = chosen.application.candidate
    answered = AnsweredPermissionFactory.create_batch(number, candidate=candidate)
    SharingPermissionFactory(candidate=candidate)
    wanted = [("choice_receipt", chosen), ("sharing_receipt", chosen.application)]
    wanted += [("answer_receipt", each) for each in answered]
    own.get(reverse("my_sharing"))

    with django_assert_num_queries(18):
        page = own.get(reverse("my_sharing"))

    assert sorted(each.url for each in page.context["receipts"]) == sorted(
        reverse(name, args=[each.pk]) for name, each in wanted
    )
    times = [each.at for each in page.context["receipts"]]
    assert times == sorted(times, reverse=True)


def test_nobody_else_gets_it(chosen):
    stranger = Client()
    log_in(stranger, CandidateFactory(account__email="ola@example.test").subject.user)
    answered = AnsweredPermissionFactory(candidate=chosen.application.candidate)
    asked = [("sharing_receipt", chosen.application), ("choice_receipt", chosen), ("answer_receipt", answered)]

    assert [stranger.get(reverse(name, args=[each.pk])).status_code for name, each in asked] == [404] * 3


def test_anybody_is_told_what_it_says_also_after_the_person_is_erased(own, chosen):
    written = own.get(reverse("choice_receipt", args=[chosen.pk])).content.decode()
    erasure.erase_person(
        subject_id=chosen.application.candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW + HOUR
    )
    anybody, page = Client(headers={"accept-language": "en"}), reverse("check_receipt")

    answer = anybody.post(page, {"text": written})
    forged = anybody.post(page, {"text": written.replace("ask_first", "without_asking")})

    assert (answer.context["what"], "genuine" in forged.context) == (
        "Being presented to employers: chosen", False,
    )  # fmt: skip
    assert "With other employers too, but ask me first each time" in answer.content.decode()
