"""The history a person reads: plain sentences about everything that was done, and never a value or a name (P56).

The lines of a whole life stand beside this file, in both languages; `REWRITE=1` writes them anew, to be read.
"""

import ast
import datetime
import os
import pathlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.asserts import assertContains

from candidates import emails
from candidates.actions import applications, documents, people
from candidates.choices import Stage
from candidates.models import Application, Candidate
from fremrykk.accounts.actions import addresses
from privacy import registries
from privacy.actions import (
    answers,
    consents,
    disclosures,
    inbox,
    mails,
    packages,
    recipients,
    requests,
    restrictions,
    seals,
)
from privacy.choices import Channel, ConsentPurpose, NoticeKind, RestrictionGround, Verb
from privacy.models import Notice, OutgoingMail, TermsVersion, TrailEntry
from privacy.queries import trails
from privacy.queries.seals import broken
from tests.database_role import by_force
from tests.factories import (
    JobOrderFactory,
    ProcessingActivityFactory,
    RecipientFactory,
    StaffFactory,
    TrailEntryFactory,
    UserFactory,
)
from tests.privacy_fixtures import approve_periods
from tests.source import modules, tree
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P56")]

HERE = pathlib.Path(__file__).parent
DAY = datetime.timedelta(days=1)
BEGINS = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
CV = b"%PDF-1.7 Kari Nordmann"


class Life:
    """One thing a day, from the first application on; every mail is sent the day it is written."""

    def __init__(self) -> None:
        self.day = 0
        self.adviser = StaffFactory(roles=["adviser"], name="Jon Rådgiver", email="jon@fremrykk.example.test")
        self.manager = StaffFactory(roles=["manager"])
        self.officer = StaffFactory(roles=["privacy"])

    @property
    def now(self) -> datetime.datetime:
        return BEGINS + self.day * DAY

    def sleep(self) -> datetime.datetime:
        for pk in mails.waiting(at=self.now):
            mails.send(pk=pk, at=self.now)
        self.day += 1
        return self.now

    def form(self) -> dict:
        today = timezone.localdate(self.now)
        return {
            "first_name": "Kari", "last_name": "Nordmann", "email": "kari@example.test", "phone": "91234567",
            "cv": SimpleUploadedFile("cv.pdf", CV, "application/pdf"), "message": "Hei!",
            "sharing_scope": "this_position", "keep_scope": "candidate_base", "language": "nb",
            "notice": Notice.objects.in_force(NoticeKind.STATEMENT, today), "terms": TermsVersion.objects.latest("version"),
            "sharing_notice": Notice.objects.in_force(NoticeKind.SHARING, today),
        }  # fmt: skip


@pytest.fixture(scope="module")
def lived(made_once):
    """From the application to its withdrawal."""
    approve_periods(StaffFactory(roles=["manager"]))
    for code in ("applications", "candidate_base", "rights", "access_control", "enquiries"):
        ProcessingActivityFactory(code=code)
    of = Life()
    sent = applications.submit(position=None, by=None, at=of.now, **of.form()).application
    applications.confirm(token=emails.confirm_token(sent), at=of.sleep())
    application = Application.objects.get()
    candidate, document = application.candidate, application.documents.get()
    kari = candidate.subject.user
    _is_looked_at(of, candidate, document, application)
    _looks_after_the_own_data(of, candidate, kari)
    _uses_the_rights(of, candidate, kari)
    applications.withdraw(application=Application.objects.get(pk=application.pk), by=kari, at=of.sleep())
    of.sleep()
    return candidate.pk


@pytest.fixture
def life(lived):
    return Candidate.objects.get(pk=lived)


def _is_looked_at(of, candidate, document, application):
    people.record_view(candidate=candidate, by=of.adviser, at=of.sleep())
    documents.record_opening(document=document, by=of.adviser, at=of.sleep())
    applications.advance(application=application, to=Stage.SCREENING, by=of.adviser, at=of.sleep())
    applications.add(candidate=candidate, order=JobOrderFactory(opened_at=of.now), by=of.adviser, at=of.sleep())
    people.assign(candidate=candidate, adviser=of.adviser, by=of.manager, at=of.sleep())


