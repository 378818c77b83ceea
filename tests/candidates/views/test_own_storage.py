import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import Application, Candidate
from fremrykk.accounts.models import User
from privacy.actions import holds
from privacy.choices import HoldReason, NoticeKind
from privacy.models import ConsentEvent, Erasure, Notice, OutgoingMail
from tests.accounts import logins
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    ConsentEventFactory,
    DocumentFactory,
    StaffFactory,
)

THREE_YEARS_AGO = datetime.datetime(2023, 9, 1, 12, tzinfo=datetime.UTC)
LAST_MARCH = datetime.datetime(2025, 3, 12, 12, tzinfo=datetime.UTC)


def words(response) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def heading(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- What, until when, why ------------------------------------------------------------------------
def test_each_thing_has_a_date_and_a_reason(own, kari):
    application = ApplicationFactory(candidate=kari, submitted_at=LAST_MARCH)
    document = DocumentFactory(candidate=kari, original_name="Min CV.pdf")
    application.uses.create(document=document)

    text = words(own.get(reverse("my_storage")))

    reason = "An application is kept for a limited time after you sent it: until 12 March 2027."
    assert f"Application: Sykepleier 12 March 2027 {reason}" in text
    assert f"Document: Min CV.pdf 12 March 2027 {reason}" in text
    assert "If nothing changes, the last of it is deleted on 12 March 2027." in text


def test_what_is_called_the_same_and_ends_the_same_day_is_one_line(own, kari):
    ApplicationFactory.create_batch(3, candidate=kari)

    assert "Application: Sykepleier (3) 23 November 2028" in words(own.get(reverse("my_storage")))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_number_of_questions_whatever_there_is(own, kari, number, django_assert_num_queries):
    for application in ApplicationFactory.create_batch(number, candidate=kari):
        application.uses.create(document=DocumentFactory(candidate=kari))

    with django_assert_num_queries(29):
        response = own.get(reverse("my_storage"))

    held = [item.category for item in response.context["explanation"].items]
    assert (held.count("application"), held.count("document")) == (number, number)


# --- Consent --------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_words_of_the_consent_are_the_notice_in_the_persons_language(own, kari, language):
    own.cookies["django_language"] = language
    notice = Notice.objects.in_force(NoticeKind.FURTHER_STORAGE, NOW.date())

    response = own.get(reverse("my_storage"))
    own.post(reverse("give_consent"))

    assert " ".join(notice.text(language).split()) in words(response)
    event = ConsentEvent.objects.get()
    assert (event.action, event.notice, event.language, event.channel) == ("given", notice, language, "own_pages")


@pytest.mark.asvs("PRV-08")
def test_consent_is_given_and_withdrawn_with_one_click_each(own, kari):
    ApplicationFactory(candidate=kari, submitted_at=LAST_MARCH)

    given = own.post(reverse("give_consent"), follow=True)
    withdrawn = own.post(reverse("withdraw_consent"), follow=True)

    assert said(given) == ["Thank you. We keep your data longer, and you can withdraw your consent here at any time."]
    assert "Application: Sykepleier 12 March 2029" in words(given)
    assert "You consented on 23 November 2026 at 10:00 (text version 1)." in words(given)
    assert said(withdrawn) == ["You have withdrawn your consent. The table shows what goes, and when."]
    assert "Application: Sykepleier 12 March 2027" in words(withdrawn)
    assert list(ConsentEvent.objects.order_by("pk").values_list("action", flat=True)) == ["given", "withdrawn"]


def test_before_withdrawing_the_page_says_what_would_go_and_when(own, kari):
    ApplicationFactory(candidate=kari, submitted_at=LAST_MARCH)
    ApplicationFactory(candidate=kari, submitted_at=THREE_YEARS_AGO, job_ad__title="Kokk")
    own.post(reverse("give_consent"))

    text = words(own.get(reverse("my_storage")))

    assert "“Application: Sykepleier” is deleted on 12 March 2027." in text
    assert "“Application: Kokk” is deleted the coming night." in text


def test_the_counterfactual_is_what_really_comes_of_withdrawing(own, kari):
    ApplicationFactory(candidate=kari, submitted_at=LAST_MARCH)
    own.post(reverse("give_consent"))
    foretold = own.get(reverse("my_storage")).context["if_withdrawn"]

    own.post(reverse("withdraw_consent"))

    held = own.get(reverse("my_storage")).context["held"]
    assert [each for each in held if each.category == "application"] == [
        each for each in foretold if each.category == "application"
    ]


def test_what_came_after_the_consent_is_not_said_to_depend_on_it(own, kari):
    ConsentEventFactory(subject_uuid=kari.subject_id, at=NOW - datetime.timedelta(days=30))
    ApplicationFactory(candidate=kari)

    text = words(own.get(reverse("my_storage")))

    assert "If you withdraw your consent, no date changes." in text
    assert "You may consent again, for what came later and two years more:" in text


def test_consenting_twice_a_day_or_withdrawing_twice_is_refused_with_a_sentence(own):
    own.post(reverse("give_consent"), follow=True)
    again = own.post(reverse("give_consent"), follow=True)
    own.post(reverse("withdraw_consent"), follow=True)
    once_more = own.post(reverse("withdraw_consent"), follow=True)

    assert said(again) == ["You have given this consent today already. Nothing was changed."]
    assert said(once_more) == ["There is no consent to withdraw. Nothing was changed."]
    assert ConsentEvent.objects.count() == 2


def test_consent_is_the_persons_own_whatever_the_form_says(own, kari):
    other = CandidateFactory()

    own.post(reverse("give_consent"), {"subject_id": str(other.subject_id), "purpose": "x"})

    assert ConsentEvent.objects.get().subject_uuid == kari.subject_id


# --- Delete me ------------------------------------------------------------------------------------
@pytest.fixture
def at_home(kari, strict_templates):
    """Kari's browser, logged in by code as she does it."""
    client = Client(headers={"accept-language": "en"})
    logins.log_in_by_code(client, kari.subject.user)
    return client


def delete(client, **form):
    return client.post(reverse("delete_me"), {"understood": "on", **form})


def test_the_page_says_what_goes(own, kari):
    ApplicationFactory(candidate=kari)

    text = words(own.get(reverse("delete_me")))

    assert "Your account and login Your name and contact details Application: Sykepleier" in text
    assert "There is nothing we have to keep." in text


def test_a_person_just_logged_in_is_gone_at_once(at_home, kari):
    ApplicationFactory(candidate=kari)
    elsewhere = Client(headers={"accept-language": "en"})
    logins.log_in_by_code(elsewhere, kari.subject.user)

    response = delete(at_home)

    assert (response.status_code, heading(response)) == (200, "Your data are deleted")
    assert "no-store" in response["Cache-Control"]
    assert (Candidate.objects.count(), Application.objects.count()) == (0, 0)
    assert not User.objects.filter(email="kari@example.test").exists()
    assert Erasure.objects.get().cause == "person"
    assert [client.get(reverse("min_side")).status_code for client in (at_home, elsewhere)] == [302, 302]
    assert not OutgoingMail.objects.filter(subject=kari.subject_id).exists()


def test_without_the_tick_nothing_happens(at_home):
    response = at_home.post(reverse("delete_me"), {})

    assert (response.status_code, Candidate.objects.count()) == (200, 1)
    assert response.context["form"].errors == {"understood": ["This field is required."]}


def test_long_after_the_login_a_new_code_is_asked_for_and_leads_back(at_home, kari, time_machine):
    time_machine.shift(datetime.timedelta(minutes=11))

    asked = delete(at_home)
    at_home.post(asked.url, {"action": "send"})
    wrong = at_home.post(asked.url, {"code": logins.WRONG})
    before = Candidate.objects.count()
    right = at_home.post(asked.url, {"code": logins.mailed_code("kari@example.test")})

    assert asked.url == f"{reverse('account_reauthenticate_by_code')}?next=%2Fmin-side%2Fslett-meg%2F"
    assert (wrong.status_code, before) == (200, 1)
    assert (heading(right), Candidate.objects.count()) == ("Your data are deleted", 0)


def test_what_must_stay_is_named_before_and_after(at_home, kari, now):
    ApplicationFactory(candidate=kari)
    officer = StaffFactory(roles=["privacy"])
    hold = holds.place(
        subject_id=kari.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="Krav varslet i brev.",
        ends_on=datetime.date(2027, 5, 23), by=officer, at=now,
    )  # fmt: skip
    holds.approve(hold=hold, by=StaffFactory(roles=["manager"]), at=now)

    before, after = at_home.get(reverse("delete_me")), delete(at_home)

    reason = "Application: Sykepleier 23 May 2027 Deletion is on hold because of a legal claim (GDPR art. 17(3)(e))"
    assert (reason in words(before), reason in words(after)) == (True, True)
    assert heading(after) == "What we could delete is deleted"
    assert "Krav varslet" not in words(after)
    assert at_home.get(reverse("min_side")).status_code == 302
