"""The program's settings with an app whose model nobody declared."""

from fremrykk.settings import *  # noqa: F403
from fremrykk.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.fixture_apps.forgotten"]
