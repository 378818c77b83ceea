"""The night as the timetable has it, on any day: whatever deletes, in the order in which it is started."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from candidates.actions import assignments, leads, presentation_ends, words
from clients.actions import expiry, readers
from privacy.actions import breaches, files, housekeeping, page_counts, presence, purge, relay
from privacy.deadlines import midnight

THREE = datetime.timedelta(hours=3)

# Each task of `fremrykk/timetable.py` that deletes, by what it calls.
DELETES: dict[str, Callable[[datetime.datetime], object]] = {
    "clients.jobs.end_expired_readers": lambda at: readers.end_expired(at=at),
    "candidates.jobs.end_assignments": lambda at: assignments.end_over(at=at),
    "privacy.jobs.purge": lambda at: _purge(at),
    "privacy.jobs.resume_purge": lambda at: _is_done(at),
    "privacy.jobs.expire_rows": lambda at: (housekeeping.expire(at=at), breaches.expire(at=at)),
    "candidates.jobs.forget_marks": lambda at: leads.forget_marks(at=at),
    "candidates.jobs.forget_presentations": lambda at: presentation_ends.forget(at=at),
    "clients.jobs.expire": lambda at: expiry.expire(at=at),
    "privacy.jobs.reconcile_files": lambda at: files.reconcile(at=at),
    "privacy.jobs.remove_files": lambda at: files.sweep(at=at),
    "privacy.jobs.store_page_counts": lambda at: page_counts.store(at=at),
    "candidates.jobs.prune_words": lambda at: words.prune(),
    "privacy.jobs.write_journal": lambda at: relay.write(at=at),
}
# Those that send, receive, tell, scan, seal or look; none of them ends a storage time.
DELETES_NOTHING = {
    "candidates.jobs.count_figures", "candidates.jobs.go_on_with_imports", "candidates.jobs.scan_anew",
    "candidates.jobs.scan_waiting", "candidates.jobs.send_alerts", "candidates.jobs.tell_of_endings",
    "clients.jobs.look_up_clients", "privacy.jobs.build_packages", "privacy.jobs.print_register",
    "privacy.jobs.read_inbox", "privacy.jobs.remind", "privacy.jobs.seal_trail", "privacy.jobs.send_mails",
    "privacy.jobs.tell_recipients", "privacy.jobs.warn", "privacy.jobs.watch", "privacy.jobs.write_mailings",
}  # fmt: skip


def night(day: datetime.date) -> None:
    """The night that begins this civil day in Oslo."""
    at = midnight(day) + THREE
    for task in DELETES.values():
        task(at)


def _purge(at: datetime.datetime) -> None:
    run = purge.run(as_of=timezone.localdate(at), at=at)
    assert (run.brake_cause, run.failed) == ("", 0)


def _is_done(at: datetime.datetime) -> None:
    assert not presence.is_owed(as_of=timezone.localdate(at), at=at, is_past_its_hour=True)
