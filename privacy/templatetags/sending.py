"""The number a form of the workspace is sent with, so that it does once what it says."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from privacy.admin import once

register = template.Library()


@register.simple_tag(takes_context=True)
def form_number(context: dict[str, Any]) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', once.NAME, once.number(context["request"]))
