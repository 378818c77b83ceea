"""Words for my page."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices import SHARING_OF_NO_POSITION, SharingScope, Stage
from candidates.models import Application, JobAlert
from candidates.queries import alerts
from candidates.queries.own_menu import menu
from candidates.queries.own_pages import roles
from privacy.ports import Actor
from privacy.queries.restrictions import in_force

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


@register.inclusion_tag("candidates/restricted.html")
def restricted(user: Actor) -> dict[str, object]:
    """What of the person's data is set aside, on every page of the person's own."""
    return {"restrictions": in_force(user.subject_id)}


@register.inclusion_tag("components/own_menu.html", takes_context=True)
def own_menu(context: dict[str, Any]) -> dict[str, object]:
    """The ways among the own pages, the same on each of them."""
    request = context["request"]
    return {"groups": menu(roles(request.user), request.path)}


@register.filter
def in_plain_words(stage: str) -> str:
    """A stage as the candidate reads it."""
    return str(STAGES[Stage(stage)])


@register.simple_tag
def cv_address(what: str, kind: str, row: Any) -> str:
    """Where a row of the CV is changed, moved or removed."""
    return reverse(f"{what}_{kind}", args=[row.pk])


@register.filter
def shared_as(scope: str, application: Application) -> str:
    """Whom this scope lets see it, in the words of the form it was chosen in."""
    chosen = SharingScope(scope)
    is_registration = application.job_ad_id is None and application.job_order_id is None
    return str(SHARING_OF_NO_POSITION[chosen] if is_registration else chosen.label)


@register.filter
def asks_for(alert: JobAlert) -> str:
    """What a job alert asks for, with the occupation by its name."""
    return alerts.words(alert)
