"""Kari at her own pages, in English so that a test reads what the source says, at a moment that stands still."""

import copy
from importlib import import_module

import pytest
from django.test import Client


class Undefined(str):
    """A template that names what nobody gave it fails the test."""

    def __contains__(self, text: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined in a template: {name}")


@pytest.fixture
def strict_templates(settings) -> None:
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")


@pytest.fixture
def now(time_machine):
    moment = import_module("tests.factories").NOW
    time_machine.move_to(moment, tick=False)
    return moment


@pytest.fixture
def kari(db, now, approved_periods):
    return import_module("tests.factories").CandidateFactory(
        first_name="Kari", last_name="Nordmann", account__email="kari@example.test"
    )


@pytest.fixture
def browser_of():
    """A browser logged in as somebody."""

    def logged_in(user) -> Client:
        client = Client(headers={"accept-language": "en"})
        import_module("tests.workspace").log_in(client, user)
        return client

    return logged_in


@pytest.fixture
def own(kari, browser_of, strict_templates) -> Client:
    return browser_of(kari.subject.user)
