"""Copies of people's data that were ordered: whether each is made. What is in one is for its person alone."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import packages
from privacy.admin import show, work
from privacy.admin.base import PersonAdmin, now
from privacy.admin.steps import Step
from privacy.admin.work import Work
from privacy.choices.packages import PackageState
from privacy.models import Package

COLORS = {PackageState.READY: "success", PackageState.FAILED: "danger"}


def _again(request: HttpRequest, package: Package, data: dict[str, Any]) -> None:
    packages.retry(package=package, at=now())


def _was_given_up(package: Package) -> bool:
    return package.has_failed


@admin.register(Package)
class PackageAdmin(PersonAdmin):
    menu_order = 9
    activity = "rights"
    list_display = ("ordered", "what_became", "attempts", "person")
    list_filter = ("state",)
    list_select_related = ("subject",)
    ordering = ("-ordered_at", "id")
    fields = ("state", "ordered_at", "attempts", "next_at", "ready_at", "expires_on", "downloaded_at")
    steps = (
        Step(
            "again", _("Try again"), _again, "privacy.change_package", _("Ordered once more."), is_open=_was_given_up,
            refusals={packages.NotGivenUp: _("This copy was not given up, or is tried again already.")}, tone="next",
        ),
    )  # fmt: skip

    @admin.display(description=_("ordered"), ordering="ordered_at")
    def ordered(self, package: Package) -> str:
        return show.moment(package.ordered_at)

    @admin.display(description=_("state"), ordering="state")
    def what_became(self, package: Package) -> str:
        return show.tag(package.get_state_display(), COLORS.get(PackageState(package.state), "info"))

    @admin.display(description=_("person"))
    def person(self, package: Package) -> str:
        return str(package.subject.root_id)


@work.add
def _given_up(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = Package.objects.filter(state=PackageState.FAILED).order_by("ordered_at", "pk")[: work.MOST]
    return [Work(_("copy that could not be made"), row.subject_id, work.url_of(row), today) for row in rows]
