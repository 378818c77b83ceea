"""A colleague's own views: saved from a list that is filtered, opened and removed at home."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.actions import saved_views
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.models import SavedView

REFUSALS: dict[type[Exception], object] = {
    saved_views.TooMany: gettext_lazy("You have twenty views: remove one first."),
    saved_views.NoFilters: gettext_lazy(
        "Choose a filter first. A word searched for is never saved: it is often a name."
    ),
}


class SaveForm(forms.Form):
    name = forms.CharField(max_length=60)
    address = forms.CharField(max_length=2_000)

    def clean_address(self) -> str:
        """A list of ours, and nothing else."""
        address: str = self.cleaned_data["address"]
        try:
            found = resolve(address.partition("?")[0])
        except Resolver404:
            raise forms.ValidationError("") from None
        if found.namespace != "admin" or not (found.url_name or "").endswith("_changelist"):
            raise forms.ValidationError("")
        return address


def save(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 letters."))
        return redirect(_list_of(form))
    try:
        saved_views.save(by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Saved: it stands on the home page."))
    except tuple(REFUSALS) as error:
        messages.error(request, str(REFUSALS[type(error)]))
    return redirect(form.cleaned_data["address"])


def _list_of(form: SaveForm) -> str:
    return str(form.cleaned_data.get("address") or reverse("admin:index"))


def remove(site: WorkspaceSite, request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    saved_views.remove(pk=pk, by=request.user)
    messages.success(request, _("The view is removed."))
    return redirect("admin:index")


def at_home(request: HttpRequest) -> list[Panel]:
    mine = SavedView.objects.filter(account=request.user.pk).order_by("name", "pk")
    rows = [(show.link(view.address, view.name), _button(request, view)) for view in mine]
    return [Panel(gettext_lazy("My views"), (gettext_lazy("view"), gettext_lazy("remove")), rows)] if rows else []


def _button(request: HttpRequest, view: SavedView) -> str:
    return mark_safe(render_to_string("admin/remove_view.html", {"view": view}, request))  # noqa: S308  a template of ours, escaped


for page in (
    Page("save_view", gettext_lazy("Save the view"), "privacy", "", save, "views/save/", "admin:index"),
    Page(
        "remove_view", gettext_lazy("Remove the view"), "privacy", "", remove, "views/<int:pk>/remove/", "admin:index"
    ),
):
    admin.site.add_page(page)
admin.site.add_home(at_home)
