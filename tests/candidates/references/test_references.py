"""Referees: people of their own, asked after the candidate's go-ahead for that order, out of it by a word (P15, P23)."""

from contextlib import contextmanager
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import referees, references
from candidates.choices.references import Through
from candidates.models import Candidate, Referee, ReferenceCheck
from candidates.queries import references as reading
from candidates.queries.reference_promises import asked_without_go_ahead
from clients.models import JobOrder
from privacy.actions import erasure, retention
from privacy.actions import mails as queue
from privacy.choices import Category, ErasureCause
from privacy.models import Collection, Erasure, OutgoingMail, Restriction, Subject, TrailEntry
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    RefereeFactory,
    ReferenceCheckFactory,
    StaffFactory,
)
from tests.privacy.package.world import copy_of
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P15", "P23")]

SAID = [("Hva gjorde kandidaten hos dere?", "Ledet vaktene våre.")]
TOLD = [["Hva gjorde kandidaten hos dere?", "Ledet vaktene våre."]]


@contextmanager
def refused(saying: str):
    with pytest.raises(IntegrityError, match=saying), transaction.atomic():
        yield


@pytest.fixture
def application():
    """In process, for an open order."""
    return ApplicationFactory(candidate__first_name="Kari", candidate__last_name="Nordmann", stage="interview")


@pytest.fixture
def person(application):
    return application.candidate.subject.user


@pytest.fixture
def referee(application, person):
    given = {
        "name": "Ola Leder",
        "email": "Ola@example.test",
        "phone": "",
        "relation": "avdelingsleder",
        "language": "nb",
    }
    return referees.name(candidate=application.candidate, is_asked=True, by=person, at=NOW, **given)


@pytest.fixture
def check(application, referee, person):
    return references.give_go_ahead(application=application, referee=referee, by=person, at=NOW)


@pytest.fixture
def asked(check):
    references.ask(check=check, by=StaffFactory(), at=NOW)
    check.refresh_from_db()
    return check


@pytest.fixture
def address(asked):
    return reverse("reference", args=[reading.token_of(asked)])


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to"))


# --- the go-ahead ---
def test_the_database_refuses_a_question_without_the_go_ahead(application, referee):
    waits = ReferenceCheckFactory(application=application, referee=referee, go_ahead_at=None)
    asking = {"asked_at": NOW, "asked_by": StaffFactory()}

    with refused("without the go-ahead"):
        ReferenceCheck.objects.filter(pk=waits.pk).update(**asking)
    with refused("without the go-ahead"):
        other = ReferenceCheckFactory.build(
            application=application, referee=RefereeFactory(candidate=application.candidate)
        )
        other.go_ahead_at, other.asked_at, other.asked_by = None, NOW, asking["asked_by"]
        other.save()
    ReferenceCheck.objects.filter(pk=waits.pk).update(go_ahead_at=NOW, taken_back_at=NOW)
    with refused("without the go-ahead"):
        ReferenceCheck.objects.filter(pk=waits.pk).update(**asking)
    assert list(asked_without_go_ahead(NOW)) == []


def test_a_go_ahead_is_for_one_order_and_for_a_referee_of_that_candidate(check, person):
    elsewhere = ApplicationFactory(candidate=check.application.candidate, stage="interview")
    waits = ReferenceCheckFactory(application=elsewhere, referee=check.referee, go_ahead_at=None)

    with pytest.raises(references.NoGoAhead):
        references.ask(check=waits, by=StaffFactory(), at=NOW)
    with refused("only a referee this candidate named"):
        ReferenceCheckFactory(application=elsewhere, referee=RefereeFactory())
    with pytest.raises(references.NotTheirs):
        references.give_go_ahead(application=elsewhere, referee=RefereeFactory(), by=person, at=NOW)


def test_the_screen_says_that_the_go_ahead_is_wanted_and_what_to_do(client, application, referee):
    waits = ReferenceCheckFactory(application=application, referee=referee, go_ahead_at=None)
    log_in(client, colleague("adviser"))

    step = reverse("admin:candidates_referencecheck_step", args=[waits.pk, "ask"])
    page = client.post(step, {"confirmed": "1"}, follow=True, headers={"accept-language": "nb"}).content.decode()

    assert "Be om det på siden til søknaden" in unescape(page)
    assert (mails(), ReferenceCheck.objects.get().asked_at) == ([], None)


def offered(client, check) -> list[str]:
    page = client.get(check.get_absolute_url(), headers={"accept-language": "nb"})
    return [step.name for step, _address in page.context["steps"]]


