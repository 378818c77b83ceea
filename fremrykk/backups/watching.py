"""Whether backups are taken at all: asked by `doctor`, by the monitor's numbers, and by the alarms."""

import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import Min

from fremrykk.backups import copies, manifests
from fremrykk.backups.manifests import Manifest
from fremrykk.backups.places import Places
from privacy.models import Subject

AT_LEAST_EVERY = datetime.timedelta(hours=26)
JOURNAL_COPIED_WITHIN = datetime.timedelta(hours=1)  # asked for: a quarter of an hour


def places() -> Places | None:
    """None where BACKUP_FOLDER says that others take the backups."""
    return None if settings.BACKUP_FOLDER == "none" else Places(Path(settings.BACKUP_FOLDER))


def newest(there: Places) -> Manifest | None:
    return next(manifests.all_whole(there), None)


def is_late(at: datetime.datetime) -> bool:
    """For the alarm. Before anybody is here there is nothing to lose."""
    there = places()
    if there is None:
        return False
    last = newest(there)
    since = last.taken_at if last else Subject.objects.aggregate(first=Min("created_at"))["first"]
    return since is not None and at - since > AT_LEAST_EVERY


def is_journal_behind(at: datetime.datetime, there: Places) -> bool:
    """Whether a segment has waited for its copy for longer than the clock of the machine should let it."""
    missing = min(copies.uncopied(there), default=None)
    return missing is not None and at - storages["journal"].get_modified_time(missing) > JOURNAL_COPIED_WITHIN
