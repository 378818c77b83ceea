"""Tags and lists of people in the base: given and taken on the card, lists as pages of their own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import base, searches
from candidates.forms.searching import tidied
from candidates.models import Candidate, Tag, TagList
from candidates.models.plain import by_name
from candidates.queries.searchable import in_base
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.queries import together

CHANGE = "candidates.change_candidate"
MOST_SHOWN = 500
REFUSALS: dict[type[Exception], Any] = {
    base.NotInBase: _(
        "Tags and lists are for those who agreed to be thought of for other positions. This candidate is kept for one "
        "position only, has not been told yet that we have the data, or has set something aside. Ask: the candidate can "
        "consent to longer storage on My page."
    ),
    base.AlreadyThere: _("It is so already."),
    base.NotThere: _("It is not so any more."),
}
ADDED_BY = Coalesce(NullIf(F("added_by__name"), Value("")), F("added_by__email"), output_field=CharField())
LIST_REFUSALS: dict[type[Exception], Any] = {
    base.NameTaken: _("There is a list of this name already. Choose another name."),
}


class TagForm(forms.Form):
    known = forms.ModelChoiceField(Tag.objects.none(), label=_("Tag"), required=False, empty_label="–")
    new = forms.CharField(
        label=_("or a new one"), max_length=40, required=False,
        help_text=_("About work, not about the person: “turnus”, “kan begynne i mars”. The candidate can read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].queryset = Tag.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known, new = data.get("known"), tidied(data.get("new") or "")
        if bool(known) == bool(new) and not self.errors:
            raise forms.ValidationError(_("Choose a tag, or write a new one."))
        return {"name": known.name if known else new}


class ListForm(forms.Form):
    list = forms.ModelChoiceField(TagList.objects.none(), label=_("List"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list"].queryset = TagList.objects.order_by("name")  # type: ignore[attr-defined]


class UntagForm(forms.Form):
    tag = forms.ModelChoiceField(Tag.objects.none(), label=_("Tag"))


def _tag(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    base.tag(candidate=candidate, by=request.user, at=now(), **data)


def _untag(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    base.untag(candidate=candidate, by=request.user, at=now(), **data)


def _put_on(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    base.put_on(candidate=candidate, by=request.user, at=now(), **data)


def _take_off(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    base.take_off(candidate=candidate, by=request.user, at=now(), **data)


def _their_tags(request: HttpRequest, candidate: Candidate, form: Any) -> None:
    form.fields["tag"].queryset = Tag.objects.filter(uses__candidate=candidate).order_by("name")


def _their_lists(request: HttpRequest, candidate: Candidate, form: Any) -> None:
    form.fields["list"].queryset = TagList.objects.filter(entries__candidate=candidate).order_by("name")


STEPS = (
    Step("tag", _("Give a tag"), _tag, CHANGE, _("The tag is given."), form=TagForm, refusals=REFUSALS, in_bulk=True),
    Step(
        "untag", _("Take a tag away"), _untag, CHANGE, _("The tag is taken away."), form=UntagForm, fit=_their_tags,
        refusals=REFUSALS, is_open=lambda row: row.is_tagged,
    ),
    Step("list", _("Put on a list"), _put_on, CHANGE, _("On the list."), form=ListForm, refusals=REFUSALS, in_bulk=True),
    Step(
        "unlist", _("Take off a list"), _take_off, CHANGE, _("Off the list."), form=ListForm, fit=_their_lists,
        refusals=REFUSALS, is_open=lambda row: row.is_listed,
    ),
)  # fmt: skip


def base_panel(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    uses, entries = together.rows(
        candidate.tag_uses.visible_to(request.user).annotate(tag_name=F("tag__name"), by=ADDED_BY)
        .order_by("tag__name", "pk"),
        candidate.list_entries.visible_to(request.user).annotate(list_name=F("list__name"), by=ADDED_BY)
        .order_by("list__name", "pk"),
    )  # fmt: skip
    rows = [(_("tag"), each.tag_name, show.day(each.added_at), each.by or "") for each in uses]
    rows += [(_("list"), _linked(each), show.day(each.added_at), each.by or "") for each in entries]
    note = _(
        "They end by themselves: with the consent or choice they stand on, and when data are set aside or deleted."
    )
    return [Panel(_("Tags and lists"), (_("what"), _("name"), _("since"), _("by")), rows, _("None."), note)]


def _linked(entry: Any) -> str:
    return show.link(reverse("admin:candidates_taglist_change", args=[entry.list_id]), entry.list_name)


def _shown(request: HttpRequest) -> QuerySet[Candidate]:
    """Whoever may be on a list today, and be read by this colleague."""
    return in_base(timezone.localdate()).visible_to(request.user)


@admin.register(TagList)
class TagListAdmin(WorkspaceAdmin):
    menu_order = 8
    list_display = ("name", "purpose", "people", "made")
    fields = ("name", "purpose")
    ordering = ("name", "id")
    refusals = LIST_REFUSALS

    def get_queryset(self, request: HttpRequest) -> QuerySet[TagList]:
        """With how many the page of the list shows: whoever is set aside is not counted either (GDPR art. 18(2))."""
        shown = _shown(request).filter(list_entries__list=OuterRef("pk")).order_by().values("list_entries__list")
        number = Subquery(shown.annotate(number=Count("pk")).values("number"))
        return super().get_queryset(request).annotate(people=Coalesce(number, 0))

    def add(self, request: HttpRequest, data: dict[str, Any]) -> TagList:
        return base.make_list(by=request.user, at=now(), **_tidy(data))

    def change(self, request: HttpRequest, row: TagList, data: dict[str, Any]) -> None:
        base.change_list(list=row, by=request.user, at=now(), **_tidy(data))

    def panels(self, request: HttpRequest, row: TagList) -> list[Panel]:
        """Who is on it; whoever is shown finds it in the own history."""
        found = _shown(request).filter(list_entries__list=row)
        people = list(found.order_by(by_name(), "pk")[:MOST_SHOWN])
        searches.record_found(people=[each.subject_id for each in people], by=request.user, at=now())
        rows = [(show.link(each.get_absolute_url(), each), show.day(each.created_at)) for each in people]
        return [Panel(_("On the list"), (_("name"), _("registered")), rows, _("Nobody."))]

    @admin.display(description=_("candidates"))
    def people(self, row: TagList) -> int:
        return row.people

    @admin.display(description=_("made"), ordering="made_at")
    def made(self, row: TagList) -> str:
        return show.day(row.made_at)


def _tidy(data: dict[str, Any]) -> dict[str, str]:
    return {name: tidied(data[name]) for name in ("name", "purpose")}