def test_the_page_offers_only_what_may_be_done_now_and_says_for_whom_one_waits(client, application, referee, person):
    waits = ReferenceCheckFactory(
        application=application, referee=referee, go_ahead_at=None, wanted_at=NOW, wanted_by=StaffFactory()
    )
    log_in(client, colleague("adviser"))
    said = lambda: unescape(client.get(waits.get_absolute_url(), headers={"accept-language": "nb"}).text)  # noqa: E731

    assert (offered(client, waits), "Kandidaten ble spurt om klarsignal" in said()) == ([], True)
    references.give_go_ahead(application=application, referee=referee, by=person, at=NOW)
    assert (offered(client, waits), "Kandidaten ble spurt om klarsignal" in said()) == (["ask", "note-answers"], False)
    waits.refresh_from_db()
    references.take_back(check=waits, by=person, at=NOW)
    assert (offered(client, waits), "Kandidaten har trukket klarsignalet" in said()) == ([], True)


def test_the_questions_are_in_the_language_of_the_page_until_they_are_answered(client, address, asked):
    english, norwegian = reading.guide("en"), reading.guide("nb")
    labels = lambda spoken: [  # noqa: E731
        field.label for field in client.get(address, headers={"accept-language": spoken}).context["form"]
    ]

    assert (labels("en"), labels("nb")) == (english, norwegian)
    client.post(address, {"answer": "send", "answer_0": "I led the ward."}, headers={"accept-language": "en"})
    assert (labels("en"), labels("nb")) == (english, english)


def test_nobody_is_told_off_before_anything_is_written(client, check):
    log_in(client, colleague("adviser"))
    page = client.get(check.get_absolute_url()).text
    address = reverse("admin:candidates_referencecheck_step", args=[check.pk, "note-answers"])

    assert f'href="{address}"' in page


def test_the_database_refuses_a_question_about_a_closed_order_and_while_somebody_is_set_aside(check):
    asking = {"asked_at": NOW, "asked_by": StaffFactory()}
    for person in (check.referee.subject, check.application.candidate.subject):
        set_aside = Restriction.objects.create(subject=person, ground="accuracy", opened_at=NOW)
        with refused("set aside"):
            ReferenceCheck.objects.filter(pk=check.pk).update(**asking)
        set_aside.delete()
    check.application.__class__.objects.update(stage="placed")
    JobOrder.objects.update(closed_at=NOW)
    with refused("position that is over"):
        ReferenceCheck.objects.filter(pk=check.pk).update(**asking)


def test_wanted_given_and_taken_back_on_my_page(client, application, referee, person):
    references.want(application=application, referee=referee, by=StaffFactory(), at=NOW)
    log_in(client, person)

    page = client.get(reverse("my_references")).content.decode()
    client.post(reverse("give_go_ahead", args=[application.pk, referee.pk]))
    given = ReferenceCheck.objects.get()
    client.post(reverse("take_back_go_ahead", args=[given.pk]))
    given.refresh_from_db()

    assert "venter på klarsignal fra deg" in page
    assert (given.go_ahead_at is not None, given.has_go_ahead) == (True, False)
    assert [name for name, _to in mails()] == ["candidates/email/go_ahead_wanted"]


def test_naming_asks_for_the_tick_and_loses_nothing_typed(client, application, person):
    log_in(client, person)
    typed = {
        "name": "Ola Leder",
        "relation": "avdelingsleder",
        "email": "ola@example.test",
        "phone": "",
        "language": "nb",
    }

    page = client.post(reverse("my_references"), typed).content.decode()
    client.post(reverse("my_references"), typed | {"is_asked": "on"})
    again = client.post(reverse("my_references"), typed | {"is_asked": "on"}).content.decode()

    assert 'value="Ola Leder"' in page
    assert "Du har oppgitt en referanseperson med denne e-postadressen allerede" in unescape(again)
    assert [(each.name, each.named_by) for each in Referee.objects.all()] == [("Ola Leder", None)]
    assert [(each.source, each.is_told) for each in Collection.objects.all()] == [("candidate", False)]


# --- the referee ---
def test_the_notice_comes_first_and_the_candidate_in_no_subject_line(asked):
    assert mails() == [
        ("privacy/email/informed", "ola@example.test"),
        ("candidates/email/reference_asked", "ola@example.test"),
    ]
    assert "Nordmann" not in "".join(OutgoingMail.objects.values_list("subject_line", flat=True))
    assert reading.is_told(asked.referee)
    assert asked.token_digest == reading.digest(reading.token_of(asked))


