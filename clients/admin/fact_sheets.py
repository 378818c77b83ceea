"""The fact sheet of an order: written from its page, read beneath it, with when each part is told."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import fact_sheets
from clients.choices import Release
from clients.forms.asking import ground_fields, refuse, says_why
from clients.models import FactSheet, JobOrder
from clients.queries import asking
from clients.validators import about_business
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step

ABOUT = {"widget": forms.Textarea({"rows": 5}), "max_length": 4_000, "validators": [about_business]}


class FactSheetForm(forms.Form):
    """About the position and never about persons; what it asks of them it may ask."""

    in_ad = forms.CharField(
        label=_("For everybody"), help_text=_("What stands in the ad: the work, the place, the extent."), **ABOUT
    )
    after_screening = forms.CharField(
        label=_("When we are in touch"), required=False,
        help_text=_("Read by whoever is asked about the position: the employer, pay, hours, why it is vacant."), **ABOUT,
    )  # fmt: skip
    before_interview = forms.CharField(
        label=_("Before an interview"), required=False, help_text=_("Who is met, how the choice is made."), **ABOUT
    )
    after_offer = forms.CharField(
        label=_("With an offer"), required=False, help_text=_("Terms in full, the first day, trial period."), **ABOUT
    )
    asks_ground, asks_because = ground_fields().values()
    order_id: int | None = None  # the checks it requires are told of in their own words, and are no question

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not says_why(data):
            refuse(self, asking.of((data.get(name, "") for name in fact_sheets.PARTS), order_id=self.order_id))
        return data


def newest(order: JobOrder) -> FactSheet | None:
    return FactSheet.objects.filter(order=order).select_related("written_by").order_by("-version").first()


def _fit(request: HttpRequest, order: JobOrder, form: FactSheetForm) -> None:
    form.order_id = order.pk


def _begin(order: JobOrder) -> dict[str, Any]:
    sheet = newest(order)
    return {name: getattr(sheet, name) for name in FactSheetForm.base_fields} if sheet else {}


def _write(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    fact_sheets.write(order=order, by=request.user, at=now(), **data)


def _is_not_closed(order: JobOrder) -> bool:
    return order.closed_at is None


def panel(order: JobOrder) -> Panel:
    sheet = newest(order)
    rows = [(label, show.text(text)) for label, text in sheet.told_at(Release.OFFER)] if sheet else []
    said = {"number": sheet.version, "who": sheet.written_by, "when": show.plain_day(sheet.written_at)} if sheet else {}
    note = _("Version %(number)s, written by %(who)s on %(when)s.") % said if sheet else ""
    return Panel(
        _("Fact sheet: what candidates are told"), (_("when it is told"), _("text")), rows,
        _("None yet. Candidates are asked with one: write it first."), note=note,
    )  # fmt: skip


WRITE = Step(
    "fact-sheet", _("Write the fact sheet"), _write, "clients.change_joborder",
    _("Written. Who answered keeps the version they answered to."),
    form=FactSheetForm, fit=_fit, initial=_begin, is_open=_is_not_closed,
    refusals={
        fact_sheets.NothingNew: _("Nothing was changed: the newest version says the same."),
        fact_sheets.NeedsReason: _("It seems to ask what the law seldom allows: take it out, or say why it may be asked."),
        fact_sheets.OrderIsClosed: _("This order is closed: nobody is told more about it."),
    },
)  # fmt: skip
