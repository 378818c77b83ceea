"""One way to write a day in the workspace, and one to type it: the browser's own calendar."""

import datetime
import inspect

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse

from privacy.admin import show
from privacy.forms.days import Day
from tests import factories as made
from tests import workspace


def asked():
    """Every form of a step, and every form of a page that names its fields itself."""
    for model_admin in admin.site._registry.values():
        yield model_admin.form
        yield from (step.form for step in getattr(model_admin, "steps", ()))


def test_every_day_of_the_workspace_is_picked_the_same_way():
    fields = [(form, name, field) for form in asked() for name, field in form.declared_fields.items()]
    days = [(form, name, field.widget) for form, name, field in fields if isinstance(field, forms.DateField)]

    assert len(days) >= 20
    assert [(inspect.getfile(form), name) for form, name, widget in days if not isinstance(widget, Day)] == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (datetime.date(2026, 11, 8), "2026-11-08"), ("2026-11-08", "2026-11-08"), ("08.11.2026", "2026-11-08"),
        ("31.02.2026", None), ("\x00", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_browser_gets_a_day_or_nothing(given, shown):
    assert Day().format_value(given) == shown


@pytest.mark.django_db
def test_a_day_that_is_only_read_is_written_as_on_the_lists(client):
    workspace.sign_in(client, "manager")
    paper = made.AgencyPaperFactory()

    page = client.get(reverse("admin:clients_agencypaper_change", args=[paper.pk])).text

    for said in (show.day(paper.valid_until), show.moment(paper.noted_at)):
        assert page.count(f'<div class="readonly">{said}</div>') == 1


@pytest.mark.django_db
def test_a_day_of_a_model_is_picked_too(client):
    workspace.sign_in(client, "adviser")

    page = client.get(reverse("admin:clients_jobad_add")).text

    assert page.count('type="date" name="deadline"') + page.count('name="deadline" type="date"') == 1
