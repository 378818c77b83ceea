"""The demo's register of invented companies, put in the place of the real one."""

from collections.abc import Iterator

import pytest

from clients import registries
from clients.adapters.entity_register import OverHttp, register_at
from fremrykk.local.entity_register import entity_register


@pytest.fixture
def register(monkeypatch) -> Iterator[OverHttp]:
    """Answers over HTTP on 127.0.0.1."""
    with entity_register() as address:
        asked = register_at(address)
        monkeypatch.setattr(registries, "_registers", [asked])
        yield asked
