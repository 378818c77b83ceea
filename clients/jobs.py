"""This app's work in the worker."""

from celery import shared_task
from django.utils import timezone

from clients.actions import expiry


@shared_task
def expire() -> None:
    """After the purge of the night: who signed is gone first, then what they signed."""
    expiry.expire(at=timezone.now())
