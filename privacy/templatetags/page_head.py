"""What a page is called and says of itself, once in the template and three times in its head."""

from html import unescape

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def in_one_line(content: str) -> SafeString:
    """`{% in_one_line as page_title %}…`: fit for a title and for an attribute alike."""
    return escape(unescape(" ".join(content.split())))
