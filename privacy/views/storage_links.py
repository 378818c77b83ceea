"""Where the links in a warning lead: one page to keep, one to delete, one button each. Nothing happens on opening."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from privacy import queries as privacy
from privacy.actions import consents, erasure
from privacy.choices import Channel, ConsentPurpose, ErasureCause, NoticeKind
from privacy.decide import Verdict
from privacy.models import Notice
from privacy.queries import own_storage, receipts, storage_links
from privacy.queries.storage_links import StorageLink
from privacy.views.receipts import as_file

LONGER = ConsentPurpose.FURTHER_STORAGE
Page = Callable[..., HttpResponse]


def by_link(page: Page) -> Page:
    """Give the view whose link it is, or say why it opens nothing."""

    @login_not_required
    @never_cache
    @wraps(page)
    def door(request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = storage_links.read(token, today=timezone.localdate())
        except storage_links.LinkGone:
            return render(request, "gone.html", status=410)
        except storage_links.LinkUnknown:
            return render(request, "privacy/storage_link_over.html", {"is_unknown": True}, status=404)
        except storage_links.LinkOver:
            return render(request, "privacy/storage_link_over.html", {"is_unknown": False}, status=410)
        return page(request, link, token)

    return door


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def keep_data(request: HttpRequest, link: StorageLink, token: str) -> HttpResponse:
    """The words of the consent and one button; once it is given, what came of it, and the button that takes it back."""
    if request.method == "POST":
        _answer(request, link)
        return redirect("keep_data", token=token)
    now = timezone.now()
    today = timezone.localdate(now)
    consent = privacy.consent_in_force(link.subject_id, LONGER)
    explanation = privacy.explain(link.subject_id, today)
    consenting = privacy.explain_consenting(link.subject_id, LONGER, now)
    context = {
        "token": token,
        "consent": consent,
        "is_kept": consent is not None and timezone.localdate(consent.at) == today,
        "held": own_storage.held(explanation),
        "staying": own_storage.going_earlier(explanation, consenting),
        "words": Notice.objects.in_force(NoticeKind.FURTHER_STORAGE, today).text(get_language()),
    }
    return render(request, "privacy/keep_data.html", context)


def _answer(request: HttpRequest, link: StorageLink) -> None:
    given: dict[str, Any] = {
        "subject_id": link.subject_id, "purpose": LONGER, "language": get_language(), "channel": Channel.MAIL_LINK,
        "by": link.account, "at": timezone.now(),
    }  # fmt: skip
    try:
        if request.POST.get("answer") == "withdraw":
            consents.withdraw(**given)
            messages.success(request, _("You have withdrawn your consent. The table shows what goes, and when."))
        else:
            consents.give(**given)
    except consents.AlreadyGiven:
        messages.info(request, _("You have given this consent today already. Nothing was changed."))
    except consents.NotGiven:
        messages.info(request, _("There is no consent to withdraw. Nothing was changed."))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def delete_data(request: HttpRequest, link: StorageLink, token: str) -> HttpResponse:
    """What goes, what must stay and why, and one button."""
    explanation = privacy.explain_request(link.subject_id, timezone.localdate())
    if request.method == "POST":
        return _deleted(request, link, explanation)
    context = {
        "going": own_storage.held(explanation, Verdict.ERASE),
        "staying": own_storage.held(explanation, Verdict.KEEP, Verdict.REVIEW),
    }
    return render(request, "privacy/delete_data.html", context)


def _deleted(request: HttpRequest, link: StorageLink, explanation: privacy.Explanation) -> HttpResponse:
    is_logged_in = request.user.is_authenticated and request.user.pk == link.account.pk
    answer = erasure.erase_person(
        subject_id=link.subject_id, cause=ErasureCause.PERSON, by=link.account, at=timezone.now()
    )
    if is_logged_in:
        logout(request)
    staying = own_storage.kept(explanation, answer.kept)
    context = {"is_erased": answer.is_erased, "staying": staying, "was_logged_in": is_logged_in}
    return render(request, "privacy/deleted.html", context)


@require_safe
@by_link
def receipt(request: HttpRequest, link: StorageLink, token: str) -> HttpResponse:
    """For the consent in force."""
    consent = privacy.consent_in_force(link.subject_id, LONGER)
    if consent is None:
        raise Http404
    return as_file(receipts.receipt(consent))
