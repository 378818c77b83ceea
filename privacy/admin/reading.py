"""A second person says yes to what stood on the page: written anew in between, it is shown once more."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

NAME = "read"
WRITTEN_ANEW = _("It was written anew while you read it. Read it once more, then decide.")


def mark(preview: dict[str, Any]) -> str:
    """Of all that is shown before the button, in words."""
    cells = [str(cell) for panel in preview["panels"] for row in panel.rows for cell in row]
    return sha256("\0".join(cells).encode()).hexdigest()


def is_another(request: HttpRequest, preview: dict[str, Any]) -> bool:
    """Whether what was read is not what would be decided. A form without the mark is not ours to compare."""
    return request.POST.get(NAME, "") not in ("", mark(preview))
