"""Interviews on other pages: an application's, the candidate's card, today's on the home page, and what waits."""

import datetime

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.interviews import InterviewState
from candidates.models import Application, Candidate, Interview
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.queries import stand_ins

MAY = "candidates.change_interview"
COLORS = {InterviewState.PROPOSED: "warning", InterviewState.SET: "info", InterviewState.HELD: "success"}


def state(interview: Interview) -> str:
    tags = show.tag(interview.get_state_display(), COLORS.get(InterviewState(interview.state), "neutral"))
    if interview.none_suits_at and interview.state == InterviewState.PROPOSED:
        return show.with_tag(tags, _("none of the times suits"), "danger")
    return show.with_tag(tags, _("at the same time as another"), "danger") if interview.overlaps else tags


def panel(request: HttpRequest, application: Application) -> list[Panel]:
    found = application.interviews.visible_to(request.user).select_related("led_by").order_by("-made_at", "-pk")
    rows = [
        (show.link(each.get_absolute_url(), show.moment(each.starts_at) if each.starts_at else _("times proposed")),
         each.get_kind_display(), str(each.led_by), state(each))
        for each in found[:50]
    ]  # fmt: skip
    heads = (_("begins"), _("how"), _("from the agency"), _("state"))
    return [Panel(_("Interviews"), heads, rows)] if rows else []


def card_panel(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """Of all applications, what is ahead first."""
    found = candidate.interviews.visible_to(request.user).select_related(
        "led_by", "application__job_ad", "application__job_order"
    )
    rows = [
        (show.link(each.get_absolute_url(), show.moment(each.starts_at) if each.starts_at else _("times proposed")),
         show.link(each.application.get_absolute_url(), each.application.position), each.get_kind_display(),
         str(each.led_by), state(each))
        for each in found.order_by("-starts_at", "-made_at", "-pk")[:50]
    ]  # fmt: skip
    heads = (_("begins"), _("position"), _("how"), _("from the agency"), _("state"))
    return [Panel(_("Interviews"), heads, rows)] if rows else []


def at_home(request: HttpRequest) -> list[Panel]:
    """Today's, of the own and of those one stands in for; in the order of the day."""
    if not request.user.has_perm(MAY):
        return []
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Interview.objects.visible_to(request.user).filter(
        led_by__in=stand_ins.answered_for(request.user, timezone.localdate()), state__in=[InterviewState.SET, InterviewState.HELD],
        starts_at__gte=midnight, starts_at__lt=midnight + datetime.timedelta(days=1),
    )  # fmt: skip
    found = today.select_related("application__candidate", "application__job_ad", "application__job_order", "led_by")
    rows = [
        (show.link(each.get_absolute_url(), f"{timezone.localtime(each.starts_at):%H:%M}"), each.application.candidate,
         each.application.position, each.get_kind_display(), state(each))
        for each in found.order_by("starts_at", "pk")[:20]
    ]  # fmt: skip
    heads = (_("begins"), _("candidate"), _("position"), _("how"), _("state"))
    return [Panel(_("Interviews today"), heads, rows, _("No interviews today."))]


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(MAY):
        return []
    unanswered = Q(none_suits_at__isnull=False) | Q(answer_by__lt=timezone.localdate())
    seen = Interview.objects.visible_to(request.user).filter(unanswered, state=InterviewState.PROPOSED)
    pages = reverse("admin:candidates_interview_changelist")
    return [Waiting(_("interviews without a time that suits"), seen[:CAP].count(), f"{pages}?state__exact=proposed")]


admin.site.add_panels(Application, panel)
admin.site.add_panels(Candidate, card_panel)
admin.site.add_home(at_home)
admin.site.add_waiting(waiting)
