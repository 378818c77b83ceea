"""The page of a presentation: the candidates side by side, behind the link and the code.

Opening the link uses nothing up. Nothing of it is kept by a browser or found by a search engine, and each request asks anew.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from candidates.actions import presentation_readers, presentation_reading, presentations
from candidates.forms.presenting import ColleagueForm
from candidates.models import PresentationReader
from candidates.queries import presentations as reading
from candidates.views import carried
from candidates.views.presentation_door import asked_at_the_door, by_link, confirmed
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.views import limits

MOST_INVITED = 10  # an hour from one network address
NOT_SHOWN = gettext_lazy("This candidate is no longer shown, so there is nothing to answer.")
INVITING: dict[type[Exception], str | Promise] = {
    presentation_readers.MayNotInvite: gettext_lazy("Only whoever we wrote to lets colleagues in."),
    presentation_readers.AlreadyReads: gettext_lazy("This person reads it already."),
    presentation_readers.TooMany: gettext_lazy("Five colleagues read it already, and more cannot. Take one out first."),
    presentations.Refused: gettext_lazy("This person cannot read it. Ask your adviser."),
    IsRestricted: gettext_lazy("This person cannot be invited just now. Ask your adviser."),
    PersonIsGone: gettext_lazy("This person's data were erased meanwhile."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def presentation(request: HttpRequest, reader: PresentationReader, token: str) -> HttpResponse:
    """Without a code: who gets one. With it: everybody who may be shown now."""
    typed = carried.through_the_door(request.POST)
    if page := asked_at_the_door(request, reader, token, typed):
        return page
    if not typed:
        return _shown(request, reader, token)
    is_there = typed.pk in reading.shown_to(reader, at=timezone.now()) if typed.pk else not reader.is_invited
    if not is_there:
        messages.error(request, NOT_SHOWN if typed.pk else INVITING[presentation_readers.MayNotInvite])
        return _shown(request, reader, token)
    messages.info(
        request, _("What you wrote stands here as you left it, and is not sent yet. Send it when it is right.")
    )
    return _shown(request, reader, token, **typed.forms)


def _shown(
    request: HttpRequest, reader: PresentationReader, token: str, *, answered: Any = None, colleague: Any = None
) -> HttpResponse:
    shown = presentation_reading.read(reader=reader, at=timezone.now())
    typed_for, form = answered or (None, None)
    cards = [(each, form if each.pk == typed_for else carried.answer_form(each.pk, initial=each)) for each in shown]
    whole = reader.presentation
    context = {
        "reader": reader, "presentation": whole, "order": whole.job_order, "token": token, "cards": cards,
        "here": reverse("presentation", args=[token]),
        "form": form or colleague, "colleague": colleague or ColleagueForm(),
        "colleagues": [] if reader.is_invited else list(_colleagues(reader)), "may_invite": not reader.is_invited,
    }  # fmt: skip
    return render(request, "candidates/presentation.html", context)


def _colleagues(reader: PresentationReader) -> Any:
    rows = (
        PresentationReader.objects.standing().unrestricted().filter(presentation=reader.presentation, is_invited=True)
    )
    return rows.select_related("contact").order_by("contact__name", "pk")


@require_POST
@by_link
@confirmed
def answer_presentation(request: HttpRequest, reader: PresentationReader, token: str, pk: uuid.UUID) -> HttpResponse:
    form = carried.answer_form(pk, request.POST)
    if not form.is_valid():
        return _shown(request, reader, token, answered=(pk, form))
    try:
        presentation_reading.answer(reader=reader, candidate=pk, at=timezone.now(), **form.cleaned_data)
    except presentation_reading.NotShown:
        messages.error(request, NOT_SHOWN)
    else:
        messages.success(request, _("Your answer is with your adviser. You can change it as long as the page is open."))
    return redirect("presentation", token=token)


@require_POST
@by_link
@confirmed
def let_colleague_in(request: HttpRequest, reader: PresentationReader, token: str) -> HttpResponse:
    form = ColleagueForm(request.POST)
    if limits.is_spent(request, "invite", MOST_INVITED):
        form.add_error(None, limits.TOO_MANY)
        held = _shown(request, reader, token, colleague=form)
        held.status_code = 429
        return limits.said_when(held)
    if not form.is_valid():
        return _shown(request, reader, token, colleague=form)
    limits.spend(request, "invite")
    try:
        presentation_readers.invite(reader=reader, at=timezone.now(), **form.cleaned_data)
    except tuple(INVITING) as error:
        form.add_error(None, next(text for kind, text in INVITING.items() if isinstance(error, kind)))
        return _shown(request, reader, token, colleague=form)
    messages.success(request, _("Your colleague gets a link of their own. Take them out here whenever you want."))
    return redirect("presentation", token=token)


@require_POST
@by_link
@confirmed
def take_reader_out(request: HttpRequest, reader: PresentationReader, token: str, pk: uuid.UUID) -> HttpResponse:
    if reader.is_invited:
        return redirect("presentation", token=token)
    row = get_object_or_404(_colleagues(reader), pk=pk)
    try:
        presentation_readers.take_out(reader=row, at=timezone.now())
    except (presentation_readers.AlreadyOut, PersonIsGone):
        messages.warning(request, _("This colleague reads it no longer."))
    else:
        messages.success(request, _("Taken out: your colleague does not see it any more."))
    return redirect("presentation", token=token)
