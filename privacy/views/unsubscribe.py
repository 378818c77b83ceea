"""Where the link in an advertisement leads: which kinds there are, a button to stop each, and one to stop all."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from privacy import registries
from privacy.actions import suppressions
from privacy.queries.suppressions import ALL, LinkUnknown, StopLink, address_of_link, choices_of, read

UNKNOWN = "privacy/unsubscribe_unknown.html"


@csrf_exempt  # the mail program of the reader presses the button (RFC 8058); the signed link is what it has
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Opening changes nothing; POST stops it at once, and answers where it was sent (no redirect: RFC 8058).

    What a mail program sends names nothing: it stops the kind the mail was of. A button of the page says which.
    """
    try:
        link = read(token)
    except LinkUnknown:
        return render(request, UNKNOWN, status=404)
    if request.method == "POST":
        kind = request.POST.get("stop", link.kind)
        if kind != ALL and kind != link.kind and kind not in registries.kinds_of_advertising:
            raise Http404
        suppressions.stop(link=link, kind=kind, at=timezone.now())
    return _page(request, "privacy/unsubscribe.html", token, link)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advertise_again(request: HttpRequest, token: str) -> HttpResponse:
    """Asked for anew, kind by kind: logged in, by whoever has shown to read the address. Not by the link alone."""
    try:
        link = read(token)
    except LinkUnknown:
        return render(request, UNKNOWN, status=404)
    email = address_of_link(link, of=request.user.subject_id)
    if request.method == "POST" and email:
        if request.POST.get("kind") not in registries.kinds_of_advertising:
            raise Http404
        suppressions.resume(email=email, kind=request.POST["kind"], by=request.user, at=timezone.now())
        return redirect("advertise_again", token=token)
    return _page(request, "privacy/advertise_again.html", token, link, is_theirs=bool(email))


def _page(request: HttpRequest, template: str, token: str, link: StopLink, **more: object) -> HttpResponse:
    stopped = link.stopped()
    known = {"token": token, "choices": choices_of(link), "is_all_stopped": ALL in stopped, "is_stopped": bool(stopped)}
    return render(request, template, known | more)
