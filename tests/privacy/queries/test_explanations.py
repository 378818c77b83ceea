"""Until when and why, in sentences: every reason has one, each names what really keeps, and "what if" is the same rule."""

import dataclasses
import datetime
import re

import polib
import pytest
from django.utils import translation

from candidates.choices import Source
from privacy import declarations
from privacy.actions import consents, holds, retention, subjects
from privacy.admin import retention as retention_page
from privacy.choices import Channel, ConsentPurpose, HoldReason, PeriodCode, RestrictionGround
from privacy.decide import Ground, Item, Outcome, Verdict
from privacy.grounds import CLOCK_STOPPED, Extended, Standing, Statutory, Until, WhileRunning
from privacy.models import Hold, Subject
from privacy.queries import explain, explain_request, reasons
from privacy.queries.facts import REVIEWED
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    InboxCaseFactory,
    StaffFactory,
    SubjectFactory,
)
from tests.source import ROOT

D, TODAY = datetime.date, datetime.date(2026, 11, 23)
SENT = datetime.datetime(2026, 1, 10, 9, tzinfo=datetime.UTC)
CATALOGUE = ROOT / "fremrykk" / "locale" / "nb" / "LC_MESSAGES" / "django.po"
APPLICATION = "An application is kept for a limited time after you sent it: until 10 January 2028."
CONSENT = "You consented to longer storage: until 10 January 2030."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


# --- a sentence for every reason ---------------------------------------------------------------------
def parts(rule):
    """The rule and every rule in it."""
    yield rule
    for value in vars(rule).values() if dataclasses.is_dataclass(rule) else ():
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        for each in inner:
            if dataclasses.is_dataclass(each):
                yield from parts(each)


def codes_of(rule):
    if isinstance(rule, WhileRunning):
        return {rule.period, rule.while_running}
    if isinstance(rule, Until):
        return {rule.period, rule.while_empty} - {""}
    if isinstance(rule, Statutory):
        return {rule.period, rule.while_empty}
    return {rule.code} if isinstance(rule, Standing) else {rule.consent} if isinstance(rule, Extended) else set()


def all_codes():
    rules = [part for each in declarations.with_storage_time() for part in parts(each.keep)]
    holding = {f"hold:{reason.value}" for reason in HoldReason}
    holding |= {f"restriction:{ground.value}" for ground in RestrictionGround.that_hold()}
    of_the_engine = {REVIEWED, CLOCK_STOPPED, PeriodCode.NOT_INFORMED.value, PeriodCode.IMPORT_TOLD.value}
    return {str(code) for rule in rules for code in codes_of(rule)} | holding | of_the_engine


def test_every_reason_to_keep_anything_has_a_sentence_and_no_sentence_is_left_over():
    assert {str(code) for code in reasons.SENTENCES} == all_codes()


def test_every_sentence_is_there_in_norwegian_with_the_same_blanks():
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if not entry.fuzzy}
    english = {str(words) for words in reasons.SENTENCES.values()}

    blanks = {words: re.findall(r"%\(\w+\)s", catalogue.get(words, "not translated")) for words in english}

    assert blanks == {words: re.findall(r"%\(\w+\)s", words) for words in english}


# --- what it says --------------------------------------------------------------------------------------
def applicant():
    application = ApplicationFactory(
        submitted_at=SENT, candidate__last_active_at=SENT, candidate__source=Source.WEBSITE, job_ad=None
    )
    retention.refresh(application.candidate.subject_id)
    return application.candidate.subject_id


def consent(person):
    consents.give(
        subject_id=person, purpose=ConsentPurpose.FURTHER_STORAGE, language="en", channel=Channel.OWN_PAGES, by=None,
        at=NOW,
    )  # fmt: skip


