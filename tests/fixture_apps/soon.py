"""The program's settings with a clock on which the purge is due every two seconds, and nothing else is."""

from fremrykk.settings import *  # noqa: F403
from fremrykk.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {"purge": {**CELERY_BEAT_SCHEDULE["purge"], "schedule": 2.0}}
