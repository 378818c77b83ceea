"""A client asks for a review of a prepayment, by the link in the e-mail about it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clients.actions import credit
from clients.choices import PrepaymentState
from clients.forms.credit import ReviewRequestForm
from clients.queries import review_links


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_review(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing. The class is not shown: a link can be read by others than whom it was sent to."""
    prepayment = review_links.read(token)
    if prepayment is None:
        return render(request, "clients/ask_review_over.html", status=404)
    is_over = prepayment.state != PrepaymentState.ASKED
    form = ReviewRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not is_over:
        try:
            credit.ask_review(prepayment=prepayment, by=None, at=timezone.now(), **form.cleaned_data)
        except credit.AlreadySettled:
            is_over = True
        prepayment.refresh_from_db()
    page = {"form": form, "order": prepayment.order, "prepayment": prepayment, "is_over": is_over}
    return render(request, "clients/ask_review.html", page)
