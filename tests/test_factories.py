from django.apps import apps

from tests import factories

# Rows the program makes by itself and no test has to invent.
OWN_APPS = ("accounts", "candidates", "clients", "privacy")
MADE = [made for made in vars(factories).values() if isinstance(made, type) and made.__name__.endswith("Factory")]


def test_every_model_has_a_factory():
    wanted = {model for label in OWN_APPS for model in apps.get_app_config(label).get_models()}

    missing = wanted - {made._meta.model for made in MADE}

    assert missing == set()


def test_every_factory_makes_a_valid_row(db):
    for made in MADE:
        made().full_clean()


def test_organisation_numbers_are_synthetic_and_valid():
    assert [factories.org_number(number) for number in range(3)] == ["310000000", "310000019", "310000027"]
