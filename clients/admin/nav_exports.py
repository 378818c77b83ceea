"""Export to NAV: which ads can go, what is missing in the others, what is to be stopped; and the file of those chosen."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.actions import nav_exports
from clients.models import AdExport, JobAd
from clients.queries import nav_ads, nav_contacts, papers
from clients.registries import ad_board
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite

TITLE = gettext_lazy("Export to NAV")
MAY = "clients.change_jobad"
MOST = 200
NOT_APPROVED = gettext_lazy(
    "The agency's approval by Arbeidstilsynet is not in force today, and NAV rejects every ad of an agency without it: no ad "
    "goes out. The manager writes down the renewed approval under Papers of the agency; then the ads can go. What left our "
    "site can be stopped at NAV all the same."
)


class Standing(NamedTuple):
    """An ad on the site, what is in the way of sending it, and whether NAV has it as it is."""

    ad: JobAd
    missing: list[nav_ads.Missing]
    is_there: bool


def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and (answer := _sent(request)):
        return answer
    rows = _standing()
    ready = [each for each in rows if not each.missing]
    context = {
        "title": TITLE, "changed": [each.ad for each in ready if not each.is_there],
        "same": [each.ad for each in ready if each.is_there], "panels": [_not_ready(rows), _to_stop()],
        "is_known": nav_contacts.recipient(now()) is not None, "is_approved": papers.is_approved(timezone.localdate()),
        "papers_url": reverse("admin:clients_agencypaper_changelist") if request.user.has_perm("clients.view_agencypaper") else "",
        "not_approved": NOT_APPROVED,
    }  # fmt: skip
    return TemplateResponse(request, "admin/nav_export.html", site.each_context(request) | context)


def _standing() -> list[Standing]:
    at = now()
    found, agreed = [], nav_contacts.agreed(at)
    for ad in nav_ads.on_the_site(at)[:MOST]:
        written = nav_ads.line(nav_ads.told(ad, agreed.contact(ad)))
        found.append(Standing(ad, nav_ads.missing(ad, at=at), nav_exports.is_there(ad, written)))
    return found


def _sent(request: HttpRequest) -> HttpResponse | None:
    """The file; or None, with a sentence, where an ad turned out not to be ready."""
    chosen, at = _numbers(request.POST.getlist("ad")), now()
    try:
        package = nav_exports.export(chosen=chosen, again="again" in request.POST, by=request.user, at=at)
    except nav_exports.NotApproved:
        messages.error(request, NOT_APPROVED)
        return None
    except nav_exports.NotReady as error:
        messages.error(
            request, _("Something is missing in %(ad)s: see below. Nothing was put in a file.") % {"ad": error.ad}
        )
        return None
    if not package:
        messages.info(request, _("Nothing to send: choose an ad that is new or changed."))
        return redirect("admin:nav_export")
    response = HttpResponse(ad_board()(package), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="nav-{timezone.localtime(at):%Y%m%d-%H%M}.zip"'
    return response


def _numbers(typed: list[str]) -> set[UUID]:
    """What is no number of an ad is nothing chosen."""
    return {number for each in typed if (number := _number(each))}


def _number(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _not_ready(rows: list[Standing]) -> Panel:
    lines = [
        (show.link(_address(each.ad), each.ad.title), format_html_join("", "<p>{}</p>", ((_said(each.ad, what),) for what in each.missing)))
        for each in rows
        if each.missing
    ]  # fmt: skip
    return Panel(
        _("What is missing"), (_("ad"), _("to be put right")), lines, _("Nothing: every ad on the site can go.")
    )


def _said(ad: JobAd, what: nav_ads.Missing) -> Any:
    """The sentence, as a way to the field."""
    if not what.field:
        return what.sentence
    if what.of_order:
        return show.link(
            f"{reverse('admin:clients_joborder_change', args=[ad.order_id])}#id_{what.field}", what.sentence
        )
    return show.link(f"{_address(ad)}#id_{what.field}", what.sentence)


def _address(ad: JobAd) -> str:
    return reverse("admin:clients_jobad_change", args=[ad.pk])


def _to_stop() -> Panel:
    over = AdExport.objects.shown_there().exclude(ad__in=JobAd.objects.published(now())).select_related("ad")
    lines = [
        (show.link(_address(each.ad), each.ad.title), each.ad_id, show.day(each.sent_at))
        for each in over.order_by("pk")[:MOST]
    ]
    heads = (_("ad"), _("reference"), _("put in a file"))
    note = _("They are off our site. Their references come with the next file; NAV is told to stop each.")
    return Panel(_("To be stopped at NAV"), heads, lines, _("Nothing."), note=note if lines else "")


def on_ad(request: HttpRequest, ad: JobAd) -> list[Panel]:
    """On the page of an ad on the site: whether NAV has it, and what is in the way."""
    if not request.user.has_perm(MAY) or (found := nav_ads.on_the_site(now()).filter(pk=ad.pk).first()) is None:
        return []
    rows: list[tuple[Any, ...]] = [(_said(found, each),) for each in nav_ads.missing(found, at=now())]
    if not papers.is_approved(timezone.localdate()):
        rows = [(NOT_APPROVED,), *rows]
    way = show.link(reverse("admin:nav_export"), TITLE)
    return [Panel(TITLE, (_("to be put right"),), rows, _("Nothing is missing: it can go."), way)]


admin.site.add_panels(JobAd, on_ad)
admin.site.add_page(Page("nav_export", TITLE, "clients", MAY, page))
