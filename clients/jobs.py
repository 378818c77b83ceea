"""This app's work in the worker."""

from celery import shared_task
from django.utils import timezone

from clients.actions import expiry, readers


@shared_task
def expire() -> None:
    """After the purge of the night: who signed is gone first, then what they signed."""
    expiry.expire(at=timezone.now())


@shared_task
def end_expired_readers() -> int:
    """Nightly: whoever was registered only to follow an order that is over is a contact person no longer."""
    return readers.end_expired(at=timezone.now())
