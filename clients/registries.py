"""The outside system of this app, and where apps above put what must happen with an order or an ad; filled at start-up, in their `apps.py`.

Each is called inside the transaction that closes it: what depends on an order being open ends with it, or neither
happens.
"""

import datetime
from typing import Protocol

from clients.ports import EntityRegister


class Closed(Protocol):
    """Told which order was closed (or had an ad closed), and when."""

    def __call__(self, *, order_id: int, at: datetime.datetime) -> None: ...


on_order_closed: list[Closed] = []

# An ad closed while its order goes on.
on_ad_closed: list[Closed] = []

_registers: list[EntityRegister] = []


def use_entity_register(register: EntityRegister) -> None:
    _registers[:] = [register]


def entity_register() -> EntityRegister:
    """The one in use; an IndexError says that the app was never made ready."""
    return _registers[0]
