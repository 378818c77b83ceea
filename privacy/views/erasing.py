"""The person's own button that deletes everything: the same for whoever can log in."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.decide import Verdict
from privacy.queries import explain_request, own_storage


def what_goes(subject_id: uuid.UUID) -> dict[str, object]:
    """For the page before the button: what would go, and what would have to stay and why."""
    explanation = explain_request(subject_id, timezone.localdate())
    return {
        "going": own_storage.held(explanation, Verdict.ERASE),
        "staying": own_storage.held(explanation, Verdict.KEEP, Verdict.REVIEW),
    }


@reauthentication_required
def erase_me(request: HttpRequest, subject_id: uuid.UUID) -> HttpResponse:
    """Somebody who found the screen unlocked must not be able to: a fresh login or a new code (GDPR art. 12(6))."""
    now = timezone.now()
    explanation = explain_request(subject_id, timezone.localdate(now))
    answer = erasure.erase_person(subject_id=subject_id, cause=ErasureCause.PERSON, by=request.user, at=now)
    logout(request)
    staying = own_storage.kept(explanation, answer.kept)
    context = {"is_erased": answer.is_erased, "staying": staying, "was_logged_in": True}
    return render(request, "privacy/deleted.html", context)
