"""Words for my page."""

from django import template
from django.utils.translation import gettext_lazy as _

from candidates.choices import Stage

register = template.Library()

STAGES = {
    Stage.NEW: _("We have received your application and will read it."),
    Stage.SCREENING: _("We are reading your application."),
    Stage.INTERVIEW: _("You are invited to an interview, or have been to one."),
    Stage.PRESENTED: _("We have presented you to the employer."),
    Stage.OFFER: _("You have an offer, or are about to get one."),
    Stage.PLACED: _("You got the job. Congratulations!"),
    Stage.REJECTED: _("We do not go on with your application this time."),
    Stage.WITHDRAWN: _("You have withdrawn your application."),
}


@register.filter
def in_plain_words(stage: str) -> str:
    """A stage as the candidate reads it."""
    return str(STAGES[Stage(stage)])
