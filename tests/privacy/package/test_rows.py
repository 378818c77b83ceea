"""Which rows are whose, and how a value is told."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from candidates.choices import DocumentState, Origin, Source
from privacy import declarations, graph
from privacy.actions import erasure, subjects
from privacy.choices import Category, ErasureCause
from privacy.declarations import data, internal, owner, personal
from privacy.models import Subject
from privacy.queries import package
from tests.database_role import by_force, let_in
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    ClientContactFactory,
    ConsentEventFactory,
    DocumentFactory,
    HoldFactory,
    InboxCaseFactory,
    JobAdFactory,
    OutgoingMailFactory,
    StaffFactory,
    StageChangeFactory,
    SubjectFactory,
    TrailEntryFactory,
)
from tests.fixture_apps.references import declared
from tests.fixture_apps.references.models import Referee, Reference
from tests.privacy.package.world import copy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


@pytest.fixture
def two_people_tables(db):
    """Gone with the test's transaction."""
    with declared.declared():
        declared.create_tables()
        yield


# --- a model nobody wrote a line for ------------------------------------------------------------
def test_a_model_declared_tomorrow_is_in_the_copy_and_goes_with_an_erasure():
    with isolate_apps("privacy"):

        class Sighting(models.Model):
            """Where somebody was seen."""

            subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
            place = models.CharField(max_length=50)
            secret = models.CharField(max_length=50)

            class Meta:
                app_label = "privacy"
                verbose_name_plural = "sightings"

            def __str__(self) -> str:
                return self.place

    fields = {
        "id": internal("a made-up number"), "subject": owner(), "place": data(Category.HISTORY), "secret": internal("a code word")
    }  # fmt: skip
    personal(Sighting, subject="subject", activity="rights", fields=fields)
    graph.parent_first.cache_clear()
    try:
        with by_force(), connection.schema_editor() as editor:
            editor.create_model(Sighting)
        let_in(Sighting._meta.db_table)
        subject = CandidateFactory().subject
        Sighting._base_manager.create(subject=subject, place="Torget i Bergen", secret="kråkefot")

        copy = copy_of(subject.pk)

        assert copy.values("privacy.Sighting") == [{"place": "Torget i Bergen"}]
        assert copy.withheld("privacy.Sighting") == {"id": "A made-up number", "secret": "A code word"}
        assert "kråkefot" not in copy.everything
        assert "Torget i Bergen" in copy.html
        erasure.erase_person(subject_id=subject.pk, cause=ErasureCause.PERSON, by=None, at=NOW)
        assert Sighting._base_manager.count() == 0
    finally:
        declarations.withdraw(Sighting)
        graph.parent_first.cache_clear()


# --- rows about several people ------------------------------------------------------------------
def reference(candidate, by):
    letter = storages["files"].save("brev.pdf", ContentFile(b"the letter"))
    return Reference.objects.create(
        candidate=candidate, referee=by, statement="flink med folk", rating=5, phone="99887766", letter=letter
    )


@pytest.mark.promise("P55")
def test_a_referees_copy_holds_the_referees_data_only(two_people_tables):
    candidate = CandidateFactory(first_name="Zoltan", last_name="Zetterberg")
    ola = Referee.objects.create(subject=SubjectFactory(), name="Ola Nordmann")
    reference(candidate, ola)

    copy = copy_of(ola.subject_id)

    (row,) = copy.values("references.Reference")
    assert set(row) == {"phone", "letter"}
    assert row["phone"] == "99887766"
    assert copy.files[row["letter"]["file"]] == b"the letter"
    told = copy.section("references.Reference")["rows"][0]
    assert {each["field"] for each in told["withheld"]} == {"candidate", "statement", "rating"}
    assert [word for word in ("flink", "zoltan", "zetterberg") if word in copy.everything] == []


def test_the_candidates_copy_of_the_same_row_holds_the_candidates(two_people_tables):
    candidate = CandidateFactory()
    reference(candidate, Referee.objects.create(subject=SubjectFactory(), name="Ola Nordmann"))

    copy = copy_of(candidate.subject_id)

    assert copy.values("references.Reference") == [{"statement": "flink med folk", "rating": 5}]
    assert [word for word in ("99887766", "ola nordmann", "the letter") if word in copy.everything] == []


