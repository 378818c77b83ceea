"""This app's work in the worker: each task hands over the clock and the outside systems, and calls one action."""

from celery import shared_task
from django.utils import timezone

from clients.actions import expiry, readers, register
from clients.registries import entity_register
from privacy.queries import travel


@shared_task
def expire() -> None:
    """After the purge of the night: who signed is gone first, then what they signed."""
    if travel.may_delete(now := timezone.now()):
        expiry.expire(at=now)


@shared_task
def end_expired_readers() -> int:
    """Nightly: whoever was registered only to follow an order that is over is a contact person no longer."""
    return readers.end_expired(at=now) if travel.may_delete(now := timezone.now()) else 0


@shared_task
def look_up_clients() -> None:
    """Each week: what Enhetsregisteret says of the clients we work for."""
    register.look_up_active(register=entity_register(), at=timezone.now())