def test_opening_the_link_changes_nothing_and_is_kept_by_nobody(client, asked, address):
    first, second = client.get(address), client.get(address)

    assert (first.status_code, second.status_code) == (200, 200)
    assert (first["X-Robots-Tag"], "no-store" in first["Cache-Control"]) == ("noindex, nofollow, noarchive", True)
    text = unescape(first.content.decode())
    assert text.index("Kari Nordmann har oppgitt deg") < text.index("Hva gjorde kandidaten hos dere?")
    assert ReferenceCheck.objects.get().answers is None


def test_a_referee_answers_reads_and_puts_right(client, asked, address):
    client.post(address, {"answer": "send", "answer_1": "Ledet vaktene våre."})
    page = client.get(address).content.decode()
    client.post(address, {"answer": "send", "answer_0": "Ledet nattevaktene."})
    empty = client.post(address, {"answer": "send", "answer_0": "  "}).content.decode()

    assert "Ledet vaktene våre." in page
    assert ReferenceCheck.objects.get().told == [("Hva gjorde kandidaten hos dere?", "Ledet nattevaktene.")]
    assert "Svar på minst ett av spørsmålene" in empty
    assert [name for name, _to in mails()[2:]] == ["candidates/email/reference_answered"] * 2


def test_a_referee_who_declines_is_erased_and_nobody_hears_why(client, asked, address):
    number = asked.referee.subject_id

    page = client.post(address, {"answer": "decline"})

    check = ReferenceCheck.objects.get()
    assert (page.status_code, Referee.objects.count(), Subject.objects.filter(pk=number).exists()) == (200, 0, False)
    assert (check.referee, check.answers, check.token_digest, check.declined_at is not None) == (None, None, None, True)
    assert Erasure.objects.get(subject_uuid=number).counts["candidates.referencecheck (redacted)"] == 1
    told = OutgoingMail.objects.order_by("pk").values_list("template", "body_text")
    assert [name for name, _text in told] == [
        "candidates/email/reference_not_to_be_had",
        "candidates/email/reference_answered",
    ]
    assert [text for _name, text in told if "Ola" in text] == []
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("what", ["taken back", "closed", "withdrawn", "restricted", "nobody's"])
def test_the_link_is_over(client, asked, address, person, what):
    if what == "taken back":
        references.take_back(check=asked, by=person, at=NOW)
    elif what == "restricted":
        Restriction.objects.create(subject=asked.application.candidate.subject, ground="accuracy", opened_at=NOW)
    elif what == "nobody's":
        address = reverse("reference", args=["x:y"])
    else:
        asked.application.__class__.objects.update(stage="withdrawn" if what == "withdrawn" else "placed")
        if what == "closed":
            JobOrder.objects.update(closed_at=NOW)

    assert [client.get(address).status_code, client.post(address, {"answer": "decline"}).status_code] == [410, 410]
    assert Referee.objects.count() == 1


def test_one_reminder_and_no_more(asked):
    by = StaffFactory()
    references.remind(check=asked, by=by, at=NOW)

    with pytest.raises(references.AlreadyAsked):
        references.remind(check=asked, by=by, at=NOW)
    with refused("reminded once"):
        ReferenceCheck.objects.update(reminded_at=None)


def test_what_is_said_by_telephone_is_written_down_once_the_referee_was_told(check):
    by = StaffFactory()

    with pytest.raises(references.NotTold):
        references.answer(check=check, answers=SAID, through=Through.PHONE, by=by, at=NOW)
    with refused("before the referee was told"):
        ReferenceCheck.objects.update(answers=TOLD, answered_at=NOW)
    references.ask(check=check, by=by, at=NOW)
    references.answer(check=check, answers=SAID, through=Through.PHONE, by=by, at=NOW)

    assert list(ReferenceCheck.objects.values_list("answers", "through", "noted_by")) == [(TOLD, "phone", by.pk)]


# --- two people, one row ---
@pytest.mark.parametrize("who", ["candidate", "referee"])
def test_a_row_about_two_is_set_aside_as_soon_as_one_of_them_is(asked, who):
    both = {"candidate": asked.application.candidate.subject, "referee": asked.referee.subject}
    known = CandidateFactory(subject=asked.referee.subject).subject.user
    adviser, outsider = StaffFactory(), CandidateFactory().subject.user
    rows = ReferenceCheck.objects
    assert [list(rows.visible_to(each)) for each in (adviser, known, outsider)] == [[asked], [asked], []]

    Restriction.objects.create(subject=both[who], category=Category.APPLICATION, ground="accuracy", opened_at=NOW)

    people = (known, both["candidate"].user)
    assert [list(rows.visible_to(each)) for each in (adviser, *people)] == [[], [asked], [asked]]
    assert list(rows.unrestricted()) == []


