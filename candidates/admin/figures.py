"""The figures of the agency: a page with tables and charts, and the same for a spreadsheet."""

import csv
import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.actions import counting
from candidates.admin import stages
from candidates.admin.charts import Chart, chart
from candidates.choices import CampaignChannel, Origin, Stage
from candidates.forms.figures import FiguresForm, quarter_name
from candidates.queries import figures, periods
from candidates.queries.figures import Choices
from candidates.queries.import_words import harmless_cell
from candidates.queries.small_counts import FEW
from privacy.admin.show import NOTHING, Panel, Text
from privacy.admin.site import Page, WorkspaceSite
from privacy.queries import page_counts
from privacy.queries.waiting import TookTooLong

TITLE = gettext_lazy("Figures")
APP = "candidates"
A_WHILE = "60"  # seconds until the worker may have counted


@dataclass(frozen=True)
class Part:
    """One table, and the chart beside it."""

    panel: Panel
    chart: Chart | None = None


def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    form, known = _answered(request)
    context: dict[str, Any] = {"title": TITLE, "subtitle": None, "form": form, "few": FEW}
    if known:
        context |= {"parts": _parts(form, known.figures), "counted_at": known.counted_at}
    else:
        context["again"] = request.get_full_path()
    asked = {name: request.GET.get(name, "") for name in form.fields if form.is_valid()}
    query = urlencode({name: value for name, value in asked.items() if value})
    context["csv_url"] = reverse("admin:figures_csv") + (f"?{query}" if query else "")
    return TemplateResponse(request, "admin/figures.html", site.each_context(request) | context)


def sheet(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    """For a spreadsheet, which runs none of it: table, row, column, number."""
    form, known = _answered(request)
    if form.errors:
        said = _("This cannot be chosen: open the page of the figures, and fetch the sheet from there.")
        return HttpResponse(said, "text/plain; charset=utf-8", status=400)
    if known is None:
        said = _("There is much to count, and it is done in the background. Fetch the sheet again in a minute or two.")
        return HttpResponse(said, "text/plain; charset=utf-8", status=503, headers={"Retry-After": A_WHILE})
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="figures-{timezone.localdate():%Y-%m-%d}.csv"'
    writer = csv.writer(response, delimiter=";")
    for part in _parts(form, known.figures):
        writer.writerow(map(harmless_cell, (part.panel.title, *part.panel.heads[1:])))
        writer.writerows(map(harmless_cell, row) for row in part.panel.rows)
        writer.writerow(())
    return response


def _answered(request: HttpRequest) -> tuple[FiguresForm, counting.Known | None]:
    """What is asked for, and the figures; None while the worker counts them."""
    now = timezone.now()
    spans = periods.spans(timezone.localdate(now))
    try:
        offered = counting.offered(spans["all"], at=now)
    except TookTooLong:
        return FiguresForm({}, spans=spans, offered=Choices([], [])), None
    form = FiguresForm(request.GET, spans=spans, offered=offered)
    form.is_valid()
    return form, counting.find(counting.Question(form.scope, form.span, spans["all"]), at=now)


def _parts(form: FiguresForm, found: figures.Figures) -> list[Part]:
    return [
        _quarters(found.quarters),
        _sources(found.sources),
        _stays(found.stays, found.fill),
        *([] if found.titles is None else [_titles(found.titles), _pages(*form.span.between)]),
    ]


# --- the tables ---
def _number(value: int | None) -> Text:
    return _("fewer than %(few)s") % {"few": FEW} if value is None else str(value)


def _days(took: figures.Took) -> Text:
    return NOTHING if took.days is None else str(took.days)


def _heads(first: Text) -> tuple[Text, ...]:
    """Over the numbers of `Reached`."""
    return first, _("received"), *(stage.label for stage in figures.REACHED)


def _table(title: Text, first: Text, rows: list[tuple[Text, figures.Reached]], note: Text = "") -> Panel:
    cells = [(label, *map(_number, (each.received, *each.reached))) for label, each in rows]
    return Panel(title, _heads(first), cells, _("No applications in this period."), note)


def _drawn(name: str, title: Text, rows: list[tuple[Text, figures.Reached]]) -> Chart:
    words = [(label, each.received, _number(each.received)) for label, each in rows]
    return chart(name, title, _("One bar for each row of the table: applications received."), words)


def _quarters(found: list[figures.Reached]) -> Part:
    rows = [(quarter_name(each.key.year, each.key.number), each) for each in found]
    title = _("Applications by quarter")
    note = _(
        "Always the last two years, by the day they came. Whoever has been erased since is not counted any more, so early "
        "quarters shrink with time."
    )
    return Part(_table(title, _("quarter"), rows, note), _drawn("quarters", title, rows))


def _sources(found: list[figures.Reached]) -> Part:
    rows = [(_source(*each.key), each) for each in found]
    title = _("Source and channel")
    return Part(_table(title, _("came by"), rows), _drawn("sources", title, rows) if rows else None)


def _source(origin: str, channel: str) -> str:
    label = Origin(origin).label
    return f"{label}: {CampaignChannel(channel).label}" if channel else label


def _stays(stays: list[figures.Took], fill: figures.Took) -> Part:
    rows = [(Stage(each.key).label, each) for each in stays]
    rows.append((_("time to fill: from an order is opened until somebody is employed"), fill))
    title = _("Days in each stage")
    heads = (_("stage"), _("how many"), _("days (median)"))
    note = _(
        "A stay counts in the period in which it ended, an order when its first employment was registered. Median: half "
        "took this many days or fewer."
    )
    panel = Panel(title, heads, [(label, _number(each.count), _days(each)) for label, each in rows], note=note)
    bars = [(label, each.days, _days(each)) for label, each in rows[:-1]]
    return Part(panel, chart("days", title, _("One bar for each stage: days until half had left it."), bars))


def _titles(found: list[figures.Reached]) -> Part:
    others = _("others: open registrations, and positions with few applications")
    return Part(_table(_("Positions"), _("position"), [(each.key or others, each) for each in found]))


def _pages(begins: datetime.datetime, ends: datetime.datetime) -> Part:
    """Of nobody, so also small numbers are shown as they are."""
    last = timezone.localdate(ends) - datetime.timedelta(days=1)
    rows = [(each.page, each.count) for each in page_counts.between(timezone.localdate(begins), last)]
    note = _("Counted without cookies: a page, a day and a number. Colleagues and plain machines are left out.")
    return Part(
        Panel(_("Pages shown on the website"), (_("page"), _("how often")), rows, _("Nothing is counted yet."), note)
    )


admin.site.add_page(Page("figures", TITLE, APP, stages.MAY, page))
admin.site.add_page(Page("figures_csv", TITLE, APP, stages.MAY, sheet, "figures/figures.csv"))
