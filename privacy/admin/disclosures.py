"""What was given to whom: written down before it is given, and never changed."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import disclosures
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.request_steps import PersonField
from privacy.admin.show import Panel
from privacy.choices import Category
from privacy.models import Disclosure, ProcessingActivity, Recipient
from privacy.queries import disclosures as given
from privacy.queries.disclosures import words

MOST = 30


class DisclosureForm(forms.ModelForm):
    """Filled in first; when it is saved, the database has allowed it, and the data may be given."""

    who = PersonField()
    recipient = forms.ModelChoiceField(Recipient.objects.filter(ended_on=None).order_by("name"), label=_("recipient"))
    activity = forms.ModelChoiceField(
        ProcessingActivity.objects.order_by("name_nb"), label=_("what for"), to_field_name="code"
    )
    categories = forms.MultipleChoiceField(
        label=_("which data"), choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Disclosure
        fields = ("recipient", "activity", "categories")


@admin.register(Disclosure)
class DisclosureAdmin(PersonAdmin):
    menu_order = 48
    activity = "rights"
    list_display = ("number", "recipient", "which", "activity", "given_at")
    list_filter = ("recipient__kind",)
    list_select_related = ("recipient", "activity")
    ordering = ("-id",)
    refusals = {
        disclosures.NotInformed: _(
            "Not given: the person was not told yet that we have the data, and from whom. Tell the person first."
        ),
        disclosures.NotAllowed: _(
            "Not given: this recipient may not have these data. A client needs an open order, a processor an agreement in "
            "force, anybody else the person's own agreement for these data today."
        ),
    }

    def subject_of(self, row: Disclosure) -> Any:
        return row.subject_uuid

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = DisclosureForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("who", *DisclosureForm.Meta.fields)
        return ("number", "recipient", "which", "activity", "given_at", "role", "subject_uuid")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("number", "which", "given_at")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Disclosure:
        return disclosures.disclose(
            subject_id=data["who"], recipient=data["recipient"], categories=data["categories"],
            activity=data["activity"].code, by=request.user, at=now(),
        )  # fmt: skip

    @admin.display(description=_("reference"), ordering="id")
    def number(self, row: Disclosure) -> str:
        return row.reference

    @admin.display(description=_("which data"))
    def which(self, row: Disclosure) -> str:
        return ", ".join(words(row.categories))

    @admin.display(description=_("given"), ordering="id")
    def given_at(self, row: Disclosure) -> str:
        return show.moment(row.at)


def given_panel(subject_id: uuid.UUID) -> Panel:
    """To whom this person's data were given; what the person reads too."""
    rows = [
        (each.disclosure.reference, each.disclosure.recipient, ", ".join(each.categories), show.moment(each.disclosure.at))
        for each in given.of_person(subject_id)[:MOST]
    ]  # fmt: skip
    heads = (_("reference"), _("recipient"), _("which data"), _("given"))
    return Panel(_("Given to others"), heads, rows, _("Nothing was given to anybody."))


def given_to_panel(recipient: Recipient) -> Panel:
    """What this recipient was given, without anybody's name."""
    rows = [
        (row.reference, ", ".join(words(row.categories)), row.activity, show.moment(row.at))
        for row in recipient.disclosures.select_related("activity").order_by("-id")[:MOST]
    ]
    heads = (_("reference"), _("which data"), _("what for"), _("given"))
    return Panel(_("What it was given"), heads, rows, _("Nothing yet."))
