"""Campaigns: what is shown where, by whom, and how many answered. No person is seen here."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.actions import campaigns
from candidates.models import Campaign
from candidates.queries import campaigns as reading
from candidates.queries.small_counts import FEW
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices.disclosures import RecipientKind
from privacy.forms.days import DayField
from privacy.models import Recipient

CHANGE, SEE_LEADS, TAKE_IN = "candidates.change_campaign", "candidates.view_lead", "candidates.add_lead"
REFUSALS: dict[type[Exception], Any] = {
    campaigns.AlreadyOpened: _("The campaign takes in already: what people were told of it stays as it is."),
    campaigns.NotOpen: _("The campaign takes nobody in."),
    campaigns.NoStatement: _("Give the address of the partner's own privacy statement first, beginning with https://."),
    campaigns.NoWording: _("Write first what people are told in the channel, from the first day on."),
    campaigns.WordingTaken: _(
        "There is a wording from that day on already, and it stays as it was shown: choose another day for the next."
    ),
    campaigns.KeyEnded: _("No key works."),
    campaigns.WrongPartner: _(
        "The partner must stand in the register of recipients as a source (or as a processor, if it is ours), with a "
        "shared mailbox that hears of erasures."
    ),
}


class WordingForm(forms.Form):
    text_nb = forms.CharField(
        label=_("In Norwegian"), max_length=3_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Word by word as in the channel: who asks, for whom, what for, and where the statements are."),
    )  # fmt: skip
    text_en = forms.CharField(
        label=_("In English"), max_length=3_000, widget=forms.Textarea({"rows": 6}), required=False
    )
    shown_from = DayField(label=_("Shown from"))


def _word(request: HttpRequest, row: Campaign, data: dict[str, Any]) -> None:
    campaigns.add_wording(campaign=row, **data)


def _open(request: HttpRequest, row: Campaign, data: dict[str, Any]) -> None:
    campaigns.open(campaign=row, at=now())


def _close(request: HttpRequest, row: Campaign, data: dict[str, Any]) -> None:
    campaigns.close(campaign=row, at=now())


def _end_key(request: HttpRequest, row: Campaign, data: dict[str, Any]) -> None:
    campaigns.end_key(campaign=row, at=now())


def _is_draft(row: Campaign) -> bool:
    return row.opened_at is None


def _takes_in(row: Campaign) -> bool:
    return row.takes_in


def _has_key(row: Campaign) -> bool:
    return row.keys.filter(ended_at=None).exists()


def _is_not_closed(row: Campaign) -> bool:
    return row.closed_at is None


@admin.register(Campaign)
class CampaignAdmin(WorkspaceAdmin):
    menu_order = 30
    list_display = ("name", "channel", "partner", "standing", "first_day", "last_day")
    list_filter = ("channel", ("closed_at", in_words(_("state"), empty=_("not ended"), filled=_("ended"))))
    list_select_related = ("partner",)
    search_fields = ("name",)
    ordering = ("-starts_on", "id")
    fields = (
        "name", "channel", "starts_on", "ends_on", "partner", "split", "collects", "answers", "statement_url", "job_ad",
    )  # fmt: skip
    refusals = REFUSALS
    steps = (
        Step(
            "word", _("Write what the channel says"), _word, CHANGE, _("The wording is written down."), form=WordingForm,
            is_open=_is_not_closed, refusals=REFUSALS,
        ),
        Step(
            "open", _("Take in answers"), _open, CHANGE, _("The campaign takes in who answers."), is_open=_is_draft,
            refusals=REFUSALS, tone="next",
            question=_("From now on channel, partner and roles stay as they are: the people who answer were told them."),
        ),
        Step(
            "end-key", _("End the oldest key"), _end_key, CHANGE, _("The key signs nothing any more."), is_open=_has_key,
            refusals=REFUSALS, tone="danger", question=_("Make sure that the partner's system signs with the newer one."),
        ),
        Step(
            "close", _("Close the campaign"), _close, CHANGE, _("The campaign is closed."), is_open=_takes_in,
            refusals=REFUSALS, tone="danger",
            question=_("Nobody comes in any more, and its keys end. Those who have answered stay for their own time."),
        ),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """From its opening on; but what was sent from a page of before is refused, and not passed over."""
        is_fixed = obj and obj.opened_at and not request.POST.keys() & set(campaigns.FIXED)
        return campaigns.FIXED if is_fixed else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "statement_url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "partner":
            field.queryset = _partners()
        return field

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Campaign:
        return campaigns.plan(at=now(), **data)

    def change(self, request: HttpRequest, row: Campaign, data: dict[str, Any]) -> None:
        campaigns.change(campaign=row, **data)

    def panels(self, request: HttpRequest, row: Campaign) -> list[Panel]:
        return [*_doors(request, row), _figures(row), _wordings(row), *super().panels(request, row)]

    @admin.display(description=_("state"))
    def standing(self, row: Campaign) -> str:
        if row.takes_in:
            return show.tag(_("takes in"), "success")
        return show.tag(_("closed")) if row.closed_at else show.tag(_("draft"), "warning")

    @admin.display(description=_("from"), ordering="starts_on")
    def first_day(self, row: Campaign) -> str:
        return show.day(row.starts_on)

    @admin.display(description=_("last day"), ordering="ends_on")
    def last_day(self, row: Campaign) -> str:
        return show.day(row.ends_on)


def _partners() -> QuerySet[Recipient]:
    kinds = (RecipientKind.SOURCE, RecipientKind.PROCESSOR)
    return Recipient.objects.filter(kind__in=kinds, ended_on=None).order_by("name", "pk")


def _doors(request: HttpRequest, row: Campaign) -> list[Panel]:
    """How answers come in, for those who may let them."""
    if not row.takes_in:
        return []
    rows: list[tuple[Any, ...]] = []
    if request.user.has_perm(TAKE_IN):
        rows.append((_("by a file"), show.link(reverse("admin:campaign_import", args=[row.pk]), _("Read a file"))))
    if request.user.has_perm(CHANGE):
        page = row.job_ad.get_absolute_url() if row.job_ad else reverse("register")
        address = f"{settings.SITE_URL}{page}?{reading.LINK}={row.pk}"
        rows.append((_("by a link in an advertisement, counted for those who agree"), address))
        keys = row.keys.filter(ended_at=None).count()
        words = gettext("Make a key (%(count)s of 2 work)") % {"count": keys}
        rows.append((_("by the partner's system"), show.link(reverse("admin:campaign_key", args=[row.pk]), words)))
    if request.user.has_perm(SEE_LEADS):
        where = reverse("admin:candidates_lead_changelist") + f"?campaign__id__exact={row.pk}"
        rows.append((_("who has answered"), show.link(where, _("Leads of this campaign"))))
    return [Panel(_("Taking in"), (_("how"), _("where")), rows)] if rows else []


def _figures(row: Campaign) -> Panel:
    shown = [
        (show.day(each.week) if each.week else _("in all"), *map(_number, each.counts)) for each in reading.figures(row)
    ]
    heads = (_("week of"), _("received"), _("told"), _("registered"), _("gone"), _("applied by the link"))
    note = _(
        "Counted, not looked up: nobody can be found by these, and they stay when the people are gone. Rounded to five; few are not shown."
    )
    return Panel(_("How many"), heads, shown, note=note)


def _number(count: int | None) -> Any:
    return gettext("fewer than %(few)s") % {"few": FEW} if count is None else count


def _wordings(row: Campaign) -> Panel:
    shown = [
        (each.version, show.day(each.shown_from), show.text(each.text_nb), show.text(each.text_en))
        for each in row.wordings.order_by("-version")
    ]
    heads = (_("version"), _("shown from"), _("in Norwegian"), _("in English"))
    return Panel(_("What the channel says"), heads, shown, _("Nothing is written down yet."))
