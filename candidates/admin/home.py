"""What waits for an adviser: applications nobody has looked at, and those that have stood still."""

import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices import OPEN_STAGES, Stage
from candidates.models import Application
from privacy.admin.base import now
from privacy.admin.paginator import CAP
from privacy.admin.site import Waiting

STANDS_STILL = 14  # days


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm("candidates.change_application"):
        return []
    seen = Application.objects.visible_to(request.user)
    still = seen.filter(stage__in=OPEN_STAGES, stage_since__lt=now() - datetime.timedelta(days=STANDS_STILL))
    pages = reverse("admin:candidates_application_changelist")
    return [
        Waiting(_("new applications"), seen.filter(stage=Stage.NEW)[:CAP].count(), f"{pages}?stage=new"),
        Waiting(
            _("applications without an answer for two weeks"), still[:CAP].count(),
            f"{pages}?stage=open&age={STANDS_STILL}", "danger",
        ),
    ]  # fmt: skip


admin.site.add_waiting(waiting)