def test_each_copy_holds_the_own_part_and_nothing_of_the_other(asked):
    references.answer(check=asked, answers=SAID, through=Through.LINK, by=None, at=NOW)
    candidate, referee = asked.application.candidate, asked.referee
    for pk in queue.waiting(at=NOW):
        queue.send(pk=pk, at=NOW)  # and the text, which names the candidate, is wiped

    of_referee, of_candidate = copy_of(referee.subject_id), copy_of(candidate.subject_id)

    theirs = of_referee.values("candidates.Referee")[0]
    assert (theirs["name"], theirs["email"], theirs["relation"]) == ("Ola Leder", "ola@example.test", "avdelingsleder")
    assert [word for word in ("kari", "nordmann", asked.application.position.lower(), str(candidate.pk), str(asked.application_id))
            if word in of_referee.everything] == []  # fmt: skip
    assert "ledet vaktene" in of_referee.everything
    assert of_candidate.section("candidates.Referee")["rows"] == []
    assert [
        word for word in ("ola@example.test", "avdelingsleder", str(referee.pk)) if word in of_candidate.everything
    ] == []
    row = of_candidate.section("candidates.ReferenceCheck")["rows"][0]
    assert (row["title"], "ledet vaktene" in of_candidate.everything) == ("Ola Leder", True)


def test_when_the_candidate_goes_what_was_said_goes_and_the_referee_the_coming_night(asked):
    references.answer(check=asked, answers=SAID, through=Through.LINK, by=None, at=NOW)
    number = asked.referee.subject_id

    erasure.erase_person(subject_id=asked.application.candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)
    left = list(ReferenceCheck.objects.values_list("application", "answers", "go_ahead_at"))
    retention.refresh_everybody()
    due = Subject.objects.get(pk=number).due_on

    assert (left, Candidate.objects.count(), Referee.objects.get().candidate) == ([(None, None, None)], 0, None)
    assert due == NOW.date()
    erasure.erase_person(subject_id=number, cause=ErasureCause.PURGE, by=None, at=NOW)
    assert (Referee.objects.count(), ReferenceCheck.objects.count()) == (0, 0)


def test_the_history_of_both_says_what_was_done(asked):
    persons = (asked.application.candidate.subject_id, asked.referee.subject_id)

    fields = [
        [each.fields for each in TrailEntry.objects.filter(subject_uuid=number, object_label="candidates.referencecheck").order_by("pk")]
        for number in persons
    ]  # fmt: skip

    assert fields == [[["go_ahead_at"], ["asked_at"]]] * 2


def test_closing_the_order_deletes_what_was_said(asked):
    references.answer(check=asked, answers=SAID, through=Through.LINK, by=None, at=NOW)

    references.order_closed(order_id=asked.application.job_order_id, at=NOW)

    assert list(ReferenceCheck.objects.values_list("answers", flat=True)) == [None]


def test_nobody_is_their_own_referee_and_without_an_address_a_number_will_do(application, person):
    given = {"name": "Kari", "relation": "meg selv", "language": "nb", "is_asked": True, "by": person, "at": NOW}

    with pytest.raises(referees.OwnAddress):
        referees.name(candidate=application.candidate, email=person.email.upper(), phone="", **given)
    named = referees.name(candidate=application.candidate, email="", phone="40000000", **given)

    assert Referee.objects.get() == named


def test_a_call_adds_to_what_the_link_told_and_loses_none_of_it(asked, client):
    question, other = reading.guide("nb")[0], "Et spørsmål som er tatt ut"
    references.answer(check=asked, answers=[(question, "Først."), (other, "Sa jeg.")], through="link", by=None, at=NOW)
    log_in(client, colleague("adviser"))
    page = reverse("admin:candidates_referencecheck_step", args=[asked.pk, "note-answers"])

    begun = client.get(page).context["form"]["answer_0"].value()
    client.post(page, {"answer_0": "Først. Og mer på telefon."})

    asked.refresh_from_db()
    assert (begun, asked.told) == ("Først.", [(question, "Først. Og mer på telefon."), (other, "Sa jeg.")])
