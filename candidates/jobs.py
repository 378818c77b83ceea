"""This app's work in the worker: each task takes a key, hands over the clock and the outside systems, calls one action."""

import uuid

from celery import shared_task
from django.utils import timezone

from candidates.actions import alerting, scanning, words
from candidates.registries import outside


@shared_task
def scan(pk: str) -> None:
    scanning.scan(pk=uuid.UUID(pk), scanner=outside().virus_scanner, at=timezone.now())


@shared_task
def read_text(pk: str) -> None:
    scanning.read_text(pk=uuid.UUID(pk), inspector=outside().inspector, at=timezone.now())


@shared_task
def scan_waiting() -> None:
    """The sweep: whatever a lost nudge, broker or worker left."""
    for pk, is_unscanned in scanning.waiting(at=timezone.now()):
        (scan if is_unscanned else read_text)(str(pk))


@shared_task
def send_alerts() -> None:
    alerting.begin(at=timezone.now())


@shared_task
def prune_words() -> None:
    words.prune()
