"""Words for the cards of positions."""

from django import template

from clients.models import JobAd
from clients.queries import ad_facts

register = template.Library()


@register.filter
def pay(ad: JobAd) -> str:
    """What it pays, as its box of facts says it; nothing where nothing is said."""
    return ad_facts.pay(ad)
