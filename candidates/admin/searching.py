"""The search: one box and filters over the base, neutral order, pages by key; searches one saves for oneself."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from candidates.actions import searches
from candidates.forms.searching import SaveForm, SearchForm
from candidates.models import Candidate, SavedSearch
from candidates.queries import filters, paging, search, words
from candidates.queries.searchable import searchable_by
from privacy.admin.base import now
from privacy.admin.filters import is_number
from privacy.admin.site import Page, WorkspaceSite
from privacy.queries.waiting import TookTooLong

TITLE = _("Search")
VIEW = "candidates.view_candidate"
LONGEST_KEY = 19  # digits
REFUSALS: dict[type[Exception], Any] = {
    searches.NameTaken: _("You have a search of this name already. Choose another name."),
    searches.TooMany: _("You have as many saved searches as there can be. Delete one first."),
    searches.AlreadyForgotten: _("This saved search is gone already."),
}
RELATED = ("profile", "skills", "certificates", "languages", "tag_uses__tag")


def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _saved(request)
    form = SearchForm(request.GET or None)
    context: dict[str, Any] = {"title": TITLE, "subtitle": None, "form": form, "save_form": SaveForm(auto_id="save_%s")}
    if form.is_valid() and form.asked:
        context |= _found(request, form)
    context["is_narrowed"] = form.is_bound and (not form.is_valid() or bool(form.asked.keys() - {"q"}))
    context["saved"] = SavedSearch.objects.owned_by(request.user).order_by("name", "pk")
    return TemplateResponse(request, "admin/search.html", site.each_context(request) | context)


def _found(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    asked, today = form.asked, timezone.localdate()
    edges = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        with search.in_time():
            typed = words.asked(asked.get("q", ""))
            among = filters.filtered(searchable_by(request.user, today), asked, today)
            found = search.settled(search.matching(typed, among if typed or "q" not in asked else among.none()))
            count = search.counted(found)
            shown = paging.page(
                found.people.prefetch_related(*RELATED), sort=form.order, are_few=found.are_few, **edges
            )
            marked = search.snippets(typed, [each.pk for each in shown.people])
    except TookTooLong:
        return {"is_too_broad": True}
    if count is None and not (shown.before or shown.after):
        count = len(shown.people)
    searches.record_found(people=[each.subject_id for each in shown.people], by=request.user, at=now())
    return {
        "hits": [(each, getattr(each, "profile", None), _mark(marked.get(each.pk, ""))) for each in shown.people],
        "count": count, "most": search.MOST_COUNTED, "is_capped": (count or 0) > search.MOST_COUNTED,
        "is_asked": True, "is_cut": words.are_too_many(asked.get("q", "")), "most_words": words.MOST_WORDS,
        "query": _query(request.GET),
        "earlier": _query(request.GET, before=shown.before) if shown.before else "",
        "later": _query(request.GET, after=shown.after) if shown.after else "",
    }  # fmt: skip


def _query(data: QueryDict, **edge: str) -> str:
    """What was asked, for an address: what the form knows and is not empty."""
    asked = {name: data.get(name, "") for name in SearchForm.base_fields}
    return urlencode({name: value for name, value in (asked | edge).items() if value})


def _mark(snippet: str) -> str:
    """The hits marked, all else as it was written: a CV is a stranger's text."""
    before, *hits = snippet.replace(search.END + search.BEGIN, "").split(search.BEGIN)
    pieces = (hit.partition(search.END)[::2] for hit in hits)
    return format_html("{}{}", before, format_html_join("", "<mark>{}</mark>{}", pieces))


# --- saved searches ---
def _saved(request: HttpRequest) -> HttpResponse:
    try:
        return _forget(request) if "forget" in request.POST else _save(request)
    except tuple(REFUSALS) as error:
        messages.error(request, REFUSALS[type(error)])
    return redirect(_address(request.POST.get("asked", "")))


def _save(request: HttpRequest) -> HttpResponse:
    form, asked = SaveForm(request.POST), _query(QueryDict(request.POST.get("asked", "")[:4000]))
    if not form.is_valid() or not asked:
        messages.error(request, _("Search for something, and give the search a name of at most 80 letters."))
    elif len(asked) > SavedSearch._meta.get_field("asked").max_length:
        messages.error(request, _("This is too long to be saved. Search for less."))
    else:
        searches.save(name=form.cleaned_data["name"], asked=asked, by=request.user, at=now())
        messages.success(request, _("Saved. Only you see it."))
    return redirect(_address(asked))


def _forget(request: HttpRequest) -> HttpResponse:
    number = request.POST["forget"]
    is_key = is_number(number) and len(number) < LONGEST_KEY
    saved = SavedSearch.objects.owned_by(request.user).filter(pk=number if is_key else 0).first()
    if saved is None:
        raise searches.AlreadyForgotten
    searches.forget(saved=saved, by=request.user, at=now())
    messages.success(request, _("The saved search is deleted."))
    return redirect(_address(""))


def _address(asked: str) -> str:
    query = _query(QueryDict(asked[:4000]))
    return reverse("admin:search") + (f"?{query}" if query else "")


admin.site.add_page(Page("search", TITLE, Candidate._meta.app_label, VIEW, page))
