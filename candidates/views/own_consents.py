"""Every consent on one page: given when and to what, a receipt, what would happen without it, and the button."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from candidates.queries import people, sharing_effects
from candidates.queries.own_pages import roles
from privacy.actions import consents
from privacy.choices import Channel, ConsentPurpose
from privacy.choices.cookies import CookieKind
from privacy.queries import cookies, own_consents

SEEKING = (ConsentPurpose.FURTHER_STORAGE, ConsentPurpose.JOB_ALERTS)
WHERE = {ConsentPurpose.FURTHER_STORAGE: "my_storage", ConsentPurpose.JOB_ALERTS: "my_mail"}


@never_cache
@require_safe
def my_consents(request: HttpRequest) -> HttpResponse:
    candidate, about = people.for_person(request.user), cookies.register()
    also = SEEKING if candidate else (ConsentPurpose.NEWSLETTER,) if roles(request.user).is_contact else ()
    found, events = own_consents.of_person(
        _person(request), language=get_language() or "nb", at=timezone.now(), also=also
    )
    context = {
        "consents": [(each, WHERE.get(each.purpose, "")) for each in found],
        "events": events,
        "to_others": sharing_effects.TO_OTHERS[sharing_effects.others(candidate)] if candidate else "",
        "asks_cookies": bool(about.kinds),
        "cookies": [CookieKind(kind).label for kind in sorted(cookies.allowed(request, about))],
    }
    return render(request, "candidates/my_consents.html", context)


@require_POST
def withdraw_my_consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """As easy as it was given, for each of them."""
    if purpose not in ConsentPurpose.values:
        raise Http404
    try:
        consents.withdraw(
            subject_id=_person(request), purpose=ConsentPurpose(purpose), language=get_language() or "nb",
            channel=Channel.OWN_PAGES, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except consents.NotGiven:
        messages.info(request, _("There is no consent to withdraw. Nothing was changed."))
    else:
        messages.success(request, _("You have withdrawn your consent. The page shows what holds now."))
    return redirect("my_consents")


def _person(request: HttpRequest) -> uuid.UUID:
    candidate = people.for_person(request.user)
    return candidate.subject_id if candidate else request.user.subject_id
