"""On the home page: what clients answered, which checks are to be noted, whom one may present now, and what is not sent yet."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.admin import presentation_panels, stages
from candidates.choices.presentations import ClientAnswer
from candidates.queries import going_on
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting

MOST = 20  # the pages of the presentations and applications have the rest


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(stages.MAY):
        return []
    permissions = reverse("admin:candidates_sharingpermission_changelist") + "?answer__exact=interested"
    drafts = reverse("admin:candidates_presentation_changelist") + "?sent_at__isempty=1"
    return [
        Waiting(_("candidates who may be presented now"), going_on.yeses(request.user)[:CAP].count(), permissions),
        Waiting(_("presentations begun and not sent"), going_on.unsent(request.user)[:CAP].count(), drafts),
    ]


def panels(request: HttpRequest) -> list[Panel]:
    """Only where there is something; two queries, however much."""
    return [panel for panel in (_answers(request), _checks(request)) if panel.rows]


def _answers(request: HttpRequest) -> Panel:
    found = going_on.clients_answers(request.user, at=now()).order_by("at", "pk")
    rows = [
        (show.link(each.presentation.get_absolute_url(), each.candidate), each.presentation.job_order,
         show.tag(each.get_answer_display(), presentation_panels.ANSWERS[ClientAnswer(each.answer)]), show.text(each.comment),
         show.day(each.at))
        for each in found.select_related("candidate", "presentation__job_order__company")[:MOST]
    ]  # fmt: skip
    heads = (_("candidate"), _("job order"), _("answer"), _("comment"), _("when"))
    note = _("They stand here until you go on with the application.")
    return Panel(_("Answers from clients"), heads, rows, note=note)


def _checks(request: HttpRequest) -> Panel:
    found = going_on.checks_to_note(request.user).order_by("told_at", "pk")
    rows = [
        (show.link(each.application.get_absolute_url(), each.application.candidate), each.application.position,
         each.requirement, show.day(each.told_at))
        for each in found.select_related("requirement", "application__candidate", "application__job_ad",
                                         "application__job_order")[:MOST]
    ]  # fmt: skip
    return Panel(_("Checks to note"), (_("candidate"), _("position"), _("check"), _("told")), rows)


admin.site.add_waiting(waiting)
