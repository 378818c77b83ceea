"""Words for my page."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.choices import Stage
from candidates.models import JobAlert
from candidates.queries import alerts, sharing_receipts
from candidates.queries.own_menu import menu
from candidates.queries.own_pages import roles
from privacy.ports import Actor
from privacy.queries import own_messages
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


# What a browser calls itself, the narrower name first: each of them also names those it is like.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome",
            "Safari": "Safari"}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac": "Mac",
    "Linux": "Linux",
}


@register.filter
def device(agent: str) -> str:
    """Which browser on which machine, as a person would say it; what is not known stands as it came."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return agent[:80] or gettext("An unknown browser")


@register.inclusion_tag("candidates/restricted.html")
def restricted(user: Actor) -> dict[str, object]:
    """What of the person's data is set aside, on every page of the person's own."""
    return {"restrictions": in_force(user.subject_id)}


@register.inclusion_tag("components/own_menu.html", takes_context=True)
def own_menu(context: dict[str, Any]) -> dict[str, object]:
    """The ways among the own pages, the same on each of them."""
    request = context["request"]
    groups = menu(roles(request.user), request.path)
    here = next((each.label for _title, rows in groups for each in rows if each.current), "")
    return {
        "groups": groups,
        "here": here,
        "answers": own_messages.new_answers(request.user.subject_id, at=timezone.now()),
    }


@register.filter
def in_plain_words(stage: str) -> str:
    """A stage as the candidate reads it."""
    return str(STAGES[Stage(stage)])


@register.simple_tag
def cv_address(what: str, kind: str, row: Any) -> str:
    """Where a row of the CV is changed, moved or removed."""
    return reverse(f"{what}_{kind}", args=[row.pk])


register.filter("shared_as", sharing_receipts.shared_as)


@register.filter
def asks_for(alert: JobAlert) -> str:
    """What a job alert asks for, with the occupation by its name."""
    return alerts.words(alert)
