"""A message as its reader will have it, before it is a row."""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation


def worded(template: str, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """The subject line and the text."""
    with translation.override(language):
        words = render_to_string(f"{template}.txt", {**context, "site_url": settings.SITE_URL, "language": language})
    line, _newline, text = words.strip().partition("\n")
    return line, text.strip()
