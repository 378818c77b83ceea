"""The advisers' workspace: Django's admin with our own door, menu, home page and pages."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from privacy.admin import once
from privacy.admin.choosing import Choices
from privacy.admin.folding import Folded, Panels
from privacy.admin.menu import Menus
from privacy.admin.show import Panel

Text = str | Promise
Names = Callable[[HttpRequest, Collection[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True)
class Waiting:
    """One line of the home page: how much of what waits, and where it is dealt with."""

    label: Text
    count: int
    url: str
    tone: str = "info"


@dataclass(frozen=True)
class Page:
    """A page of the workspace that no single model owns; one with a `route` is reached from another, not the menu.

    What its form says is done once. `back` names where one is led who sends it again, if not to the page itself.
    """

    name: str
    label: Text
    app_label: str
    permission: str  # empty: whoever works here, for what is one's own
    view: Callable[..., HttpResponse]  # of the site, the request, and what its route names
    route: str = ""
    back: str = ""
    in_parts: bool = False  # of many rows each is taken once, by the page itself


class WorkspaceSite(AdminSite):
    """The staff's workspace. Library pages do not appear in it: every page here reads and writes by our rules."""

    site_title = _("Fremrykk workspace")
    site_header = _("Fremrykk workspace")
    index_title = _("What is waiting")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._waiting: list[Callable[[HttpRequest], list[Waiting]]] = []
        self._pages: list[Page] = []
        self._panels: dict[type[Model], list[Panels | Folded]] = defaultdict(list)
        self._names: list[Names] = []
        self._at_home: list[Callable[[HttpRequest], list[Panel]]] = []
        self._menus = Menus(self._menu)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take only pages built on our base class: a library's own would write log entries and show secrets."""
        if admin_class is not None and issubclass(admin_class, ModelAdmin) and hasattr(admin_class, "workspace"):
            super().register(model_or_iterable, admin_class, **options)
            self._menus.forget()

    def unregister(self, model_or_iterable: Any) -> None:
        super().unregister(model_or_iterable)
        self._menus.forget()

    def add_waiting(self, source: Callable[[HttpRequest], list[Waiting]]) -> None:
        """Let an app say on the home page what waits for whoever asks; at most one query per line."""
        self._waiting.append(source)

    def add_home(self, source: Callable[[HttpRequest], list[Panel]]) -> None:
        """Let an app put its tables on the home page, beneath what waits; each with as many queries however much there is."""
        self._at_home.append(source)

    def add_page(self, page: Page) -> None:
        self._pages.append(page)
        self._menus.forget()

    def add_panels(self, model: type[Model], source: Panels | Folded) -> None:
        """Let an app above put its tables beneath a row of an app below, open or folded."""
        self._panels[model].append(source)

    def panels_of(self, model: type[Model]) -> list[Panels | Folded]:
        return self._panels[model]

    def add_names(self, source: "Names") -> None:
        """Let an app say who persons are, as far as whoever asks may know; a fixed number of queries, however many."""
        self._names.append(source)

    def names_of(self, request: HttpRequest, persons: Collection[UUID]) -> dict[UUID, str]:
        """What each of these persons is called, linked to a page; one nobody knows by name is not among them."""
        return {person: name for source in self._names for person, name in source(request, persons).items()}

    # --- the door ---
    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login on the site; whoever is in and does not work here is refused."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return _log_out(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Choices.as_view(admin_site=self)(request)

    # --- what is in it ---
    def get_urls(self) -> list[Any]:
        own = [
            path(page.route or f"{page.name}/", self.admin_view(self._opener(page)), name=page.name)
            for page in self._pages
        ]
        hidden = {"password_change", "password_change_done", "view_on_site"}
        return own + [url for url in super().get_urls() if getattr(url, "name", None) not in hidden]

    def _opener(self, page: Page) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **named: Any) -> HttpResponse:
            if page.permission and not request.user.has_perm(page.permission):
                raise PermissionDenied
            try:
                if page.in_parts:
                    return page.view(self, request, **named)
                return once.page(request, lambda: page.view(self, request, **named))
            except once.SentBefore:
                messages.success(request, once.SENT_BEFORE)
                return redirect(page.back or request.get_full_path())

        return view

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        lines = [line for source in self._waiting for line in source(request)]
        waiting, nothing = [line for line in lines if line.count], [line for line in lines if not line.count]
        panels = [panel for source in self._at_home for panel in source(request)]
        known = {"title": self.index_title, "subtitle": None, "waiting": waiting, "nothing": nothing, "panels": panels}
        context = self.each_context(request) | known
        return TemplateResponse(request, "admin/index.html", context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        return [app for app in self._menus.of(request) if app_label in (None, app["app_label"])]

    def _menu(self, request: HttpRequest) -> list[Any]:
        """Our order of the apps and of what is in them, pages among the models."""
        apps = self._build_app_dict(request).values()
        for app in apps:
            app["models"].sort(key=lambda entry: (self._registry[entry["model"]].menu_order, entry["name"]))
            app["models"][:0] = [self._entry(page) for page in self._pages if self._shows(page, app, request)]
        return sorted(apps, key=lambda app: APP_ORDER.index(app["app_label"]))

    def _shows(self, page: Page, app: dict[str, Any], request: HttpRequest) -> bool:
        is_listed = not page.route and page.app_label == app["app_label"]
        return is_listed and request.user.has_perm(page.permission)

    def _entry(self, page: Page) -> dict[str, Any]:
        return {"name": page.label, "object_name": page.name, "admin_url": reverse(f"admin:{page.name}"), "model": None}


@cache
def workspace() -> WorkspaceSite:
    """The one site. Django makes it on first use, which may be in the middle of importing what registers with it."""
    return WorkspaceSite()


APP_ORDER = ("candidates", "clients", "privacy", "accounts")


@require_POST
def _log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")