def _looks_after_the_own_data(of, candidate, kari):
    profile = {"first_name": "Kari", "last_name": "Hansen", "phone": "", "language": "nb"}
    people.update_profile(candidate=candidate, by=kari, at=of.sleep(), **profile)
    change = addresses.ask(user=kari, new_email="kari.hansen@example.test", at=of.sleep())
    for hour, side in enumerate(("old", "new"), 1):
        addresses.confirm(change=change, side=side, at=of.now + hour * DAY / 24)
    kari.refresh_from_db()
    documents.upload(
        candidate=candidate, kind="diploma", upload=SimpleUploadedFile("v.pdf", CV, "application/pdf"), by=kari,
        at=of.sleep(),
    )  # fmt: skip
    yes = {"purpose": ConsentPurpose.FURTHER_STORAGE, "language": "nb", "channel": Channel.OWN_PAGES, "by": kari}
    consents.give(subject_id=candidate.subject_id, at=of.sleep(), **yes)
    consents.withdraw(subject_id=candidate.subject_id, at=of.sleep(), **yes)
    said = {"name": "Kari", "email": kari.email, "message": "Hvor lenge?", "kind": "privacy", "language": "nb"}
    case = inbox.receive(**said, by=kari, at=of.sleep())
    inbox.answer(case=case, answer="To år.", by=of.officer, at=of.sleep())


def _uses_the_rights(of, candidate, kari):
    person = candidate.subject_id
    restriction = restrictions.place(subject_id=person, ground=RestrictionGround.ACCURACY, by=kari, at=of.sleep())
    restrictions.announce_lifting(
        restriction=restriction, lifts_on=timezone.localdate(of.now + 2 * DAY), by=of.officer, at=of.sleep()
    )
    of.sleep()
    restrictions.lift(restriction=restriction, by=of.officer, at=of.sleep())
    course = RecipientFactory(name="Havn Kurs AS", contact_address="")
    terms = {
        "categories": ["contact", "identity"],
        "purpose": "Kurs",
        "through": "phone",
        "evidence": "Sa ja på telefon",
    }
    day = timezone.localdate(of.now)
    agreement = recipients.agree(
        subject_id=person,
        recipient=course,
        starts_on=day,
        ends_on=day + 30 * DAY,
        by=of.adviser,
        at=of.sleep(),
        **terms,
    )
    disclosures.disclose(
        subject_id=person, recipient=course, categories=["contact", "identity"], activity="applications", by=of.adviser,
        at=of.sleep(),
    )  # fmt: skip
    recipients.withdraw(agreement=agreement, by=kari, at=of.sleep())
    copy = packages.order(subject_id=person, by=kari, at=of.sleep(), language="nb")
    packages.build(pk=copy.pk, pdf_maker=registries.pdf_maker(), at=of.now)
    copy.refresh_from_db()
    packages.fetched(package=copy, by=kari, at=of.sleep())
    asked = requests.ask(right="rectification", message="Feil", language="nb", by=kari, at=of.sleep())
    answers.propose_refusal(
        request=asked, ground="correct", reason="Vitnemålet sier det samme.", by=of.officer, at=of.sleep()
    )
    answers.approve_refusal(request=asked, by=of.manager, at=of.sleep())


def told(person, language):
    with translation.override(language):
        lines = trails.for_person(person, limit=1000)
        return [f"{timezone.localtime(line.at):%d.%m} | {line.text} | {line.role} | {line.purpose}" for line in lines]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_whole_life_gives_exactly_these_lines(life, language):
    page = HERE / f"history_{language}.txt"
    lines = told(life.subject_id, language)
    if os.environ.get("REWRITE"):
        page.write_text("\n".join(lines) + "\n")

    assert lines == page.read_text().splitlines()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_line_says_a_value_a_name_or_a_code_of_ours(life, language):
    text = "\n".join(told(life.subject_id, language))

    unwanted = (
        "Kari",
        "Hansen",
        "91234567",
        "example.test",
        "Jon",
        "Feil",
        "Sa ja",
        "_",
        "/",
        "privacy.",
        "candidates.",
    )
    assert [each for each in unwanted if each in text] == []


def test_a_line_that_was_changed_afterwards_is_found(life):
    seals.seal(at=timezone.now() + DAY)
    entry = TrailEntry.objects.filter(subject_uuid=life.subject_id).first()

    with by_force() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE privacy_trailentry SET role = 'payroll' WHERE id = %s", [entry.pk])
        cursor.execute("SET session_replication_role = DEFAULT")

    assert [each.subject_id for each in broken()] == [life.subject_id]


