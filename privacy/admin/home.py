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
from privacy.models import Alarm, InboxCase, OutgoingMail, PurgeFailure, PurgeRun, Restriction
from privacy.queries import reviews
from privacy.queries.restrictions import open_cases


def waiting(request: HttpRequest) -> list[Waiting]:
    user = request.user
    lines = []
    if user.has_perm("privacy.change_inboxcase"):
        mine = InboxCase.objects.visible_to(user).filter(Q(owner=user) | Q(owner=None), closed_at=None)
        lines += [
            Waiting(_("enquiries wait for your answer"), mine.count(), _list("inboxcase") + "?state=mine"),
            Waiting(
                _("of them are overdue"), mine.filter(due_on__lt=timezone.localdate()).count(),
                _list("inboxcase") + "?state=mine", "danger",
            ),
        ]  # fmt: skip
    if user.has_perm("privacy.view_outgoingmail"):
        failed = OutgoingMail.objects.visible_to(user).filter(state=MailState.FAILED).count()
        lines.append(
            Waiting(_("e-mails were given up"), failed, _list("outgoingmail") + "?state__exact=failed", "danger")
        )
    if user.has_perm("privacy.change_restriction"):
        ripe = Restriction.objects.in_force().filter(lifts_on__lte=timezone.localdate()).count()
        lines += [
            Waiting(_("restrictions may be lifted now"), ripe, _list("restriction")),
            Waiting(_("enquiries of restricted persons wait"), open_cases().count(), _list("restriction")),
        ]
    if user.has_perm("privacy.view_purgerun"):
        lines += _machinery(request)
    return lines


def _machinery(request: HttpRequest) -> list[Waiting]:
    braked = PurgeRun.objects.filter(braked_at__isnull=False, approved_at=None)
    stuck = PurgeFailure.objects.visible_to(request.user).count() + braked.count()
    wrong = Alarm.objects.filter(ended_at=None).count()
    where = reverse("admin:retention")
    undated = reviews.waiting()[:CAP].count()
    return [
        Waiting(_("persons whose storage time somebody has to decide"), undated, reverse("admin:reviews")),
        Waiting(_("deletions need help"), stuck, where, "danger"),
        Waiting(_("alarms about the machinery"), wrong, where, "danger"),
    ]


def _list(model: str) -> str:
    return reverse(f"admin:privacy_{model}_changelist")


admin.site.add_waiting(waiting)
