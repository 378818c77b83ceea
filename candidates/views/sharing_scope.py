"""Another scope of sharing for one application: what would happen is shown first, then done, and said again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.actions import sharing_choices
from candidates.forms.choosing import CONTRADICTION
from candidates.forms.sharing_scope import ScopeForm
from candidates.models import Application, Candidate
from candidates.queries import sharing_effects
from candidates.views.own import own_page
from privacy.choices import NoticeKind
from privacy.models import Notice

REFUSALS: dict[type[Exception], tuple[str | None, str | Promise]] = {
    sharing_choices.NotAcknowledged: (
        "has_acknowledged",
        gettext_lazy("Tick that you have read what is shown to the employer: without it we share no more than now."),
    ),
    sharing_choices.NothingChanged: (None, gettext_lazy("This is what you have chosen already.")),
    sharing_choices.Contradiction: ("keep_scope", CONTRADICTION),
    sharing_choices.IsWithdrawn: (
        None, gettext_lazy("You have withdrawn this application, so nothing of it is shared any more."),
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def change_sharing(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    """The first button looks, the second changes; neither remembers anything of the other."""
    own = candidate.applications.exclude(sharing_notice=None).select_related(
        "job_ad", "job_order", "candidate", "sharing_notice"
    )
    application = get_object_or_404(own, pk=pk)
    form = ScopeForm(request.POST if request.method == "POST" else None, application=application)
    foreseen: list[str] = []
    if form.is_valid():
        is_sure = "change" in request.POST
        said = _said(request, application, form, is_sure=is_sure)
        if said and is_sure:
            return _done(request, said)
        foreseen = said
    return _page(request, application, form, foreseen)


def _said(request: HttpRequest, application: Application, form: ScopeForm, *, is_sure: bool) -> list[str]:
    act = sharing_choices.change if is_sure else sharing_choices.foresee
    how = {"language": get_language() or "nb", "by": request.user, "at": timezone.now()}
    try:
        return act(application=application, **form.cleaned_data, **how)
    except tuple(REFUSALS) as error:
        form.add_error(*REFUSALS[type(error)])
        return []


def _done(request: HttpRequest, said: list[str]) -> HttpResponse:
    messages.success(request, _("Your choice is changed. From now on this is so:"))
    for sentence in said:
        messages.info(request, sentence)
    return redirect("my_sharing")


def _page(request: HttpRequest, application: Application, form: ScopeForm, foreseen: list[str]) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "foreseen": foreseen,
        "now": sharing_effects.TO_OTHERS[sharing_effects.others(application.candidate)],
        "choices": list(application.choices.select_related("sharing_notice").order_by("-chosen_at", "pk")),
        "words": Notice.objects.in_force(NoticeKind.SHARING, timezone.localdate()).text(get_language()),
    }
    return render(request, "candidates/change_sharing.html", context)