def test_somebody_who_is_both_has_all_of_it(two_people_tables):
    candidate = CandidateFactory()
    reference(candidate, Referee.objects.create(subject=candidate.subject, name="Ola"))

    copy = copy_of(candidate.subject_id)

    assert set(copy.values("references.Reference")[0]) == {"statement", "rating", "phone", "letter"}


# --- whose ----------------------------------------------------------------------------------------
def test_what_was_filed_under_another_number_of_the_person_is_in_it():
    person, alias = CandidateFactory().subject, SubjectFactory()
    InboxCaseFactory(subject=alias, message="Under det andre nummeret")
    TrailEntryFactory(subject_uuid=alias.pk)
    subjects.merge(lost=alias, into=person, by=None, at=NOW)

    by_root, by_alias = copy_of(person.pk), copy_of(alias.pk)

    assert [row["message"] for row in by_root.values("privacy.InboxCase")] == ["Under det andre nummeret"]
    assert by_root.values("privacy.InboxCase") == by_alias.values("privacy.InboxCase")


def test_colleagues_are_told_by_their_role_and_never_by_name():
    adviser = StaffFactory(name="Gunhild Hemmelig", roles=["adviser"])
    candidate = CandidateFactory(adviser=adviser)
    change = StageChangeFactory(application__candidate=candidate, by=adviser)
    HoldFactory(subject=candidate.subject, opened_by=StaffFactory(name="Oddvar Skjult", roles=["privacy"]))

    copy = copy_of(candidate.subject_id, language="en")

    assert copy.values("candidates.Candidate")[0]["adviser"] == "an adviser"
    assert copy.values("candidates.StageChange")[0]["by"] == "an adviser"
    assert copy.values("privacy.Hold")[0]["opened_by"] == "the privacy officer"
    assert [word for word in ("gunhild", "oddvar", adviser.email) if word in copy.everything] == []
    assert change.by == adviser


def test_a_member_of_staff_has_a_copy_too_without_the_candidates():
    adviser = StaffFactory(name="Gunhild Hansen")
    CandidateFactory(adviser=adviser, first_name="Zoltan")

    copy = copy_of(adviser.subject_id)

    assert copy.values("accounts.User")[0]["name"] == "Gunhild Hansen"
    assert copy.section("candidates.Candidate")["state"] == "empty"
    assert "zoltan" not in copy.everything


def test_a_client_contact_has_a_copy_too():
    contact = ClientContactFactory(name="Marit Kunde")

    copy = copy_of(contact.subject_id)

    assert copy.values("clients.ClientContact")[0]["name"] == "Marit Kunde"
    assert copy.files.keys() == {"data.json", "data.schema.json", "index.html", "copy.pdf", "manifest.json"}


# --- how it is told ---------------------------------------------------------------------------------
def test_a_choice_has_code_and_name_a_date_is_iso_and_a_position_is_named_without_its_client():
    candidate = CandidateFactory()
    ad = JobAdFactory(title="Kokk", order__title="Kokk til kantine", employer="Restaurant Ukjent")
    ApplicationFactory(candidate=candidate, job_ad=ad)

    row = copy_of(candidate.subject_id, language="en").section("candidates.Application")["rows"][0]

    told = {each["field"]: each for each in row["values"]}
    assert (told["stage"]["value"], told["stage"]["shown"]) == ("new", "New")
    assert told["submitted_at"]["value"] == "2026-11-23T10:00:00+01:00"
    assert (row["title"], told["job_order"]["value"]) == ("Kokk", "Kokk til kantine")
    assert row["kept_until"] == "2028-11-23"
    assert row["why_kept"] == ["An application is kept for a limited time after you sent it: until 23 November 2028."]
    assert row["belongs_to"] == {"candidate": "candidates.candidate-1"}


def test_a_row_without_a_time_of_its_own_goes_with_the_row_it_belongs_to():
    use = ApplicationDocumentFactory()

    copy = copy_of(use.application.candidate.subject_id)

    (row,) = copy.section("candidates.ApplicationDocument")["rows"]
    assert row["belongs_to"] == {"application": "candidates.application-1", "document": "candidates.document-1"}
    assert row["kept_until"] == copy.section("candidates.Application")["rows"][0]["kept_until"]


