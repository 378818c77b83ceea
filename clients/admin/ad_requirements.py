"""What an ad asks of applicants: its step and its panel."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import ad_requirements
from clients.actions.ad_requirements import Required
from clients.forms.ads import RequirementsForm, begun, required
from clients.models import AdRequirement, JobAd
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step

CLOSED = _("This ad is off the site: nobody reads what it asked for.")


def lines(ad: JobAd) -> list[Required]:
    rows = AdRequirement.objects.filter(ad=ad).order_by("order").values_list("what", "why", "is_demanded")
    return [Required(*row) for row in rows]


def _write(request: HttpRequest, ad: JobAd, data: dict[str, Any]) -> None:
    ad_requirements.write(ad=ad, required=required(data), by=request.user, at=now())


def _begin(ad: JobAd) -> dict[str, Any]:
    return begun(lines(ad))


def _is_not_closed(ad: JobAd) -> bool:
    return ad.closed_at is None


def panel(ad: JobAd) -> Panel:
    rows = [
        (show.text(each.what), show.text(each.why), _("a must") if each.is_demanded else _("an advantage"))
        for each in lines(ad)
    ]
    heads = (_("what is required"), _("why the work needs it"), _("how much"))
    return Panel(_("What is required, and why"), heads, rows, _("Nothing is written yet."))


def step(refusals: dict[type[Exception], Any]) -> Step:
    return Step(
        "requirements", _("Write what is required, and why"), _write, "clients.change_jobad",
        _("Written; the ad says so."), form=RequirementsForm, initial=_begin, is_open=_is_not_closed, closed=CLOSED,
        refusals=refusals | {ad_requirements.AdIsClosed: CLOSED},
        question=_(
            "Ask for what the work needs, and say why. Empty lines are left out. Each reason is read by applicants."
        ),
    )  # fmt: skip
