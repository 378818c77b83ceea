"""What every model keeps to: the names of the glossary, readable relations, indexes for them."""

import pytest
from django.apps import apps
from django.db import models

from tests.source import ROOT

OURS = ["accounts", "candidates", "clients", "privacy"]
OWN_MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
RELATIONS = [
    field for model in OWN_MODELS for field in model._meta.get_fields() if field.is_relation and not field.auto_created
]
NEVER = {"Applicant", "Job", "Resume", "Submission", "Company", "Data", "Info", "Manager", "Handler", "Process"}


def label(field) -> str:
    return f"{field.model.__name__}.{field.name}"


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_model_is_named_in_the_glossary(model):
    readme = (ROOT / "README.md").read_text()

    assert f"`{model.__name__}`" in readme.split("## Glossary")[1].split("\n## ")[0]
    assert model.__name__ not in NEVER


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_model_says_in_a_sentence_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")  # Django's own


def test_relations_can_be_read_from_both_ends():
    assert [label(field) for field in RELATIONS if not field.remote_field.related_name] == []


def test_foreign_keys_are_indexed():
    assert [label(field) for field in RELATIONS if isinstance(field, models.ForeignKey) and not indexed(field)] == []


def indexed(field: models.ForeignKey) -> bool:
    """By itself, or as the first column of a whole index or constraint."""
    meta = field.model._meta
    leading = [index.fields[:1] for index in meta.indexes if not index.condition and index.fields]
    leading += [
        list(rule.fields[:1]) for rule in meta.constraints if getattr(rule, "fields", ()) and not rule.condition
    ]
    return field.db_index or field.unique or [field.name] in leading


def test_nothing_is_deleted_silently_with_its_parent():
    cascading = [
        label(field) for field in RELATIONS if getattr(field.remote_field, "on_delete", None) is models.CASCADE
    ]

    assert cascading == []


def test_order_is_said_where_it_is_shown():
    assert [model.__name__ for model in OWN_MODELS if model._meta.ordering] == []


def test_no_soft_pointer_to_anything():
    generic = [f"{model.__name__}" for model in OWN_MODELS if model._meta.private_fields]

    assert generic == []
