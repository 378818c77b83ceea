"""python manage.py reconcile_files: hold storage against the database, both ways."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.actions import files


class Command(BaseCommand):
    help = "Remove files no row names (older than a day), and name rows whose file is not there."

    def handle(self, *args: Any, **options: Any) -> None:
        orphans, lost = files.reconcile(at=timezone.now())
        gone = files.sweep(at=timezone.now())
        self.stdout.write(f"{orphans} files without a row, {gone} removed, {len(lost)} rows without a file.")
        for name in lost:
            self.stdout.write(f"  no file: {name}")
        if lost:
            raise SystemExit(1)
