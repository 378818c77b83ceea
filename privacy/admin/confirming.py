"""Who changes what everything hangs on, or takes many persons' data out, has just shown who they are (AUT-08)."""

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

CONFIRM = "confirm"
APP = "privacy"


def confirm_again(request: HttpRequest) -> None:
    """Asks for the password or the second factor, unless it was given a moment ago; the POST goes on after that.

    allauth goes on with it at an address without a query only, and drops it at another. What was in the query goes along.
    """
    if request.method == "POST" and is_reauthentication_required(request, app=APP):
        request.GET, request.META["QUERY_STRING"] = request.GET, ""  # read before it is emptied
    raise_if_reauthentication_required(request, app=APP)


def before_file(request: HttpRequest, back: str) -> HttpResponse | None:
    """The same before a file is handed out; None when it can be. Then `back` is shown, where the file is asked for again:
    as the answer to the login it would leave the login page standing there."""
    if CONFIRM in request.GET:
        confirm_again(request)
        messages.info(request, _("Confirmed. Now you can take the file."))
        return redirect(back)
    if is_reauthentication_required(request, app=APP):
        asked = request.GET.copy()
        asked[CONFIRM] = "yes"
        return redirect(f"{request.path}?{asked.urlencode()}")
    return None
