"""What the clock does for clients."""

from celery import shared_task
from django.utils import timezone

from clients.actions import readers


@shared_task
def end_expired_readers() -> int:
    """Nightly: whoever was registered only to follow an order that is over is a contact person no longer."""
    return readers.end_expired(at=timezone.now())
