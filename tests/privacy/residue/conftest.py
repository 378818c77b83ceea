import shutil
from pathlib import Path

import pytest
from django.core.files.storage import storages


@pytest.fixture(autouse=True)
def _empty_storage() -> None:
    """A row that is rolled back leaves its file: what other tests left is not found here."""
    root = Path(storages["files_raw"].base_location)
    shutil.rmtree(root)
    root.mkdir()
