"""Choosing a time for an interview: by the link in the e-mail, or on the own pages. Opening either changes nothing."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from candidates.actions import interviews
from candidates.forms.interviews import ChooseTimeForm
from candidates.models import Candidate, Interview
from candidates.queries import interviews as reading
from candidates.views.own import LAYOUTS, own_page
from privacy.actions import disclosures
from privacy.actions.subjects import IsRestricted
from privacy.ports import Actor

LATER = gettext_lazy("This cannot be settled here just now. Write to your contact person, who finds a time with you.")
TAKEN = gettext_lazy("This time was taken meanwhile. Choose another one, or say that none suits you.")
REFUSALS: dict[type[Exception], str | Promise] = {
    interviews.NotAhead: gettext_lazy("This was answered or called off meanwhile. Nothing was changed."),
    interviews.NotAmongThem: gettext_lazy("This time is not among them any more. Choose one of those shown."),
    interviews.Overlaps: gettext_lazy("You have another conversation with us at that time. Choose another one."),
    interviews.LeaderIsBusy: TAKEN,
    interviews.ContactIsBusy: TAKEN,
    disclosures.NotAllowed: LATER,
    disclosures.NotInformed: LATER,
    IsRestricted: gettext_lazy("Your data are set aside, so we arrange nothing. Tell us if that is to end."),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_interview(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link reads the address it was sent to."""
    interview = reading.by_token(token, at=timezone.now())
    if interview is None:
        return render(request, "candidates/interview_over.html", status=410)
    return _page(request, interview, by=None)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_interview(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    interview = get_object_or_404(reading.shown().filter(candidate=candidate), pk=pk)
    return _page(request, interview, by=request.user)


def _page(request: HttpRequest, interview: Interview, *, by: Actor | None) -> HttpResponse:
    now = timezone.now()
    may_choose = reading.may_choose(interview, at=now)
    times = list(reading.times_to_choose(interview, at=now)) if may_choose else []
    form = ChooseTimeForm(request.POST if request.method == "POST" else None, times=times)
    if form.is_valid() and _answered(request, interview, form, by=by):
        return _done(request, interview, by=by)
    context = {
        "interview": interview, "application": interview.application, "adviser": interview.led_by, "form": form,
        "may_choose": may_choose, "has_times": bool(times), "is_by_link": by is None, "layout": LAYOUTS[by is None],
    }  # fmt: skip
    return render(request, "candidates/my_interview.html", context)


def _answered(request: HttpRequest, interview: Interview, form: ChooseTimeForm, *, by: Actor | None) -> bool:
    now = timezone.now()
    try:
        if form.says_none:
            interviews.none_suits(interview=interview, by=by, at=now)
        else:
            interviews.choose(interview=interview, time=int(form.cleaned_data["time"]), by=by, at=now)
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
        return False
    return True


def _done(request: HttpRequest, interview: Interview, *, by: Actor | None) -> HttpResponse:
    """The link has done what it is for: what was chosen is said on the page itself, which is not asked for again."""
    fresh = reading.shown().get(pk=interview.pk)
    if by is None:
        context = {"interview": fresh, "application": fresh.application, "adviser": fresh.led_by}
        return render(request, "candidates/interview_chosen.html", context)
    messages.success(request, _("Noted. Your adviser has been told."))
    return redirect("my_interview", pk=fresh.pk)
