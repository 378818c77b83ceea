"""An application that comes when its ad takes no more: all that was typed stands in a registration, sent only by the person."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from candidates.choices import KeepScope
from candidates.forms import bringing_profile
from candidates.forms.screening import name_of
from candidates.views.form_page import Filled, Make
from clients.choices import AnswerKind
from clients.models import JobAd
from privacy.views import limits


class TooLate(Filled):
    """`make` builds the form of a registration, which is sent `to`."""

    def __init__(
        self, request: HttpRequest, make: Make, ad: JobAd, *, to: str, more: dict[str, Any] | None = None
    ) -> None:
        super().__init__(request, make, None, more)
        self.sent = of_no_position(request.POST, ad)
        has_moved = self.sent.get("message") != request.POST.get("message")
        self.context |= {"closed": ad, "to": to, "has_moved": has_moved}

    def page(self) -> HttpResponse:
        """Whatever button it was: nothing is received, and nothing is said to be missing."""
        if self._is_too_much():
            return self._too_much()
        limits.spend(self.request, "tries")
        self._judged_as_draft(bringing_profile.filled_in(self.sent, self.request.FILES.get("resume")))
        response = self._shown(self.form)
        response.status_code = 410
        return response


def of_no_position(sent: QueryDict, ad: JobAd) -> QueryDict:
    """What was typed for `ad`, as a registration has it: answers in one's own words stand below the message."""
    typed = sent.copy()
    if typed.get("keep_scope") == KeepScope.THIS_POSITION:
        del typed["keep_scope"]
    questions = ad.questions.filter(kind=AnswerKind.TEXT).in_order()
    said = [f"{each.text}\n{words}" for each in questions if (words := typed.get(name_of(each), "").strip())]
    if said:
        typed["message"] = "\n\n".join([typed.get("message", ""), *said]).strip()
    return typed
