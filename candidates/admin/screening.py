"""What an applicant answered, beneath the application and, newest first, on the card. Read by people, and nothing else."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Application, Candidate, ScreeningAnswer
from privacy.admin import show
from privacy.admin.folding import Folded
from privacy.admin.show import Panel

NOTE = _("Nobody is moved, ranked or rejected by an answer: that is yours to decide.")
TITLE = _("Answers to questions of ads")
MOST = 50


def of_application(request: HttpRequest, application: Application) -> list[Panel]:
    found = application.answers.visible_to(request.user).order_by("question__written_at", "pk")
    rows = [(show.text(each.asked), show.text(each.answer)) for each in found]
    return [Panel(_("Answers to the ad's questions"), (_("question"), _("answer")), rows, note=NOTE)] if rows else []


def _answers(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [ScreeningAnswer.objects.visible_to(request.user).filter(application__candidate=candidate)]


def of_candidate(request: HttpRequest, candidate: Candidate) -> Panel:
    (found,) = _answers(request, candidate)
    known = found.select_related("application__job_ad", "application__job_order")
    rows = [
        (show.link(each.application.get_absolute_url(), each.application.position), show.text(each.asked),
         show.text(each.answer))
        for each in known.order_by("-application__submitted_at", "question__written_at", "pk")[:MOST]
    ]  # fmt: skip
    return Panel(TITLE, (_("position"), _("question"), _("answer")), rows, note=NOTE)


admin.site.add_panels(Application, of_application)
admin.site.add_panels(Candidate, Folded("screening", TITLE, of_candidate, _answers))
