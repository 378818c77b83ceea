"""Worker and beat start here, and refuse to with personal data that nobody declared."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
django.setup()

from fremrykk.queue import app  # noqa: E402  the models must be there first
from privacy.checks import refuse_to_start  # noqa: E402

refuse_to_start()

__all__ = ["app"]