def told(explanation, model):
    return [(item.label, item.verdict, item.due_on, item.reasons) for item in explanation.items if item.key[0] == model]


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_it_says_what_until_when_and_why():
    person = applicant()

    explanation = explain(person, TODAY)

    assert told(explanation, "candidates.Application") == [
        ("Open registration", Verdict.KEEP, D(2028, 1, 10), (APPLICATION,))
    ]
    assert (explanation.due_on, explanation.goes_now) == (D(2028, 1, 10), False)


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_it_names_exactly_the_grounds_that_stand():
    person = applicant()
    consent(person)

    both = explain(person, TODAY)
    later = explain(person, D(2028, 1, 10))
    gone = explain(person, D(2030, 1, 10))

    end = D(2030, 1, 10)
    assert [told(each, "candidates.Application")[0][1:] for each in (both, later, gone)] == [
        (Verdict.KEEP, end, (APPLICATION, CONSENT)),
        (Verdict.KEEP, end, (CONSENT,)),
        (Verdict.ERASE, end, ("There is no reason left to keep it: it is deleted at the next nightly run.",)),
    ]
    assert [each.goes_now for each in (both, later, gone)] == [False, False, True]


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_what_a_withdrawal_would_change_is_what_it_changes():
    person = applicant()
    consent(person)

    foretold = explain(person, TODAY, without_consent=ConsentPurpose.FURTHER_STORAGE)
    consents.withdraw(
        subject_id=person, purpose=ConsentPurpose.FURTHER_STORAGE, language="en", channel=Channel.OWN_PAGES, by=None,
        at=NOW,
    )  # fmt: skip
    fact = explain(person, TODAY)

    assert (foretold.due_on, foretold.items) == (D(2028, 1, 10), fact.items)
    assert Subject.objects.get(pk=person).due_on == D(2028, 1, 10)


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_a_hold_is_said_of_everything_with_its_end():
    person, officer = applicant(), StaffFactory(roles=["privacy"])
    holds.place(
        subject_id=person, reason=HoldReason.LEGAL_CLAIM, explanation="brev", ends_on=D(2041, 1, 1), by=officer, at=NOW
    )
    Hold.objects.update(approved_at=NOW, approved_by=StaffFactory(roles=["manager"]))

    explanation = explain(person, D(2040, 1, 1))

    sentence = "Deletion is on hold because of a legal claim (GDPR art. 17(3)(e)), until 1 January 2041 at the latest."
    assert {item.reasons for item in explanation.items} == {(sentence,)}
    assert {item.due_on for item in explanation.items} == {D(2041, 1, 1)}
    assert (explanation.due_on, explanation.goes_now) == (D(2041, 1, 1), False)


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_what_nobody_can_date_is_said_to_wait_for_a_person():
    person = CandidateFactory(source=Source.BY_HAND, received_on=None).subject_id

    explanation = explain(person, TODAY)

    assert told(explanation, "candidates.Candidate") == [
        (
            "Candidate",
            Verdict.REVIEW,
            None,
            ("A date we need in order to decide is missing; a person here has to look at it.",),
        )
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_a_document_is_called_as_its_owner_called_it():
    document = DocumentFactory(original_name="Min CV.pdf")

    assert [label for label, *_ in told(explain(document.candidate.subject_id, TODAY), "candidates.Document")] == [
        "Min CV.pdf"
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_what_was_written_under_another_number_is_told_with_the_rest():
    person, alias = applicant(), SubjectFactory()
    InboxCaseFactory(subject=alias)
    subjects.merge(lost=alias, into=Subject.objects.get(pk=person), by=None, at=NOW)

    explanation = explain(person, TODAY)

    assert told(explanation, "privacy.InboxCase") == [
        ("Enquiry", Verdict.KEEP, None, ("You wrote to us and the question is not closed.",))
    ]
    assert explanation.due_on is None


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
def test_a_request_would_leave_only_what_must_stay():
    person = applicant()
    consent(person)
    colleague = StaffFactory().subject_id

    assert {item.verdict for item in explain_request(person, TODAY).items} == {Verdict.ERASE}
    assert explain_request(person, TODAY).goes_now is True
    assert told(explain_request(colleague, TODAY), "accounts.User")[0][1:] == (
        Verdict.KEEP,
        None,
        (str(reasons.SENTENCES["staff"]),),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize("number", [1, 3])
def test_many_things_cost_no_more_statements_than_one(number, django_assert_num_queries):
    candidate = CandidateFactory()
    for _ in range(number):
        ApplicationFactory(candidate=candidate)
        DocumentFactory(candidate=candidate)

    with django_assert_num_queries(9):
        explain(candidate.subject_id, TODAY)


def test_to_another_it_speaks_of_the_person_not_to_them():
    """What the person reads says "you"; an adviser reads about the person, with the same dates."""
    everything = {**reasons.SENTENCES, **reasons.OF_ANOTHER}

    assert reasons.OF_ANOTHER.keys() <= reasons.SENTENCES.keys()
    assert [str(words) for words in everything.values() if re.search(r"\byou\b", str(words), re.IGNORECASE)] == []


def test_what_goes_before_the_rest_is_explained_by_its_own_limit():
    limit = Ground(PeriodCode.MAIL, D(2027, 1, 10))
    longer = Ground(PeriodCode.CANDIDATE_BASE, D(2028, 1, 10))
    outcome = Outcome(
        Item(("privacy.outgoingmail", "1"), "mail", follows=(), at_most=limit), Verdict.KEEP, limit.until, (longer,)
    )

    assert reasons.sentences(outcome) == (reasons.sentence(limit),)


def test_each_reason_has_a_name_where_the_reasons_are_counted():
    """A code of the program stood there for whoever reads the page."""
    counted = {code for code in reasons.OF_ANOTHER if code not in PeriodCode.values}

    assert counted - {*retention_page.STANDING} == set()
    assert {"employed", "kin_of_employee", CLOCK_STOPPED} <= counted
