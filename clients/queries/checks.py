"""What an ad says of the checks its position requires."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clients.choices import CheckKind
from clients.models import CheckRequirement


@dataclass(frozen=True)
class Printed:
    """One required check, in words: what it is, why, and what we do with it."""

    what: str
    reasons: list[str]
    how: str


def required(order_id: int) -> Iterable[CheckRequirement]:
    return CheckRequirement.objects.in_force().filter(order=order_id).order_by("pk")


def printed(order_id: int) -> list[Printed]:
    """In the reader's language; the reasons stand as they were written."""
    return [_printed(each) for each in required(order_id)]


def as_lines(requirements: Iterable[CheckRequirement]) -> list[str]:
    """The same where an ad is plain text."""
    said = map(_printed, requirements)
    return [f"{each.what} ({'; '.join(each.reasons)}). {each.how}" for each in said]


def _printed(requirement: CheckRequirement) -> Printed:
    return Printed(_what(requirement), requirement.reasons, how(requirement))


def _what(requirement: CheckRequirement) -> str:
    if requirement.kind == CheckKind.POLICE:
        return _("The position requires a police certificate")
    if requirement.kind == CheckKind.CLEARANCE:
        return _("The position requires security clearance: %(level)s") % {"level": requirement.get_level_display()}
    return _("The position requires a credit check of those in the final round")


def how(requirement: CheckRequirement) -> str:
    """What is done with it, as it is promised."""
    if requirement.kind == CheckKind.POLICE:
        first = _("You show it to us and keep it yourself; we take no copy.")
    elif requirement.kind == CheckKind.CLEARANCE:
        first = _("You tell us of it, and the employer confirms it; we ask nobody else.")
    else:
        first = _("You are told before anything is looked up, and we store no report.")
    if requirement.for_finalists and requirement.kind != CheckKind.CREDIT:
        final = _("It is only asked of those in the final round.")
        first = f"{first} {final}"
    last = _("We note that it was in order, the day and who saw it, and delete that when the assignment ends.")
    return f"{first} {last}"
