"""What we leave in a browser: the register, told to anyone, and the choice of what is optional."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from privacy.choices.cookies import CookieKind, CookieStore
from privacy.models import CookieEntry
from privacy.queries import cookies
from privacy.views import origins

NECESSARY, ALL, CHOSEN, CHOOSE = "necessary", "all", "chosen", "choose"
GPC_SINCE = "2026-11-29"


@login_not_required
@csrf_exempt  # as the choice of language: reading the page sets no cookie, so there is no token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cookie_register(request: HttpRequest) -> HttpResponse:
    """Every cookie, and the choice; works without JavaScript."""
    about = cookies.register()
    if request.method == "POST":
        origins.refuse_other_sites(request)
        return _answered(request, about)
    entries = CookieEntry.objects.in_use().order_by("place", "name")
    context: dict[str, Any] = {
        "necessary": [_told(each) for each in entries if not each.is_optional],
        "optional": [_told(each) for each in entries if each.is_optional],
        "kinds": [(kind, CookieKind(kind).label) for kind in about.kinds],
        "register": about, "choice": cookies.choice_of(request, about), "yes": cookies.allowed(request, about),
        "signals_no": cookies.signals_no(request), "holds": next(cookies.how_long(each) for each in entries if each.name == cookies.CHOICE),
        "next": _next(request, request.GET.get("neste", "")),
    }  # fmt: skip
    return render(request, "privacy/cookie_register.html", context)


def _told(entry: CookieEntry) -> dict[str, Any]:
    name = cookies.sent_as(entry.name) if entry.store == CookieStore.COOKIE else entry.name
    return {"entry": entry, "name": name, "lasts": cookies.how_long(entry)}


def _answered(request: HttpRequest, about: cookies.Register) -> HttpResponse:
    said, back = request.POST.get("choice", ""), _next(request, request.POST.get("next", ""))
    here = reverse("cookie_register")
    if said not in (NECESSARY, ALL, CHOSEN):
        return redirect(f"{here}{'?' + urlencode({'neste': back}) if back else ''}#valg")
    if said != NECESSARY and request.POST.get("version") != str(about.version):
        messages.warning(request, _("The list has changed since you opened the page. Read it once more, and choose."))
        return redirect(f"{here}#valg")
    asked = {NECESSARY: [], ALL: about.kinds, CHOSEN: request.POST.getlist("kinds")}[said]
    kinds = frozenset(asked) & frozenset(about.kinds)
    response = redirect(back or here)
    cookies.keep(response, cookies.Choice(about.version, kinds, bool(kinds) and cookies.signals_no(request)))
    for entry in CookieEntry.objects.optional().exclude(kind__in=kinds).order_by("pk"):
        if cookies.sent_as(entry.name) in request.COOKIES:
            cookies.forget(response, entry.name)
    messages.success(request, _("Your choice is stored. You find it again under Cookies at the foot of every page."))
    return response


def _next(request: HttpRequest, where: str) -> str:
    """A page of ours to go back to."""
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if is_ours and where.startswith("/") else ""


@login_not_required
@require_safe
def gpc_json(request: HttpRequest) -> JsonResponse:
    """That we heed Global Privacy Control, for browsers and tools."""
    return JsonResponse({"gpc": True, "lastUpdate": GPC_SINCE})