@pytest.mark.parametrize(
    ("source", "said"),
    [(Source.WEBSITE, "You"), (Source.BY_HAND, "Written down by us"), (Source.IMPORTED, "A list we took over")],
)
def test_it_says_where_a_value_came_from(source, said):
    candidate = CandidateFactory(source=source, received_on=datetime.date(2026, 11, 1))

    row = copy_of(candidate.subject_id, language="en").section("candidates.Candidate")["rows"][0]

    told = {each["field"]: each["source"] for each in row["values"]}
    assert (told["first_name"], told["created_at"]) == (said, "Written down here when it was done")


def test_an_application_an_adviser_added_says_so():
    application = ApplicationFactory(origin=Origin.ADDED, added_by=StaffFactory())

    row = copy_of(application.candidate.subject_id, language="en").section("candidates.Application")["rows"][0]

    assert {each["source"] for each in row["values"]} == {"One of our advisers"}


def test_a_section_says_purpose_law_and_recipients_in_both_languages():
    candidate = CandidateFactory()
    ApplicationFactory(candidate=candidate)

    english = copy_of(candidate.subject_id, language="en").section("candidates.Application")["purpose"]
    norwegian = copy_of(candidate.subject_id, language="nb").section("candidates.Application")["purpose"]

    assert english["name"] == "Applications for positions"
    assert english["recipients"] == "The employer of the position; others only as the candidate has chosen"
    assert norwegian["name"] == "Søknader på stillinger"
    assert norwegian["law"] == "personopplysningsloven § 1 (GDPR)"


def test_history_and_consents_are_told_in_plain_words_with_receipts():
    candidate = CandidateFactory()
    TrailEntryFactory(
        subject_uuid=candidate.subject_id, object_label="candidates.candidate", actor_uuid=StaffFactory().subject_id
    )
    ConsentEventFactory(subject_uuid=candidate.subject_id)

    data = copy_of(candidate.subject_id, language="en").data

    viewed = {"at": "2026-11-23T10:00:00+01:00", "text": "Viewed: your profile", "by": "An adviser"}
    assert viewed | {"purpose": "Applications for positions"} in data["history"]
    (consent,) = data["consents"]
    assert (consent["purpose"], consent["action"]) == ("further storage", "given")
    assert consent["receipt"]["proof"]["type"] == "Ed25519"


def test_an_infected_file_is_withheld_with_the_reason_and_the_rest_of_it_is_told():
    document = DocumentFactory(state=DocumentState.INFECTED, content=b"X5O! infected")

    copy = copy_of(document.candidate.subject_id, language="en")

    assert copy.withheld("candidates.Document")["file"] == "The virus scan says that the file is infected."
    assert copy.values("candidates.Document")[0]["original_name"] == "cv.pdf"
    assert "x5o!" not in copy.everything


def test_a_file_that_is_lost_is_said_to_be_and_the_rest_is_handed_out(caplog):
    document = DocumentFactory()
    document.file.storage.delete(document.file.name)

    copy = copy_of(document.candidate.subject_id, language="en")

    assert copy.withheld("candidates.Document")["file"].startswith("The file could not be read.")
    assert [name for name in copy.files if name.startswith("files/")] == []
    assert "is left out of a copy" in caplog.text


# --- how much it asks -------------------------------------------------------------------------------
def statements(count):
    candidate = CandidateFactory()
    for _ in range(count):
        application = ApplicationFactory(candidate=candidate)
        ApplicationDocumentFactory(application=application)
        StageChangeFactory(application=application)
        OutgoingMailFactory(subject=candidate.subject)
        InboxCaseFactory(subject=candidate.subject)
        TrailEntryFactory(subject_uuid=candidate.subject_id)
        ConsentEventFactory(subject_uuid=candidate.subject_id)
    with CaptureQueriesContext(connection) as asked:
        package.gather(candidate.subject_id, language="nb", at=NOW)
    return len(asked)


def test_the_number_of_statements_does_not_grow_with_the_rows():
    one, three = statements(1), statements(3)

    assert one == three < 2 * len(declarations.personal_models()) + 20
