"""Two pages of a campaign: a file read before it is taken in, and a new key, shown once."""

import base64
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.actions import campaigns, leads
from candidates.admin.campaigns import CHANGE, TAKE_IN
from candidates.choices import LeadDoor
from candidates.models import Campaign
from candidates.queries import campaigns as reading
from candidates.queries import lead_files
from candidates.queries.tables import Unreadable
from privacy.admin import once
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite

SALT = "candidates.lead_file"
READ_WITHIN = 60 * 60  # seconds
MOST_SHOWN = 100


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"), widget=forms.FileInput({"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "First line: Reference; First name; Last name; Email; Phone; Date; and if you have them Language; Answer; Consent. "
            "At most 500 rows."
        ),
        error_messages={"empty": gettext_lazy("The file is empty."), "required": gettext_lazy("Choose a file.")},
    )  # fmt: skip


def read_file(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose, see what would come in, take in. Between the two steps the file lies in the browser, signed, and nowhere here."""
    campaign = get_object_or_404(Campaign.objects.taking_in(), pk=pk)
    if "content" in request.POST:
        return _taken_in(request, campaign)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= _read(request, campaign, form)
    context |= {"title": gettext_lazy("Read a file"), "campaign": campaign, "subtitle": None}
    return TemplateResponse(request, "admin/lead_file.html", site.each_context(request) | context)


def _read(request: HttpRequest, campaign: Campaign, form: FileForm) -> dict[str, Any]:
    """What the file holds; one with anything wrong in it is told of and forgotten."""
    content = form.cleaned_data["file"].read(lead_files.MOST_BYTES + 1)
    try:
        sheet = lead_files.of_campaign(content, campaign, timezone.localdate())
    except Unreadable as error:
        form.add_error("file", str(error))
        return {}
    if sheet.table.troubled:
        return {"panels": [_problems(sheet)]}
    packed = base64.b64encode(content).decode()
    token = signing.dumps(packed, salt=_salt(request, campaign), compress=True) if sheet.new else ""
    return {"sheet": sheet, "content": token, "panels": [_left_out(sheet)] if sheet.left_out else []}


def _taken_in(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Judged anew: what was true when it was shown may not be so now."""
    try:
        packed = signing.loads(request.POST["content"], salt=_salt(request, campaign), max_age=READ_WITHIN)
        sheet = lead_files.of_campaign(base64.b64decode(packed), campaign, timezone.localdate())
        if sheet.table.troubled:
            raise Unreadable
        count = leads.take_in(campaign=campaign, answers=sheet.new, door=LeadDoor.FILE, by=request.user, at=now())
    except (signing.BadSignature, Unreadable, leads.OutsideTheCampaign):
        messages.error(request, _("What you saw is no longer so. Choose the file once more; nothing was taken in."))
        return redirect("admin:campaign_import", campaign.pk)
    except campaigns.NotOpen:
        messages.error(request, _("The campaign takes nobody in."))
        return redirect(campaign.get_absolute_url())
    text = ngettext("%(count)d person is taken in and told.", "%(count)d persons are taken in and told.", count)
    messages.success(request, text % {"count": count})
    return redirect(campaign.get_absolute_url())


def _salt(request: HttpRequest, campaign: Campaign) -> str:
    """For this colleague and this campaign only."""
    return f"{SALT}:{campaign.pk}:{request.user.pk}"


def _problems(sheet: lead_files.Sheet) -> Panel:
    rows = [(row.line, " ".join(row.problems)) for row in sheet.table.troubled[:MOST_SHOWN]]
    count = len(sheet.table.troubled)
    note = _("Nothing was taken in, and nothing of the file is kept. Mend it and choose it once more.")
    title = ngettext("%(count)d row is not in order", "%(count)d rows are not in order", count) % {"count": count}
    return Panel(title, (_("line"), _("what is wrong")), rows, note=note)


def _left_out(sheet: lead_files.Sheet) -> Panel:
    rows = [(row.line, why_not.label) for row, why_not in sheet.left_out[:MOST_SHOWN]]
    note = _("These stay outside; the others can come in.") if sheet.new else ""
    return Panel(_("Left out"), (_("line"), _("why")), rows, note=note)


def make_key(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The answer to the button is the only page that ever shows the secret."""
    campaign = get_object_or_404(Campaign.objects.taking_in(), pk=pk)
    context: dict[str, Any] = {"title": gettext_lazy("Make a key"), "campaign": campaign, "subtitle": None}
    context |= {
        "lines": _sent(campaign),
        "fields": ", ".join(each.name for each in lead_files.columns(timezone.localdate())),
    }
    if request.method == "POST":
        try:
            context["secret"] = reading.secret_of(campaigns.make_key(campaign=campaign, at=now()))
        except campaigns.TwoKeysAlready:
            messages.error(request, _("Two keys work already. End the oldest before you make another."))
            return redirect(campaign.get_absolute_url())
    shown = TemplateResponse(request, "admin/campaign_key.html", site.each_context(request) | context)
    return once.over(shown) if "secret" in context else shown


def _sent(campaign: Campaign) -> list[str]:
    return [
        f"POST {settings.SITE_URL}{reverse('deliver_lead', args=[campaign.pk])}",
        "Content-Type: application/json",
        "X-Timestamp: 1764342000",
        "Idempotency-Key: 5f0c8a34-…",
        'X-Signature: hex(HMAC-SHA256(secret, timestamp + "." + idempotency_key + "." + body))',
    ]


ONE = "candidates/campaign/<uuid:pk>/"
admin.site.add_page(
    Page("campaign_import", gettext_lazy("Read a file"), "candidates", TAKE_IN, read_file, ONE + "import/")
)
admin.site.add_page(Page("campaign_key", gettext_lazy("Make a key"), "candidates", CHANGE, make_key, ONE + "key/"))
