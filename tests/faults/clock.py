"""The program's settings with a clock in a hurry: what has to run within five minutes runs every four seconds.

What runs once in a night, every ten minutes or in a week is not on it: a test that wants it begins it itself. `CLOCK=real`
leaves the clock as it is.
"""

import datetime
import os

import time_machine

from tests.served_settings import *  # noqa: F403
from tests.served_settings import CELERY_BEAT_SCHEDULE as REAL

FAST = {
    name: {**entry, "schedule": 4.0}
    for name, entry in REAL.items()
    if len(entry["schedule"].minute) >= 12 and len(entry["schedule"].hour) == 24
}
CELERY_BEAT_SCHEDULE = REAL if os.environ.get("CLOCK") == "real" else FAST

if AHEAD := float(os.environ.get("AHEAD", "0")):
    # What this process takes for now, in days beside what the machine says.
    time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=AHEAD), tick=True).start()
