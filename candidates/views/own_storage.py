"""What we hold, until when and why; longer storage by consent; delete me."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.models import Candidate
from candidates.views.own import own_page
from privacy import queries as privacy
from privacy.actions import consents
from privacy.choices import Channel, ConsentPurpose, NoticeKind
from privacy.forms.own_pages import DeleteMeForm
from privacy.models import Notice
from privacy.queries import own_storage, receipts
from privacy.queries.consents import history
from privacy.views.erasing import erase_me, what_goes
from privacy.views.receipts import as_file

LONGER = ConsentPurpose.FURTHER_STORAGE


@require_safe
@own_page
def my_storage(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    today = timezone.localdate()
    explanation = privacy.explain(candidate.subject_id, today)
    without = privacy.explain(candidate.subject_id, today, without_consent=LONGER)
    consent = privacy.consent_in_force(candidate.subject_id, LONGER)
    context = {
        "explanation": explanation,
        "held": own_storage.held(explanation),
        "consent": consent,
        "consents": history(candidate.subject_id),
        "is_new_today": consent is not None and timezone.localdate(consent.at) == today,
        "if_withdrawn": own_storage.going_earlier(explanation, without),
        "words": Notice.objects.in_force(NoticeKind.FURTHER_STORAGE, today).text(get_language()),
    }
    return render(request, "candidates/my_storage.html", context)


@require_POST
@own_page
def give_consent(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    try:
        consents.give(**_consent(request, candidate))
    except consents.AlreadyGiven:
        messages.info(request, _("You have given this consent today already. Nothing was changed."))
    else:
        messages.success(
            request, _("Thank you. We keep your data longer, and you can withdraw your consent here at any time.")
        )
    return redirect("my_storage")


@require_POST
@own_page
def withdraw_consent(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    try:
        consents.withdraw(**_consent(request, candidate))
    except consents.NotGiven:
        messages.info(request, _("There is no consent to withdraw. Nothing was changed."))
    else:
        messages.success(request, _("You have withdrawn your consent. The table shows what goes, and when."))
    return redirect("my_storage")


@never_cache
@require_safe
def consent_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """For any of the person's own consents and withdrawals, to keep, whatever the person is to us."""
    return as_file(receipts.receipt(get_object_or_404(history(request.user.subject_id), pk=pk)))


def _consent(request: HttpRequest, candidate: Candidate) -> dict[str, object]:
    return {
        "subject_id": candidate.subject_id,
        "purpose": LONGER,
        "language": get_language(),
        "channel": Channel.OWN_PAGES,
        "by": request.user,
        "at": timezone.now(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def delete_me(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    form = DeleteMeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return erase_me(request, candidate.subject_id)
    return render(request, "candidates/delete_me.html", {"form": form, **what_goes(candidate.subject_id)})
