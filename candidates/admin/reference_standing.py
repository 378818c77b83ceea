"""How far a reference has come: what may be done about it now, and if nothing, why and for whom one waits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.actions import references
from candidates.models import ReferenceCheck
from privacy.admin import show
from privacy.admin.steps import Text

REFUSALS: dict[type[Exception], Any] = {
    references.NoGoAhead: _(
        "The candidate has not given the go-ahead for this position, or took it back. Ask for it on the application's page; "
        "only the candidate gives it, on My page."
    ),
    references.PositionOver: _("The order is not open, or the application has ended: nobody is asked any more."),
    references.NotTheirs: _("This candidate has not named this referee."),
    references.AlreadyWanted: _("The go-ahead was asked for, or given, before. Look at the reference's own page."),
    references.NotConfirmed: _("The candidate has confirmed no e-mail address, so nobody can be asked for a go-ahead."),
    references.AlreadyAsked: _("The referee was asked, and reminded once, before: nobody is asked more often."),
    references.NotAskedYet: _("There is nothing to remind of: the referee was not asked, or has answered."),
    references.NoAddress: _(
        "The referee has no e-mail address. Call: tell first where we have the data from, and note that under Sources of data; "
        "then write down what is said."
    ),
    references.NotTold: _(
        "The referee has not been told yet where we have the data from. Send the question, or tell by telephone and note it "
        "under Sources of data first."
    ),
    references.NothingSaid: _("Answer at least one of the questions."),
    references.LinkIsOver: _("This reference is not to be had: the referee said no, or is not there any more. Name somebody else."),
    references.HoldsNumber: _("There is a national identity number in the text. Take it out."),
}  # fmt: skip


def hindrance(check: ReferenceCheck) -> type[Exception] | None:
    """Why this referee is neither asked, nor reminded, nor called: no button offers what would be refused."""
    if check.referee_id is None or check.declined_at:
        return references.LinkIsOver
    if not check.has_go_ahead:
        return references.NoGoAhead
    application = check.application
    order = application and application.job_order
    if order is None or not order.is_open or not check.the_application.is_in_progress:
        return references.PositionOver
    return None


def is_to_ask(check: ReferenceCheck) -> bool:
    return check.asked_at is None and hindrance(check) is None


def is_to_remind(check: ReferenceCheck) -> bool:
    is_waiting = check.asked_at is not None and check.answered_at is None and check.reminded_at is None
    return is_waiting and hindrance(check) is None


def may_be_called(check: ReferenceCheck) -> bool:
    return hindrance(check) is None


def why_not_ask(check: ReferenceCheck) -> Text:
    return REFUSALS[hindrance(check) or references.AlreadyAsked]


def why_not_remind(check: ReferenceCheck) -> Text:
    return REFUSALS[hindrance(check) or (references.AlreadyAsked if check.reminded_at else references.NotAskedYet)]


def what_next(check: ReferenceCheck) -> Text:
    """Beneath what was said, while nobody can be asked: for whom one waits, and what can be done."""
    why = hindrance(check)
    if why is references.NoGoAhead and check.wanted_at and not check.taken_back_at:
        day = {"day": show.plain_day(check.wanted_at)}
        return (
            _(
                "The candidate was asked for the go-ahead on %(day)s, and gives it on My page. Before that nobody is asked."
            )
            % day
        )
    if why is references.NoGoAhead:
        return _(
            "The candidate took the go-ahead back: nobody is asked. Only the candidate can give it anew, on My page."
        )
    return REFUSALS[why] if why else ""


def state(check: ReferenceCheck) -> str:
    words, color = _told(check)
    return show.tag(words, color)


def in_words(check: ReferenceCheck) -> str:
    """For a line in a list, where nothing is marked."""
    return str(_told(check)[0])


def _told(check: ReferenceCheck) -> tuple[Text, str]:
    if check.declined_at or check.referee is None:
        return _("not to be had"), "danger"
    if not check.has_go_ahead:
        return _("no go-ahead") if check.taken_back_at else _("waits for the go-ahead"), "warning"
    if check.answers:
        return _("answered"), "success"
    return (_("waits for the referee"), "info") if check.asked_at else (_("may be asked"), "success")
