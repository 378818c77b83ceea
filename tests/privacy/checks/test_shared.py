"""What is wrong with a declaration of rows about several people is named, with what to write instead."""

from dataclasses import replace

import pytest
from django.db import models
from django.test.utils import isolate_apps

from candidates.models import Candidate
from privacy import declarations
from privacy.checks.world import _of_model
from privacy.declarations import Declaration, clear, data, derived, owner, shared
from privacy.grounds import Until
from tests.fixture_apps.references import declared
from tests.fixture_apps.references.models import Reference


@pytest.fixture
def declaration():
    with declared.declared():
        yield declarations.of(Reference)


def findings(declaration, **fields):
    """With `None` for a field that nobody declared."""
    changed = {name: spec for name, spec in {**declaration.fields, **fields}.items() if spec}
    return [(each.id, each.msg) for each in _of_model(declaration.model, replace(declaration, fields=changed))]


def test_a_row_about_two_people_is_declared_as_it_is(declaration):
    assert findings(declaration) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stars", "there is no such field"),
        ("referee", "it is a key to a person"),
        ("loud", "it cannot be emptied"),  # the database makes it anew by itself
        ("id", "it cannot be emptied"),
    ],
)
def test_a_field_that_cannot_be_about_one_of_them_is_named(declaration, name, reason):
    assert findings(declaration, candidate=shared(about=("statement", name))) == [
        ("privacy.E010", f"references.Reference.candidate says that {name} is about that person: {reason}.")
    ]


def test_a_field_about_one_of_them_is_declared(declaration):
    assert sorted(findings(declaration, rating=None)) == [
        ("privacy.E002", "references.Reference.rating is not declared."),
        ("privacy.E010", "references.Reference.candidate says that rating is about that person: it is not declared."),
    ]


def test_a_copy_that_would_outlive_its_source_is_named(declaration):
    copied = findings(declaration, phone=derived("statement"), referee=shared(about=("letter",)))

    assert (
        "privacy.E011",
        "references.Reference.phone is made from statement and would stay when that is emptied.",
    ) in copied


@pytest.mark.parametrize(
    ("fields", "changes", "said"),
    [
        ({"referee": clear()}, {}, ["has only one key to them"]),
        ({"referee": owner()}, {}, ["has only one key to them", "would go with one of them, by referee"]),
        ({}, {"subject": "candidate__subject"}, ["has subject=…, as if it were about one"]),
    ],
)
def test_what_contradicts_a_row_about_several_people_is_named(declaration, fields, changes, said):
    declaration = replace(declaration, **changes)

    assert findings(declaration, **fields) == [
        ("privacy.E012", f"references.Reference is about several people and {each}.") for each in said
    ]


def test_such_a_row_has_no_storage_time_of_its_own(declaration):
    found = findings(replace(declaration, keep=Until("rating", "mail")))

    assert (
        "privacy.E012",
        "references.Reference is about several people and has keep=…, as if it were about one.",
    ) in found


@isolate_apps("candidates")
def test_a_key_that_cannot_be_emptied_and_one_to_itself_are_named():
    class Pair(models.Model):
        one = models.ForeignKey(Candidate, models.PROTECT, related_name="+")
        other = models.ForeignKey(Candidate, models.PROTECT, null=True, db_index=False, related_name="+")
        earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

        class Meta:
            app_label = "candidates"

        def __str__(self) -> str:
            return "pair"

    keys = {name: shared(about=()) for name in ("one", "other", "earlier")}
    declaration = Declaration(Pair, activity="applications", fields={"id": data("identity"), **keys})

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(declarations._declared, Pair, declaration)
        assert findings(declaration) == [
            ("privacy.E007", "candidates.Pair.other is a foreign key without an index."),
            ("privacy.E009", "candidates.Pair.one is shared and cannot be null."),
            (
                "privacy.E012",
                "candidates.Pair is about several people and points at another such row by earlier, "
                "as if that were one of them.",
            ),
        ]
