"""Exported = erased + kept with a reason + withheld with a reason; and nobody else's data are in it."""

import pytest

from privacy import declarations, graph
from privacy.actions import erasure, subjects
from privacy.choices import ErasureCause
from privacy.declarations import Kind
from privacy.models import Erasure, Subject
from tests.factories import NOW, CandidateFactory, StaffFactory, SubjectFactory
from tests.privacy.package.world import copy_of
from tests.privacy.residue.filling import fill_every_field, number_rows_apart
from tests.privacy.residue.marks import Marks
from tests.privacy_fixtures import approve_periods

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(made_once):
    """Two persons with a mark in every column, JSON leaf and file there is; the first goes by two numbers."""
    approve_periods(StaffFactory(roles=["manager"]))
    number_rows_apart()
    marks = Marks(0), Marks(1)
    found = [CandidateFactory().subject, CandidateFactory().subject]
    subjects.merge(lost=SubjectFactory(), into=found[0], by=None, at=NOW)
    for subject, mine in zip(found, marks, strict=True):
        fill_every_field(subject, mine)
    return [(subject.pk, mine) for subject, mine in zip(found, marks, strict=True)]


@pytest.fixture(scope="module")
def copy(filled):
    (pk, marks), _other = filled
    marks.forget("privacy_subject.due_on")  # stored anew when the copy is ordered
    return copy_of(pk)


@pytest.fixture
def people(filled):
    return [(Subject.objects.get(pk=pk), mine) for pk, mine in filled]


def spec_at(place):
    """What is declared of the column `table.column`."""
    table, _, column = place.partition(".")
    declaration = next(each for each in declarations.personal_models() if each.model._meta.db_table == table)
    return declaration, graph.field_of(declaration.model, column)


@pytest.mark.promise("P55")
@pytest.mark.asvs("PRV-05")
def test_every_value_is_in_the_copy_or_withheld_with_the_declared_reason(people, copy):
    (_subject, marks), _other = people

    everything, missing, unlisted = copy.everything, set(), set()
    for mark, places in marks.held.items():
        for place in places - {"storage files"}:
            declaration, field = spec_at(place)
            if declaration.fields[field.name].exported and field.name not in copy.withheld(declaration.label):
                missing |= {place} if mark not in everything else set()
            elif not copy.withheld(declaration.label).get(field.name):
                unlisted.add(place)
    assert (missing, unlisted) == (set(), set())
    assert len(marks.held) > 80


@pytest.mark.asvs("PRV-05")
def test_nobody_elses_data_are_in_any_file_of_it(people, copy):
    (_subject, marks), (_, others) = people

    everything = copy.everything
    assert {mark for mark in [*others.held, *others.numbers] if mark.lower() in everything} == set()
    assert len({mark for mark in marks.held if mark in everything}) > 60


def test_every_row_that_is_erased_was_in_the_copy(people, copy):
    (subject, _marks), _other = people
    told = {section["model"].lower(): len(section["rows"]) for section in copy.data["sections"]}

    erasure.erase_person(subject_id=subject.pk, cause=ErasureCause.PERSON, by=None, at=NOW)

    erased = Erasure.objects.get(subject_uuid=subject.pk).counts
    later = {"privacy.outgoingmail": 1}  # that the copy is ready
    assert {name: count - later.get(name, 0) for name, count in erased.items()} == {
        name: count for name, count in told.items() if name in erased
    }


def test_every_row_left_after_an_erasure_was_told_with_the_reason_why_it_stays(people, copy):
    (subject, _marks), _other = people
    erasure.erase_person(subject_id=subject.pk, cause=ErasureCause.PERSON, by=None, at=NOW)

    for declaration in declarations.personal_models():
        if declaration.outlives:
            rows = copy.section(declaration.label)["rows"]
            assert all(row["why_kept"] for row in rows)
    assert len(copy.section("privacy.TrailEntry")["rows"]) >= 2


@pytest.mark.asvs("PRV-05")
def test_every_declared_field_of_every_model_has_its_place(copy):
    nowhere = set()
    for declaration in declarations.personal_models():
        rows = copy.section(declaration.label)["rows"]
        told = {each["field"] for row in rows for each in row["values"]} | set(copy.withheld(declaration.label))
        belonging = {name for name, spec in declaration.fields.items() if spec.kind in (Kind.OWNER, Kind.SHARED)}
        if rows:
            nowhere |= {f"{declaration.label}.{name}" for name in set(declaration.fields) - told - belonging}
    assert nowhere == set()
    assert all(section["state"] in ("rows", "empty", "withheld") for section in copy.data["sections"])
    assert {each["model"] for each in copy.data["sections"]} == {each.label for each in declarations.personal_models()}
