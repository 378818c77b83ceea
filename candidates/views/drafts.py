"""Applications begun and not sent: the person's own list of them; going on with one is the form itself."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from candidates.actions import documents, drafts
from candidates.forms.applying import ApplicationForm
from candidates.models import Candidate
from candidates.queries import people
from candidates.views.form_page import NotSaved
from candidates.views.own import own_page
from clients.models import JobAd
from privacy import queries as privacy
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.queries import own_storage

REFUSALS: dict[type[Exception], Any] = {
    drafts.NotConfirmed: gettext_lazy("Confirm your e-mail address first: then a draft can be saved."),
    drafts.TooMany: gettext_lazy(
        "You have ten drafts, and more do not fit. Delete one under “Begun, not sent” in another window, then save once more."
    ),
    documents.TooMany: gettext_lazy(
        "You have a hundred documents here, and more do not fit. Remove one under “My documents” in another window, then save "
        "once more, or save without files."
    ),
    PersonIsGone: gettext_lazy(
        "What we had stored about you was deleted while you wrote. What you wrote just now stands below: send it as somebody "
        "new, or leave it."
    ),
    IsRestricted: gettext_lazy(
        "Your data are restricted: they are stored and used for nothing else (GDPR art. 18). So no draft can be saved."
    ),
}


@require_safe
@own_page
def my_drafts(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Each with until when it is kept, and whether the position is still open."""
    now = timezone.now()
    explanation = privacy.explain(candidate.subject_id, timezone.localdate())
    found = candidate.drafts.select_related("job_ad").order_by("-changed_at", "pk")
    vacant = {None, *JobAd.objects.published(now).filter(drafts__candidate=candidate).values_list("pk", flat=True)}
    rows = [(draft, own_storage.of_row(explanation, draft), draft.job_ad_id in vacant) for draft in found]
    return render(request, "candidates/my_drafts.html", {"drafts": rows})


def keep(request: HttpRequest, ad: JobAd | None, form: ApplicationForm) -> HttpResponse:
    """What the form's button “Save for later” does. Raises `NotSaved`, with what the person is told above all that was typed."""
    own = people.for_person(request.user)
    if own is None:
        return redirect("min_side")
    try:
        drafts.save(candidate=own, ad=ad, by=request.user, at=timezone.now(), **form.begun)
    except tuple(REFUSALS) as refusal:
        if isinstance(refusal, PersonIsGone):
            logout(request)
        raise NotSaved(REFUSALS[type(refusal)]) from refusal
    messages.success(request, _("Saved. Here you find it again, and your files under My documents."))
    return redirect("my_drafts")


@require_POST
@own_page
def remove_draft(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    draft = get_object_or_404(candidate.drafts.select_related("candidate"), pk=pk)
    try:
        drafts.remove(draft=draft, by=request.user, at=timezone.now())
    except drafts.AlreadyRemoved:
        messages.info(request, _("The draft was deleted already."))
    else:
        messages.success(request, _("The draft is deleted."))
    return redirect("my_drafts")
