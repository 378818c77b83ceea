"""Production's settings for a server of the tests: but for the files that lie where they lie, not in a collected copy."""

from fremrykk.settings import *  # noqa: F403
from fremrykk.settings import STORAGES

STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
