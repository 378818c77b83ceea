"""Somebody passed over demands the qualifications of who was chosen (likestillings- og diskrimineringsloven § 31)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import statements
from candidates.models import QualificationStatement
from privacy.models import OutgoingMail, TrailEntry
from tests.factories import NOW, ApplicationFactory, JobAdFactory, QualificationStatementFactory, StaffFactory
from tests.workspace import colleague, log_in

pytestmark = pytest.mark.django_db

TEXT = {"education": "Fagbrev som kokk", "practice": "Ti år på hotell", "other": ""}


@pytest.fixture
def rivals():
    """Who was passed over, and who was chosen."""
    ad = JobAdFactory()
    passed_over = ApplicationFactory(job_ad=ad, stage="rejected", candidate__first_name="Kari")
    chosen = ApplicationFactory(
        job_ad=ad, stage="placed", candidate__first_name="Per", candidate__last_name="Holm Ås", candidate__phone="+4722334455"
    )  # fmt: skip
    return passed_over, chosen


def give(statement, **text):
    statements.answer(
        statement=statement,
        by=StaffFactory(name="Berit"),
        at=statement.asked_at,
        **TEXT | {"employer_agreed_on": NOW.date()} | text,
    )


def test_it_is_demanded_on_my_page_and_given_by_mail_without_a_name(client, rivals):
    passed_over, chosen = rivals
    log_in(client, passed_over.candidate.subject.user)
    address = reverse("ask_statement", args=[passed_over.pk])

    assert client.get(address).status_code == 200
    client.post(address)
    client.post(address)
    statement = QualificationStatement.objects.get()
    give(statement)

    mail = OutgoingMail.objects.get(template="candidates/email/qualifications")
    assert [each in mail.body_text for each in ("Fagbrev som kokk", "Ti år på hotell", "Holm", "Per")] == [
        True, True, False, False,
    ]  # fmt: skip
    entries = TrailEntry.objects.filter(object_label="candidates.qualificationstatement").order_by("pk")
    assert list(entries.values_list("verb", "subject_uuid")) == [
        ("asked", passed_over.candidate.subject_id),
        ("granted", passed_over.candidate.subject_id),
        ("shared", chosen.candidate.subject_id),
    ]
    with pytest.raises(statements.AlreadyAnswered):
        give(statement)


@pytest.mark.parametrize("said", ["Per har fagbrev", "Fagbrev (Ås)", "Ring +4722334455", "03851598730"])
def test_a_text_that_says_who_it_is_is_refused(rivals, said):
    statement = QualificationStatement.objects.create(application=rivals[0], asked_at=NOW, due_on=NOW.date())

    with pytest.raises(statements.NamesPerson):
        give(statement, practice=said)
    assert not OutgoingMail.objects.exists()


def test_a_word_that_only_holds_the_name_is_no_name(rivals):
    give(
        QualificationStatement.objects.create(application=rivals[0], asked_at=NOW, due_on=NOW.date()),
        other="Personalleder",
    )

    assert QualificationStatement.objects.get().answered_at == NOW


def test_the_database_refuses_a_demand_when_nobody_was_chosen_and_a_second_answer(rivals):
    def raw(application):
        with transaction.atomic():
            return QualificationStatement.objects.create(application=application, asked_at=NOW, due_on=NOW.date())

    with pytest.raises(IntegrityError, match="nobody else was chosen"):
        raw(rivals[1])
    with pytest.raises(IntegrityError, match="nobody else was chosen"):
        raw(ApplicationFactory(stage="rejected"))
    statement = raw(rivals[0])
    with pytest.raises(IntegrityError, match="statement_with_the_employer"), transaction.atomic():
        QualificationStatement.objects.update(answered_at=NOW, answered_by=StaffFactory())
    give(statement)
    with pytest.raises(IntegrityError, match="given once"), transaction.atomic():
        QualificationStatement.objects.update(answered_by=StaffFactory())


def test_the_screens_say_what_is_wrong_and_keep_what_was_typed(client, settings):
    settings.LANGUAGE_CODE = "en"
    statement = QualificationStatementFactory()
    hired = statements.chosen(statement.application).get()
    log_in(client, colleague("adviser"))
    address = reverse("admin:candidates_application_step", args=[statement.application_id, "answer-statement"])

    late = client.post(address, TEXT | {"employer_agreed_on": "2126-01-01"})
    agreed = {"employer_agreed_on": "2020-01-01"}
    named = client.post(address, TEXT | agreed | {"other": hired.candidate.last_name})
    form = client.get(address).text
    drafted = client.post(address, TEXT | agreed)
    unsent = OutgoingMail.objects.count()
    client.post(address, TEXT | agreed | {"seen": drafted.context["seen"]})

    assert ["That day has not come yet." in late.content.decode(), "Ti år på hotell" in late.content.decode()] == [
        True
    ] * 2
    assert named.context["form"].non_field_errors() == [
        "The text says who was chosen: a name, an address or a number. Take it out; the law gives qualifications, no name."
    ]
    assert (hired.get_absolute_url() in form, hired.get_absolute_url() in drafted.text) == (True, False)
    assert ("As the applicant reads it" in drafted.text, "Ti år på hotell" in drafted.text) == (True, True)
    assert (unsent, OutgoingMail.objects.count()) == (0, 1)
