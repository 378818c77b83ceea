"""What the tests about clients stand on."""

from tests.clients.entity_register import register

__all__ = ["register"]
