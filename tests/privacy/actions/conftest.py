"""What tests of advertising stand on. What needs the settings is imported late: this is read before them."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.advertising import Crowd


@pytest.fixture
def advertising_templates(settings) -> None:
    from tests.advertising import TEMPLATES  # noqa: PLC0415

    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]


@pytest.fixture
def crowd(advertising_templates, monkeypatch) -> "Crowd":
    from privacy import registries  # noqa: PLC0415
    from tests.advertising import Crowd  # noqa: PLC0415

    crowd = Crowd()
    monkeypatch.setitem(registries.audiences, "tests", crowd.audience())
    return crowd
