"""What of a candidate's card the person is told, too: mails, sources, recipients, until when and why, the history."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from privacy.admin import show
from privacy.admin.disclosures import given_panel
from privacy.admin.folding import Folded
from privacy.admin.informing import ONLY_TYPED, sources_panel
from privacy.admin.people import root_of, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.models import Collection, Disclosure, OutgoingMail
from privacy.queries.numbers import numbers_under

MAILS = _("E-mails")
# What payroll works with; an adviser reads no line about it.
OF_EMPLOYMENT = ("candidates.employment", "candidates.employmentfile", "candidates.payaccount")


def _mails(request: HttpRequest, candidate: Candidate) -> list[Any]:
    theirs = OutgoingMail.objects.visible_to(request.user).filter(subject__in=numbers_under(root_of(candidate)))
    return [theirs.filter(is_secret=False)]


def mails(request: HttpRequest, candidate: Candidate) -> Panel:
    """What was written, without the texts and without codes to log in."""
    (found,) = _mails(request, candidate)
    rows = [
        (show.moment(each.sent_at or each.created_at), each.subject_line, each.get_state_display(),
         each.get_message_class_display())
        for each in found.select_related("activity").defer("body_text").order_by("-created_at", "-pk")[:20]
    ]  # fmt: skip
    heads = (_("when"), _("subject line"), _("state"), _("class"))
    return Panel(MAILS, heads, rows, note=_("The newest 20. What they said is kept for 30 days."))


def _hidden(request: HttpRequest) -> tuple[str, ...]:
    return () if request.user.has_perm("candidates.view_employment") else OF_EMPLOYMENT


def _collected(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [Collection.objects.filter(subject__in=numbers_under(root_of(candidate)))]


def _given(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [Disclosure.objects.filter(subject_uuid__in=numbers_under(root_of(candidate)))]


def sources(request: HttpRequest, candidate: Candidate) -> Panel:
    return sources_panel(request, root_of(candidate))


def given(request: HttpRequest, candidate: Candidate) -> Panel:
    return given_panel(root_of(candidate))


def storage(request: HttpRequest, candidate: Candidate) -> Panel:
    return storage_panel(root_of(candidate), hidden=_hidden(request))


def history(request: HttpRequest, candidate: Candidate) -> Panel:
    return trail_panel(root_of(candidate), hidden=_hidden(request))


PANELS = (
    Folded("mails", MAILS, mails, _mails, _("None.")),
    Folded("sources", _("Where we have it from"), sources, _collected, ONLY_TYPED),
    Folded("given", _("Given to others"), given, _given, _("Nothing was given to anybody.")),
    Folded("storage", _("Until when and why"), storage),
    Folded("history", _("History"), history),
)
