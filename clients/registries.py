"""Where apps above put what must happen with an order or an ad; filled at start-up, in their `apps.py`.

Each is called with the row's key and the moment, inside the transaction that closes it: what depends on an order being
open ends with it, or neither happens.
"""

import datetime
from collections.abc import Callable

on_order_closed: list[Callable[[int, datetime.datetime], None]] = []

# An ad closed while its order goes on; called with the order's key.
on_ad_closed: list[Callable[[int, datetime.datetime], None]] = []
