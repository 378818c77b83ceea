"""The gate itself: whose rows pass it, of which categories, for whom."""

import pytest
from django.apps import apps
from django.db import connection

from candidates.models import Application, ApplicationDocument, Candidate, Document, StageChange
from fremrykk.accounts.models import User
from privacy import declarations
from privacy.choices import Category
from privacy.models import Hold, OutgoingMail, Restriction, TrailEntry
from tests import factories as made

pytestmark = pytest.mark.django_db


def restrict(subject, category="", **more) -> Restriction:
    return Restriction.objects.create(subject=subject, category=category, ground="accuracy", opened_at=made.NOW, **more)


@pytest.fixture
def adviser():
    return made.StaffFactory()


@pytest.mark.parametrize("category", ["", Category.IDENTITY, Category.CONTACT])
def test_who_is_restricted_altogether_is_nowhere(adviser, category):
    candidate, other = made.CandidateFactory(), made.CandidateFactory()
    made.ApplicationFactory(candidate=candidate)

    restrict(candidate.subject, category)

    assert list(Candidate.objects.visible_to(adviser)) == [other]
    assert list(Application.objects.visible_to(adviser)) == []
    assert list(User.objects.visible_to(adviser).filter(is_staff=False)) == [other.subject.user]


def test_one_category_hides_its_rows_and_those_that_go_with_them(adviser):
    use = made.ApplicationDocumentFactory()
    change = made.StageChangeFactory(application=use.application)

    restrict(use.application.candidate.subject, Category.DOCUMENT)

    assert list(Document.objects.visible_to(adviser)) == []
    assert list(ApplicationDocument.objects.visible_to(adviser)) == []
    assert list(Application.objects.visible_to(adviser)) == [use.application]
    assert list(StageChange.objects.visible_to(adviser)) == [change]


def test_a_restricted_application_takes_its_history_with_it(adviser):
    use = made.ApplicationDocumentFactory()
    made.StageChangeFactory(application=use.application)

    restrict(use.application.candidate.subject, Category.APPLICATION)

    assert list(StageChange.objects.visible_to(adviser)) == []
    assert list(ApplicationDocument.objects.visible_to(adviser)) == []
    assert list(Document.objects.visible_to(adviser)) == [use.document]


@pytest.mark.parametrize("restricted", ["root", "alias", "sibling"])
def test_a_restriction_covers_each_number_the_person_goes_by(adviser, restricted):
    root = made.SubjectFactory()
    alias, sibling = made.SubjectFactory(merged_into=root), made.SubjectFactory(merged_into=root)
    for number in (root, alias, sibling):
        made.OutgoingMailFactory(subject=number)
        made.TrailEntryFactory(subject_uuid=number.pk)

    restrict({"root": root, "alias": alias, "sibling": sibling}[restricted])

    assert list(OutgoingMail.objects.visible_to(adviser)) == []
    assert list(TrailEntry.objects.visible_to(adviser)) == []


def test_a_lifted_restriction_hides_nothing(adviser):
    candidate = made.CandidateFactory()
    told, lifted = made.NOW, made.NOW.replace(hour=12)

    restrict(
        candidate.subject, told_at=told, lifts_on=told.date(), lifted_at=lifted, lifted_by=adviser,
    )  # fmt: skip

    assert list(Candidate.objects.visible_to(adviser)) == [candidate]


def test_the_person_sees_the_own_rows_also_as_one_who_works_here():
    candidate = made.CandidateFactory()
    person = candidate.subject.user
    colleague = made.CandidateFactory(account=False)
    worker = made.StaffFactory(subject=colleague.subject)

    restrict(candidate.subject)
    restrict(colleague.subject)

    assert list(Candidate.objects.visible_to(person)) == [candidate]
    assert list(Candidate.objects.visible_to(worker)) == [colleague]


def test_a_mail_to_nobody_known_and_the_accounts_of_the_staff_stay_in_sight(adviser):
    nobodys = made.OutgoingMailFactory(subject=None)

    restrict(adviser.subject)

    assert list(OutgoingMail.objects.visible_to(made.StaffFactory())) == [nobodys]
    assert adviser in User.objects.visible_to(made.StaffFactory())
    assert list(User.objects.visible_to(made.UserFactory()).filter(is_staff=True)) == []


def test_holds_are_no_secret_once_the_restriction_is_over(adviser):
    hold = made.HoldFactory()

    assert list(Hold.objects.visible_to(adviser)) == [hold]
    restrict(hold.subject, Category.HISTORY)
    assert list(Hold.objects.visible_to(adviser)) == []


def test_every_row_about_people_has_a_category_to_be_set_aside_by():
    models = [model for model in apps.get_models() if declarations.of(model).is_personal]

    assert [model._meta.label for model in models if not declarations.categories_of(model)] == []


def test_the_gate_is_one_lookup_among_few_whatever_the_number_of_rows(adviser):
    """Gathered once, hashed: not asked again for each row."""
    made.CandidateFactory.create_batch(3)
    query, values = Candidate.objects.visible_to(adviser).query.sql_with_params()

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + query, values)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "hashed SubPlan" in plan
