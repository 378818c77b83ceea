"""What waits: clients something is said against, ads to be written anew, and prepayments."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import ClientCompany, Prepayment
from clients.queries.orders import unadvertised
from privacy.admin.paginator import CAP
from privacy.admin.site import Waiting


def waiting(request: HttpRequest) -> list[Waiting]:
    lines = []
    if request.user.has_perm("clients.change_clientcompany"):
        working = ClientCompany.objects.visible_to(request.user).active(timezone.localdate()).troubled()
        page = reverse("admin:clients_clientcompany_changelist") + "?trouble=yes"
        lines.append(
            Waiting(_("clients that are bankrupt, being dissolved or deleted"), working[:CAP].count(), page, "danger")
        )
        page = reverse("admin:clients_joborder_changelist") + "?state=unadvertised"
        lost = unadvertised().visible_to(request.user)
        lines.append(Waiting(_("orders without an ad since the client asked to be erased"), lost[:CAP].count(), page))
    if request.user.has_perm("clients.change_prepayment"):
        asked = Prepayment.objects.visible_to(request.user).waiting()
        page = reverse("admin:clients_prepayment_changelist") + "?state__exact=asked"
        lines.append(Waiting(_("orders that wait for prepayment"), asked[:CAP].count(), page))
    return lines


admin.site.add_waiting(waiting)
