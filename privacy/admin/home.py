"""What waits for whoever opens the workspace, as far as the engine knows."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.admin.paginator import CAP
from privacy.admin.site import Waiting
from privacy.choices import MailState
from privacy.models import Alarm, InboxCase, OutgoingMail, PurgeFailure, PurgeRun, Request, Restriction
from privacy.queries import reviews
from privacy.queries.restrictions import open_cases


def waiting(request: HttpRequest) -> list[Waiting]:
    return [line for permission, lines in SOURCES if request.user.has_perm(permission) for line in lines(request)]


def _cases(request: HttpRequest) -> list[Waiting]:
    user = request.user
    mine = InboxCase.objects.visible_to(user).filter(Q(owner=user) | Q(owner=None), closed_at=None)
    where = _list("inboxcase") + "?state=mine"
    return [
        Waiting(_("enquiries wait for your answer"), mine[:CAP].count(), where),
        Waiting(_("enquiries overdue"), mine.filter(due_on__lt=timezone.localdate())[:CAP].count(), where, "danger"),
    ]


def _mails(request: HttpRequest) -> list[Waiting]:
    failed = OutgoingMail.objects.visible_to(request.user).filter(state=MailState.FAILED)[:CAP].count()
    return [Waiting(_("e-mails were given up"), failed, _list("outgoingmail") + "?state__exact=failed", "danger")]


def _restrictions(request: HttpRequest) -> list[Waiting]:
    ripe = Restriction.objects.in_force().filter(lifts_on__lte=timezone.localdate())[:CAP].count()
    return [
        Waiting(_("restrictions may be lifted now"), ripe, _list("restriction")),
        Waiting(_("enquiries of restricted persons wait"), open_cases()[:CAP].count(), _list("restriction")),
    ]


def _requests(request: HttpRequest) -> list[Waiting]:
    asked, late = Request.objects.waiting(), Request.objects.overdue(timezone.localdate())
    where = _list("request")
    return [
        Waiting(_("requests about rights wait for an answer"), asked[:CAP].count(), f"{where}?state=waiting"),
        Waiting(_("requests about rights are overdue"), late[:CAP].count(), f"{where}?state=overdue", "danger"),
    ]


def _machinery(request: HttpRequest) -> list[Waiting]:
    braked = PurgeRun.objects.filter(braked_at__isnull=False, approved_at=None)
    stuck = PurgeFailure.objects.visible_to(request.user)[:CAP].count() + braked[:CAP].count()
    wrong = Alarm.objects.filter(ended_at=None)[:CAP].count()
    where = reverse("admin:retention")
    undated = reviews.waiting()[:CAP].count()
    return [
        Waiting(_("persons whose storage time somebody has to decide"), undated, reverse("admin:reviews")),
        Waiting(_("deletions need help"), stuck, where, "danger"),
        Waiting(_("alarms about the machinery"), wrong, where, "danger"),
    ]


def _list(model: str) -> str:
    return reverse(f"admin:privacy_{model}_changelist")


SOURCES = (
    ("privacy.change_request", _requests),
    ("privacy.change_inboxcase", _cases),
    ("privacy.view_outgoingmail", _mails),
    ("privacy.change_restriction", _restrictions),
    ("privacy.view_purgerun", _machinery),
)
admin.site.add_waiting(waiting)
