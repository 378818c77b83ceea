"""People who can log in. Their logins go through the pages: see `logins`."""

from importlib import import_module

import pytest
from django.test import Client


@pytest.fixture
def logins(db: None):
    """Imported here: models can be imported only once the servers run and the settings can be read."""
    import_module("tests.factories").ProcessingActivityFactory(code="access_control")
    return import_module("tests.accounts.logins")


@pytest.fixture
def person(logins):
    return logins.make_person("kari@example.test")


@pytest.fixture
def adviser(logins):
    return logins.with_totp(logins.make_staff("ola@example.test"))


@pytest.fixture
def beginner(logins):
    """Works here, has a password, has set up no second factor yet."""
    return logins.make_staff("nina@example.test")


@pytest.fixture
def client_elsewhere() -> Client:
    """Another browser at another address."""
    return Client(REMOTE_ADDR="203.0.113.7")


@pytest.fixture
def workspace(client: Client, logins, adviser) -> Client:
    """The adviser's browser, logged in."""
    logins.log_in(client, adviser)
    return client