# --- every line has words ---
def templates() -> set[str]:
    """Every mail there is a text for."""
    root = settings.BASE_DIR / "templates"
    found = [path for room in ("email", "letters", "advertising") for path in root.glob(f"**/{room}/*.txt")]
    return {str(path.relative_to(root).with_suffix("")) for path in found}


def test_every_mail_has_a_name_and_no_name_is_left_over():
    assert set(registries.names_of_mails) == templates()
    assert all(get_template(f"{name}.txt") for name in registries.names_of_mails)


def test_every_kind_of_row_that_is_written_about_has_a_name():
    """The models an action passes as `obj`, by what stands in the trail of the whole test suite's source."""
    known = {*trails.OBJECTS, *trails.SAID_BY_THE_VERB, *registries.names_in_history}
    labels = {
        "candidates.checknotice", "candidates.profile", "candidates.taguse", "candidates.savedsearch", "candidates.listentry",
        "candidates.testresult", "candidates.clientcopy", "candidates.referencecheck", "candidates.referee",
        "candidates.presentationdownload", "candidates.identityseen", "candidates.interview", "candidates.interviewtime",
        "candidates.offer", "candidates.placement", "candidates.qualificationstatement", "candidates.specialcheck",
        "candidates.application", "candidates.candidate", "candidates.document", "clients.clientcontact", "accounts.user",
        "candidates.jobalert", "candidates.note", "candidates.positionletter", "clients.agreement", "clients.signatory",
        "clients.enquiry", "clients.orderreader", "clients.soleproprietor", "clients.registerentry", "clients.subunit",
        "clients.timelineentry", "clients.creditassessment", "clients.prepayment", "candidates.lead", "privacy.casefile",
        "privacy.breach", "privacy.collection", "privacy.hold", "privacy.inboxcase", "privacy.package", "privacy.request",
        "privacy.restriction", "privacy.sharingagreement",
        "candidates.presentation", "candidates.presentationitem", "candidates.presentationreader",
        "candidates.presentationanswer", "candidates.sharingpermission", "candidates.blockedemployer",
        "candidates.applicationdraft", "candidates.workexperience", "candidates.education", "candidates.employment",
        "candidates.reportedemployment", "candidates.assignment", "candidates.nextofkin", "clients.jobad",
    }  # fmt: skip
    assert known == labels


def words_in_the_source() -> set[str]:
    """What the actions name literally: `fields=["marketing"]`."""
    found = set()
    for path in modules():
        if path.parent.name != "actions":
            continue
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call):
                for keyword in call.keywords:
                    if keyword.arg == "fields" and isinstance(keyword.value, ast.List):
                        found |= {each.value for each in keyword.value.elts if isinstance(each, ast.Constant)}
    return found


def test_every_part_that_is_named_literally_has_words():
    labels = ["", *trails.OBJECTS, *registries.names_in_history]

    unsaid = {word for word in words_in_the_source() if not any(trails.word_of(label, word) for label in labels)}
    assert unsaid - trails.UNSAID == set()


def test_what_has_no_words_is_left_out_and_no_line_fails():
    entry = TrailEntryFactory(fields=["noe_ukjent", "id"], object_label="candidates.ukjent", verb=Verb.CHANGED)

    assert trails.for_person(entry.subject_uuid)[0].text == str(Verb.CHANGED.label).capitalize()


# --- the page for everybody ---
def test_whoever_is_no_candidate_reads_the_own_history(client):
    user = UserFactory()
    log_in(client, user)
    TrailEntryFactory(subject_uuid=user.subject_id, verb=Verb.VIEWED, object_label="clients.clientcontact")
    TrailEntryFactory(verb=Verb.OPENED)

    response = client.get(reverse("my_history"))

    assert [line.verb for line in response.context["lines"]] == [Verb.VIEWED]
    assertContains(response, "kontaktopplysningene dine")


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 5000, "99999"])
def test_a_page_that_is_none_is_no_error(client, page):
    log_in(client, UserFactory())

    assert client.get(reverse("my_history"), {"side": page}).status_code == 200


def test_the_page_is_not_for_strangers(client):
    assert client.get(reverse("my_history")).status_code == 302


def test_a_mail_is_told_by_its_name(life):
    assert OutgoingMail.objects.filter(state="sent").count() >= 5
    lines = told(life.subject_id, "en")
    assert any("E-mail sent: we have received your application" in line for line in lines)
