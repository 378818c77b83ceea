"""All that is open for whoever looks after privacy, on one page, by the day it is due."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.admin import show
from privacy.admin.show import Panel
from privacy.admin.site import Page, Waiting, WorkspaceSite
from privacy.admin.steps import Text
from privacy.models import Alarm, Breach, Delegation, InboxCase, Notice, Request, Restriction, RetentionPeriod
from privacy.queries import breaches, register, reviews

MOST = 100  # of each kind; whoever has more open sees the oldest
TITLE = _("Open privacy work")
UNUSUAL = _("Unusual look-ups")
VIEW = "privacy.view_breach"


@dataclass(frozen=True)
class Work:
    """One thing that is open: what kind, which, where it is dealt with, and by when (None: no day is set)."""

    kind: Text
    what: object
    url: str
    due: datetime.date | None = None


Source = Callable[[HttpRequest, datetime.date], Iterable[Work]]
_sources: list[Source] = []


def add(source: Source) -> Source:
    """Let whoever has open privacy work put it on the page; at most one query each."""
    _sources.append(source)
    return source


def url_of(row: object) -> str:
    names = row._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{names.app_label}_{names.model_name}_change", args=[row.pk])  # type: ignore[attr-defined]


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@add
def _enquiries(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    open_ones = InboxCase.objects.visible_to(request.user).filter(closed_at=None).order_by("due_on", "pk")[:MOST]
    return [Work(_("enquiry"), case.number, url_of(case), case.due_on) for case in open_ones]


@add
def _requests(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    waiting = Request.objects.waiting().order_by("due_on", "pk")[:MOST]
    return [Work(_("request about rights"), row.number, url_of(row), row.answer_by) for row in waiting]


@add
def _restrictions(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    told = Restriction.objects.in_force().filter(lifts_on__isnull=False).order_by("lifts_on", "pk")[:MOST]
    return [Work(_("restriction to lift"), each.subject_id, url_of(each), each.lifts_on) for each in told]


@add
def _breaches(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = Breach.objects.open().order_by("aware_at", "pk")[:MOST]
    return [
        Work(_("breach"), each, url_of(each), timezone.localdate(each.due_at) if each.awaits_report else None)
        for each in rows
    ]


@add
def _activities(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = register.to_review(today).order_by("reviewed_on", "pk")[:MOST]
    return [Work(_("activity to review"), each, url_of(each), register.review_due(each)) for each in rows]


@add
def _delegations(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    soon = Delegation.objects.filter(until__range=(today, today + datetime.timedelta(days=30)))
    rows = soon.select_related("activity").order_by("until", "pk")[:MOST]
    return [Work(_("delegation that ends"), each.activity, url_of(each.activity), each.until) for each in rows]


@add
def _drafts(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = Notice.objects.filter(approved_at=None, in_force_from=None).order_by("pk")[:MOST]
    return [Work(_("text awaiting the manager"), each, url_of(each)) for each in rows]


@add
def _proposals(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = RetentionPeriod.objects.filter(approved_at=None, superseded_at=None).order_by("pk")[:MOST]
    return [Work(_("storage time awaiting the manager"), each.get_code_display(), url_of(each)) for each in rows]


@add
def _undated(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    count = reviews.waiting()[:MOST].count()
    return [Work(_("persons without a storage time"), count, reverse("admin:reviews"), today)] if count else []


@add
def _alarms(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = Alarm.objects.filter(ended_at=None).order_by("since", "pk")[:MOST]
    return [Work(_("alarm"), each, reverse("admin:retention"), timezone.localdate(each.since)) for each in rows]


def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = [work for source in _sources for work in source(request, today)]
    found.sort(key=lambda work: work.due or datetime.date.max)
    rows = [(_when(work.due, today), work.kind, show.link(work.url, work.what)) for work in found]
    panel = Panel(TITLE, (_("due"), _("what"), _("which")), rows, _("Nothing is open."))
    context = site.each_context(request) | {"title": TITLE, "subtitle": None, "panels": [panel]}
    return TemplateResponse(request, "admin/panels_page.html", context)


def _when(due: datetime.date | None, today: datetime.date) -> str:
    if due is None:
        return show.NOTHING
    return show.with_tag(show.day(due), _("overdue"), "danger") if due < today else show.day(due)


def unusual(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    """By role and number; the name only for whoever looks after the accounts. Nobody looked up is named."""
    found = breaches.unusual(timezone.now())
    names = _names(request, {each.actor_uuid for each in found})
    rows = [
        (show.day(each.day), each.role, names.get(each.actor_uuid, str(each.actor_uuid)[:8]), each.persons, each.usual, each.at_night)
        for each in found
    ]  # fmt: skip
    heads = (_("day"), _("role"), _("colleague"), _("persons opened"), _("usual for them"), _("of them at night"))
    note = _(
        "At least 20 persons and over five times their own usual, or between 23 and 5. It can have a good reason: ask."
    )
    context = site.each_context(request) | {
        "title": UNUSUAL, "subtitle": None, "panels": [Panel(UNUSUAL, heads, rows, _("Nothing unusual."), note)],
    }  # fmt: skip
    return TemplateResponse(request, "admin/panels_page.html", context)


def _names(request: HttpRequest, persons: set[object]) -> dict[object, str]:
    if not request.user.has_perm("accounts.view_user"):
        return {}
    accounts = get_user_model()._default_manager.filter(subject__in=persons)
    return {account.subject_id: str(account) for account in accounts}


admin.site.add_page(Page("privacy_work", TITLE, "privacy", VIEW, page, "privacy-work/"))
admin.site.add_page(Page("unusual_lookups", UNUSUAL, "privacy", VIEW, unusual, "privacy-work/look-ups/"))


def waiting(request: HttpRequest) -> list[Waiting]:
    """The lines of the home page."""
    if not request.user.has_perm(VIEW):
        return []
    unreported, unreviewed = Breach.objects.unreported(), register.to_review(timezone.localdate())
    where = reverse("admin:privacy_breach_changelist")
    return [
        Waiting(_("breaches to report within 72 hours"), unreported.count(), where, "danger"),
        Waiting(_("activities to review"), unreviewed.count(), reverse("admin:privacy_work")),
    ]


admin.site.add_waiting(waiting)
