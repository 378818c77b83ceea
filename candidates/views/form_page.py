"""The page of the application form as long as it is not sent: asked, asked again, looked over. Nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from candidates.forms import bringing_profile, looking_over
from candidates.forms.applying import ApplicationForm
from candidates.forms.papers import KEPT, KINDS
from clients.models import JobAd
from privacy.storage import StorageAway
from privacy.views import limits

MOST = 20  # applications an hour from one network address
A_WHILE = 300  # seconds until storage may be there again
MOST_TRIES = 120  # each opens files
# Files that wait for a form to be sent again: of one address, and of all together, so that nobody fills the disk.
MOST_ASIDE, MOST_ASIDE_OF_ALL = 40, 1_000
MOST_OF_AD = 2_000  # a day, for one ad, from all who are not logged in
NOT_STORED = _(
    "This was not received: we cannot store files just now. That is our fault, and what you wrote stands below. Wait a few "
    "minutes and send it again, or write to us."
)
NOT_LOGGED_IN = _(
    "You are not logged in any more, so no draft was saved. What you wrote stands below: send it, or copy what you need and "
    "log in first."
)
KEEPS_NOT = {*KINDS, "resume", "homepage"}
SHOWN_FOR = "shown_for"  # the ad a form of a link stands for: it may close before the form is sent
Make = Callable[..., ApplicationForm]


class NotSaved(Exception):
    """A draft was refused, for a reason the person is told; what was typed stands."""

    def __init__(self, reason: Any) -> None:
        super().__init__()
        self.reason = reason


def of_nobody(form: ApplicationForm) -> HttpResponse:
    """Saving, once the session is over: a stranger has no drafts, and nothing is sent instead."""
    raise NotSaved(NOT_LOGGED_IN)


def of_a_stranger(form: ApplicationForm, make: Make) -> ApplicationForm:
    """The same for whoever was erased while writing: it asks for the address, and knows no documents of theirs."""
    typed = form.data.copy()
    typed["email"] = form.initial["email"]
    typed.pop("own_documents", None)
    fresh = make(typed, form.files, initial={})
    fresh.relax()
    fresh.is_valid()
    return fresh


def for_ad(ad: JobAd) -> str:
    return f"ad:{ad.pk}"


class Filled:
    """One request for the form; `make` builds it, given what was sent or what it begins with."""

    form: ApplicationForm

    save: Callable[[ApplicationForm], HttpResponse] | None = None  # for whoever may keep a draft

    def __init__(self, request: HttpRequest, make: Make, ad: JobAd | None, more: dict[str, Any] | None = None) -> None:
        self.request, self.make, self.sent = request, make, request.POST
        self.context = {"ad": ad, "lead": None, "is_too_much": False, "closed": None} | (more or {})

    def page(self) -> HttpResponse | None:
        """The page to answer with; none when `form` is in order and shall be sent."""
        if self.request.method != "POST":
            return self._shown(self.make(initial={}))
        if self._is_too_much():
            return self._too_much()
        limits.spend(self.request, "tries")
        if not_yet := self._not_yet():
            return not_yet
        self.form = self.make(self.request.POST, self.request.FILES, initial={})
        if self.form.is_valid() and "preview" not in self.request.POST:
            return self._till_tomorrow() if self._is_named_too_often() else None
        self._put_aside()
        is_asked_anew = self.form.errors or self.form.is_forgotten or self.form.is_not_stored
        return self._shown(self.form) if is_asked_anew else self._look_over()

    def send(self, act: Callable[[ApplicationForm], HttpResponse]) -> HttpResponse:
        """Have `form` received; where the files cannot be stored nothing is, and it is asked again with all that was typed."""
        try:
            return act(self.form)
        except StorageAway:
            self.form.is_not_stored = bool(self.request.FILES)
            self.form.add_error(None, NOT_STORED)
            response = self._shown(self.form)
            response.status_code = 503
            return limits.said_when(response, wait=A_WHILE)

    def _not_yet(self) -> HttpResponse | None:
        """What a button asks for that sends nothing."""
        if {"fill", "unfill"} & self.request.POST.keys() or self.request.FILES.get("resume"):
            return self._filled_in()
        if "save" in self.request.POST:
            return self._saved(self.save or of_nobody)
        return self._shown(self._typed()) if "back" in self.request.POST else None

    def _filled_in(self) -> HttpResponse:
        """A file fills in what is empty, and nothing else happens: it is asked again, with all that was typed."""
        file = self.request.FILES.get("resume")
        typed = bringing_profile.filled_in(self.request.POST, file)
        self._judged_as_draft(typed)
        if "fill" in self.request.POST and not file and "resume" not in self.form.errors:
            self.form.add_error("resume", bringing_profile.NO_FILE)
        return self._shown(self.form)

    def _judged_as_draft(self, typed: Any) -> None:
        """What is there must be in order, and nothing needs to be there; files that were chosen wait."""
        self.form = self.make(typed, self.request.FILES, initial={})
        self.form.relax()
        self.form.is_valid()
        self._put_aside()
        self.form.relax(is_draft=False)

    def _saved(self, save: Callable[[ApplicationForm], HttpResponse]) -> HttpResponse:
        self.form = self.make(self.request.POST, self.request.FILES, initial={})
        self.form.relax()
        if self.form.is_valid():
            try:
                return self.send(save)
            except NotSaved as refusal:
                if self.save and not self.request.user.is_authenticated:
                    self.form = of_a_stranger(self.form, self.make)
                self.form.add_error(None, refusal.reason)
        self._put_aside()
        self.form.relax(is_draft=False)
        return self._shown(self.form)

    def _is_too_much(self) -> bool:
        return limits.is_spent(self.request, "applications", MOST) or limits.is_spent(self.request, "tries", MOST_TRIES)

    def _is_named_too_often(self) -> bool:
        """Strangers may send so much in one name, and for one ad; whoever is logged in is not held back by them."""
        ad, is_known = self.context["ad"], self.request.user.is_authenticated
        is_full = ad is not None and not is_known and limits.is_spent(None, for_ad(ad), MOST_OF_AD)
        return is_full or limits.is_named_too_often(self.request, self.form.cleaned_data["email"])

    def _till_tomorrow(self) -> HttpResponse:
        self._put_aside()
        return limits.held_back_till_tomorrow(self.request, "candidates/apply.html", self.form, **self.context)

    def _too_much(self) -> HttpResponse:
        """Files are not opened any more; the words stand there for when the hour is over."""
        self.context["is_too_much"] = True
        response = self._shown(self._typed())
        response.status_code, response["Retry-After"] = 429, str(limits.HOUR)
        return response

    def _typed(self) -> ApplicationForm:
        """What was typed, unjudged."""
        sent = self.sent
        typed: dict[str, Any] = {name: sent[name] for name in sent if name not in KEEPS_NOT}
        return self.make(initial=typed | {name: sent.getlist(name) for name in (KEPT, "own_documents")})

    def _put_aside(self) -> None:
        spent = limits.is_spent(self.request, "aside", MOST_ASIDE) or limits.is_spent(None, "aside", MOST_ASIDE_OF_ALL)
        if spent:
            self.form.is_forgotten = bool(self.request.FILES)
        elif number := self.form.put_aside():
            limits.spend(self.request, "aside", number)
            limits.spend(None, "aside", number)

    def _look_over(self) -> HttpResponse:
        sent, form = self.request.POST, self.form
        hidden = [(name, value) for name in form.fields if name not in KINDS for value in sent.getlist(name)]
        hidden += [(KEPT, each.token) for each in form.aside]
        hidden += [(SHOWN_FOR, ad) for ad in sent.getlist(SHOWN_FOR)]
        more = {"form": form, "rows": looking_over.rows(form), "hidden": hidden}
        return render(self.request, "candidates/look_over.html", self.context | more)

    def _shown(self, form: ApplicationForm) -> HttpResponse:
        status = 422 if self.request.FILES and KINDS.keys() & form.errors.keys() else 200
        return render(self.request, "candidates/apply.html", self.context | {"form": form}, status=status)
