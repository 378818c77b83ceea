"""My page: an offer, and the answer to it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.actions import offers
from candidates.choices import OfferAnswer
from candidates.models import Candidate, Offer
from candidates.views.own import own_page


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=OfferAnswer.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def answer_offer(request: HttpRequest, candidate: Candidate, pk: int) -> HttpResponse:
    """Two buttons; what was not pressed is not said."""
    own = Offer.objects.filter(application__candidate=candidate).select_related(
        "application__job_ad", "application__job_order__company"
    )
    offer = get_object_or_404(own, pk=pk)
    form = AnswerForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return render(request, "candidates/answer_offer.html", {"offer": offer, "application": offer.application})
    try:
        offers.answer(offer=offer, by=request.user, at=timezone.now(), **form.cleaned_data)
    except offers.NotWaiting:
        messages.warning(request, _("This offer was answered before, or does not stand any more. Nothing was changed."))
    else:
        messages.success(request, _("Your answer is written down, and your adviser sees it."))
    return redirect("my_application", pk=offer.application_id)
