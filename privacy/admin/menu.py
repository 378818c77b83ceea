"""The menu of the workspace, worked out once for all who may do the same: each of our pages shows it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

App = dict[str, Any]
MOST = 100  # of roles brought together and languages; the one asked for longest ago goes


class Menus:
    """What was worked out before; forgotten when the site gets another page.

    What stands in a menu hangs on what one may do, on the language and on where the site is, and on nothing else:
    `has_…_permission` of our pages ask `has_perm` only when no row is named.
    """

    def __init__(self, build: Callable[[HttpRequest], list[App]]) -> None:
        self._build = build
        self._known: OrderedDict[Any, list[App]] = OrderedDict()

    def of(self, request: HttpRequest) -> list[App]:
        user: Any = request.user
        may = frozenset(user.get_all_permissions())
        key = (user.is_active and user.is_superuser, may, get_language(), get_script_prefix(), get_urlconf())
        found = self._known.pop(key, None) or self._build(request)
        self._known[key] = found
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        self._known.clear()
