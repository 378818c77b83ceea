"""What an applicant answered, beneath the application and, newest first, on the card. Read by people, and nothing else."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Application, Candidate, ScreeningAnswer
from privacy.admin import show
from privacy.admin.show import Panel

NOTE = _("Nobody is moved, ranked or rejected by an answer: that is yours to decide.")
MOST = 50


def of_application(request: HttpRequest, application: Application) -> list[Panel]:
    found = application.answers.visible_to(request.user).order_by("question__written_at", "pk")
    rows = [(show.text(each.asked), show.text(each.answer)) for each in found]
    return [Panel(_("Answers to the ad's questions"), (_("question"), _("answer")), rows, note=NOTE)] if rows else []


def of_candidate(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    seen: Any = ScreeningAnswer.objects.visible_to(request.user).filter(application__candidate=candidate)
    known = seen.select_related("application__job_ad", "application__job_order")
    rows = [
        (show.link(each.application.get_absolute_url(), each.application.position), show.text(each.asked),
         show.text(each.answer))
        for each in known.order_by("-application__submitted_at", "question__written_at", "pk")[:MOST]
    ]  # fmt: skip
    heads = (_("position"), _("question"), _("answer"))
    return [Panel(_("Answers to questions of ads"), heads, rows, note=NOTE)] if rows else []


admin.site.add_panels(Application, of_application)
admin.site.add_panels(Candidate, of_candidate)
