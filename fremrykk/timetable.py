"""What the clock starts, and when, in Oslo. Part of `settings`."""

from typing import TypedDict

from celery.schedules import crontab


class Entry(TypedDict):
    task: str
    schedule: crontab


TIMETABLE: dict[str, Entry] = {
    "purge": {"task": "privacy.jobs.purge", "schedule": crontab(hour=3, minute=0)},
    "resume-purge": {"task": "privacy.jobs.resume_purge", "schedule": crontab(minute="*/5")},
    "remove-files": {"task": "privacy.jobs.remove_files", "schedule": crontab(minute="*/2")},
    "reconcile-files": {"task": "privacy.jobs.reconcile_files", "schedule": crontab(hour=4, minute=30)},
    "send-mails": {"task": "privacy.jobs.send_mails", "schedule": crontab()},
    "write-mailings": {"task": "privacy.jobs.write_mailings", "schedule": crontab()},
    "write-journal": {"task": "privacy.jobs.write_journal", "schedule": crontab()},
    "seal-trail": {"task": "privacy.jobs.seal_trail", "schedule": crontab(minute="*/10")},
    "watch": {"task": "privacy.jobs.watch", "schedule": crontab(minute="*/5")},
    "warn": {"task": "privacy.jobs.warn", "schedule": crontab(hour=8, minute=0)},
    "remind": {"task": "privacy.jobs.remind", "schedule": crontab(hour=7, minute=30)},
    "expire-rows": {"task": "privacy.jobs.expire_rows", "schedule": crontab(minute=15)},
    "build-packages": {"task": "privacy.jobs.build_packages", "schedule": crontab()},
    "read-inbox": {"task": "privacy.jobs.read_inbox", "schedule": crontab()},
    "tell-recipients": {"task": "privacy.jobs.tell_recipients", "schedule": crontab(minute="*/5")},
    "print-register": {"task": "privacy.jobs.print_register", "schedule": crontab(minute="*/5")},
    "store-page-counts": {"task": "privacy.jobs.store_page_counts", "schedule": crontab(minute="*/10")},
    "end-readers": {"task": "clients.jobs.end_expired_readers", "schedule": crontab(hour=2, minute=30)},
    "expire-agreements": {"task": "clients.jobs.expire", "schedule": crontab(hour=3, minute=45)},
    "scan-documents": {"task": "candidates.jobs.scan_waiting", "schedule": crontab(minute="*/2")},
    "scan-anew": {"task": "candidates.jobs.scan_anew", "schedule": crontab(minute=40)},
    "look-up-clients": {
        "task": "clients.jobs.look_up_clients",
        "schedule": crontab(day_of_week="sun", hour=5, minute=0),
    },
    "forget-presentations": {"task": "candidates.jobs.forget_presentations", "schedule": crontab(hour=3, minute=25)},
    "end-assignments": {"task": "candidates.jobs.end_assignments", "schedule": crontab(hour=0, minute=20)},
    "forget-marks": {"task": "candidates.jobs.forget_marks", "schedule": crontab(hour=3, minute=20)},
    "go-on-with-imports": {"task": "candidates.jobs.go_on_with_imports", "schedule": crontab(minute="*/2")},
    "send-alerts": {"task": "candidates.jobs.send_alerts", "schedule": crontab(hour="7-20", minute="*/15")},
    "tell-of-endings": {"task": "candidates.jobs.tell_of_endings", "schedule": crontab(minute="*/15")},
    "count-figures": {"task": "candidates.jobs.count_figures", "schedule": crontab(minute="*/5")},
    "prune-words": {"task": "candidates.jobs.prune_words", "schedule": crontab(minute="*/5")},
}
