"""References: named and allowed on my page; told, corrected or declined by a link of the referee's own."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from candidates.actions import referees, references
from candidates.choices.references import Through
from candidates.forms.references import RefereeForm, StatementForm
from candidates.models import Candidate, ReferenceCheck
from candidates.queries import references as reading
from candidates.views.own import own_page
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.choices import Language
from privacy.views import limits

PAGE = "candidates/reference.html"
MOST_ANSWERS = 40  # an hour from one network address
NAMING: dict[type[Exception], str | Promise] = {
    referees.AlreadyNamed: gettext_lazy("You have named a referee with this e-mail address already."),
    referees.OwnAddress: gettext_lazy("This is your own e-mail address. Give the referee's."),
    referees.TooMany: gettext_lazy("You have named ten referees, which is the most. Take one off the list first."),
}
ANSWERING: dict[type[Exception], str | Promise] = {
    references.NotTold: gettext_lazy("Read where we have your data from first: write to us, and we send it again."),
    references.NothingSaid: gettext_lazy("Answer at least one of the questions."),
    references.HoldsNumber: gettext_lazy("There is a national identity number in the text. Take it out."),
}
OVER = (references.NoGoAhead, references.PositionOver, references.LinkIsOver, PersonIsGone, IsRestricted)


# --- the referee ---
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: what we hold and why comes first, then the questions, and a no."""
    check = reading.by_token(token)
    return _over(request) if check is None else _referee(request, check)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "candidates/reference_over.html", status=410)


def _referee(request: HttpRequest, check: ReferenceCheck) -> HttpResponse:
    if request.method == "POST":
        if limits.is_spent(request, "reference", MOST_ANSWERS):
            if request.POST.get("answer") == "decline":
                return limits.too_many(request)
            form = _statement_form(request, check)
            return limits.held_back(request, PAGE, form, check=check, referee=check.referee)
        limits.spend(request, "reference")
    if request.POST.get("answer") == "decline":
        return _declined(request, check)
    form = _statement_form(request, check)
    try:
        if form.is_bound and form.is_valid() and _answered(request, check, form):
            return redirect(request.path)
    except OVER:
        return _over(request)
    return render(request, PAGE, {"check": check, "form": form, "referee": check.referee})


def _statement_form(request: HttpRequest, check: ReferenceCheck) -> StatementForm:
    """In the language of the page; what was answered before is asked again as it stood then, so that it can be put right."""
    known = dict(check.told)
    guides = [reading.guide(language) for language in (get_language() or Language.NB, *Language.values)]
    asked = next((guide for guide in guides if known.keys() & set(guide)), guides[0])
    questions = [*known, *(each for each in asked if each not in known)]
    return StatementForm(request.POST if request.method == "POST" else None, questions=questions, known=known)


def _answered(request: HttpRequest, check: ReferenceCheck, form: StatementForm) -> bool:
    try:
        references.answer(check=check, answers=form.answers, through=Through.LINK, by=None, at=timezone.now())
    except tuple(ANSWERING) as error:
        form.add_error(None, ANSWERING[type(error)])
        return False
    messages.success(request, _("Thank you. You can put it right here until the position is filled."))
    return True


def _declined(request: HttpRequest, check: ReferenceCheck) -> HttpResponse:
    try:
        answer = references.decline(check=check, at=timezone.now())
    except OVER:
        return _over(request)
    return render(request, "candidates/reference_declined.html", {"is_erased": answer.is_erased})


# --- the candidate ---
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_references(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    initial = {"language": candidate.language}
    form = RefereeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _named(request, candidate, form):
        return redirect("my_references")
    known = {(each.application_id, each.referee_id): each for each in reading.checks_of(candidate)}
    named = list(reading.referees_of(candidate))
    positions = [
        (application, [(referee, known.get((application.pk, referee.pk))) for referee in named])
        for application in reading.positions_of(candidate)
    ]
    over = [each for each in known.values() if each.referee_id is None]
    context = {"form": form, "referees": named, "positions": positions, "over": over}
    return render(request, "candidates/my_references.html", context)


def _named(request: HttpRequest, candidate: Candidate, form: RefereeForm) -> bool:
    try:
        referees.name(candidate=candidate, by=request.user, at=timezone.now(), **form.cleaned_data)
    except tuple(NAMING) as error:
        form.add_error(None, NAMING[type(error)])
        return False
    messages.success(request, _("Written down. Nobody is asked before you say go ahead for a position."))
    return True


@require_POST
@own_page
def remove_referee(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    referee = get_object_or_404(reading.referees_of(candidate), pk=pk)
    try:
        is_erased = referees.remove(referee=referee, by=request.user, at=timezone.now()).is_erased
    except PersonIsGone:
        is_erased = True
    if is_erased:
        messages.success(request, _("Taken off the list and deleted, with what was said."))
    else:
        messages.warning(
            request, _("This cannot be deleted now: a law, or a claim of the referee's, keeps it for a time.")
        )
    return redirect("my_references")


@require_POST
@own_page
def give_go_ahead(request: HttpRequest, candidate: Candidate, pk: uuid.UUID, referee: uuid.UUID) -> HttpResponse:
    application = get_object_or_404(reading.positions_of(candidate), pk=pk)
    named = get_object_or_404(reading.referees_of(candidate), pk=referee)
    try:
        references.give_go_ahead(application=application, referee=named, by=request.user, at=timezone.now())
    except references.PositionOver:
        messages.warning(request, _("The position is closed meanwhile. Nobody is asked."))
    else:
        messages.success(request, _("Noted: we may ask this referee about you for this position."))
    return redirect("my_references")


@require_POST
@own_page
def take_back_go_ahead(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    check = get_object_or_404(reading.checks_of(candidate), pk=pk)
    try:
        references.take_back(check=check, by=request.user, at=timezone.now())
    except references.NoGoAhead:
        messages.info(request, _("There is nothing to take back. Nothing was changed."))
    else:
        messages.success(
            request, _("Taken back: the referee's link is closed, and what was said for this position is deleted.")
        )
    return redirect("my_references")
