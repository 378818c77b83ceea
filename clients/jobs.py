"""This app's work in the worker."""

from celery import shared_task
from django.utils import timezone

from clients.actions import register
from clients.registries import entity_register


@shared_task
def look_up_clients() -> None:
    """Each week: what Enhetsregisteret says of the clients we work for."""
    register.look_up_active(register=entity_register(), at=timezone.now())
