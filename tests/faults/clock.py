"""The program's settings with a clock in a hurry: what has to run within five minutes runs every four seconds.

What runs once in a night, every ten minutes or in a week is not on it: a test that wants it begins it itself. `CLOCK=real`
leaves the clock as it is.
"""

import os

from tests.served_settings import *  # noqa: F403
from tests.served_settings import CELERY_BEAT_SCHEDULE as REAL

FAST = {
    name: {**entry, "schedule": 4.0}
    for name, entry in REAL.items()
    if len(entry["schedule"].minute) >= 12 and len(entry["schedule"].hour) == 24
}
CELERY_BEAT_SCHEDULE = REAL if os.environ.get("CLOCK") == "real" else FAST
