"""On an application: the offer, the answer, the employment and its follow-up; on an order: who waits before it closes."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import offers, placements
from candidates.admin import stages
from candidates.choices import MOVES, OfferAnswer, Stage
from candidates.models import Application, Offer, Placement
from candidates.queries import answered
from clients.admin import closing
from clients.models import JobOrder
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step, Text
from privacy.forms.days import DayField

MAY = "candidates.change_application"
FOLLOW_UP = datetime.timedelta(days=90)
REFUSALS: dict[type[Exception], Any] = {
    offers.WrongStage: _("Nothing is offered from this stage. Move the application to interview or presented first."),
    offers.AlreadyOffered: _("An offer waits for its answer. Take it back first to make another."),
    offers.WrongDays: _(
        "The answer is wanted from today on, and no later than the first day at work. Change the days."
    ),
    offers.NotWaiting: _("No offer waits: it was answered or taken back, or the application has moved on."),
    offers.NotYours: _("Only the candidate, an adviser or a manager answers an offer."),
    placements.NotOffered: _("Nobody is employed without an offer. Offer the position first."),
    placements.NotAnswered: _(
        "The last offer is not answered with yes. Wait for the answer, or write down what the candidate said."
    ),
    placements.AlreadyRegistered: _("The employment is registered already."),
    placements.WrongDays: _("It begins first, and is followed up or ends after that. Change the days."),
    placements.AlreadyDone: _("This was done before."),
}


class OfferForm(forms.Form):
    starts_on = DayField(label=_("First day at work"))
    reply_by = DayField(
        label=_("Answer by"), help_text=_("The candidate gets an e-mail with a link, and answers on My page.")
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=OfferAnswer.choices, label=_("Answer"))


class EmployedForm(forms.Form):
    starts_on = DayField(label=_("First day at work"))
    follow_up_on = DayField(
        label=_("Follow up on"), help_text=_("That day it stands on the home page: ask both sides how it goes.")
    )


class EndForm(forms.Form):
    ends_on = DayField(label=_("Last day at work"))


def _make(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    offers.make(application=application, by=request.user, at=now(), **data)


def _answer(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    offers.answer(offer=_waiting(application), by=request.user, at=now(), **data)


def _take_back(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    offers.withdraw(offer=_waiting(application), by=request.user, at=now())


def _employ(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    placements.register(application=application, by=request.user, at=now(), **data)


def _follow_up(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    placements.follow_up(placement=application.placement, by=request.user, at=now())


def _end(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    placements.end(placement=application.placement, by=request.user, at=now(), **data)


def _waiting(application: Application) -> Offer:
    offer = Offer.objects.waiting().filter(application=application).first()
    if offer is None:
        raise offers.NotWaiting
    return offer


def _may_offer(application: Application) -> bool:
    return application.stage == Stage.OFFER or Stage.OFFER in MOVES[Stage(application.stage)]


def _is_offered(application: Application) -> bool:
    return application.stage == Stage.OFFER and Offer.objects.waiting().filter(application=application).exists()


def _may_employ(application: Application) -> bool:
    may_be = application.stage in (Stage.OFFER, Stage.PLACED) and _placement(application) is None
    return may_be and not _waits_for_a_yes(application)


def _waits_for_a_yes(application: Application) -> bool:
    """There is an offer, and the last of them is not answered with yes."""
    last = Offer.objects.filter(application=application, withdrawn_at=None).order_by("-made_at", "-pk").first()
    return last is not None and last.answer != OfferAnswer.ACCEPTED


def _why_not_employ(application: Application) -> Text:
    if _placement(application) is not None:
        return REFUSALS[placements.AlreadyRegistered]
    is_offered = application.stage in (Stage.OFFER, Stage.PLACED)
    return REFUSALS[placements.NotAnswered if is_offered else placements.NotOffered]


def _is_to_follow_up(application: Application) -> bool:
    placement = _placement(application)
    return placement is not None and placement.followed_up_at is None


def _is_employed(application: Application) -> bool:
    placement = _placement(application)
    return placement is not None and placement.ends_on is None


def _placement(application: Application) -> Placement | None:
    """Only who was placed has one: no query for the others."""
    if application.stage != Stage.PLACED:
        return None
    return Placement.objects.filter(application=application).first()


def _days(application: Application) -> dict[str, Any]:
    offer = Offer.objects.filter(application=application, answer=OfferAnswer.ACCEPTED).order_by("-pk").first()
    first = offer.starts_on if offer else timezone.localdate()
    return {"starts_on": first, "follow_up_on": first + FOLLOW_UP}


STEPS = (
    Step(
        "make-offer", _("Offer the position"), _make, MAY, _("Offered; the candidate has an e-mail, and answers on My page."),
        form=OfferForm, is_open=_may_offer, closed=REFUSALS[offers.WrongStage], refusals=REFUSALS,
    ),
    Step(
        "note-answer", _("Write down the answer to the offer"), _answer, MAY, _("Written down, with your name."),
        form=AnswerForm, is_open=_is_offered, closed=REFUSALS[offers.NotWaiting], refusals=REFUSALS,
    ),
    Step(
        "take-back", _("Take the offer back"), _take_back, MAY, _("Taken back. Tell the candidate yourself."),
        question=_("The candidate can no longer answer it."), is_open=_is_offered,
        closed=REFUSALS[offers.NotWaiting], refusals=REFUSALS, tone="danger",
    ),
    Step(
        "employ", _("Register the employment"), _employ, MAY, _("Registered; on the day of the follow-up it stands on the home page."),
        form=EmployedForm, initial=_days, is_open=_may_employ, closed=_why_not_employ, refusals=REFUSALS, tone="next",
    ),
    Step(
        "followed-up", _("Followed up"), _follow_up, MAY, _("Written down."), is_open=_is_to_follow_up, refusals=REFUSALS,
    ),
    Step(
        "end-employment", _("End the employment"), _end, MAY, _("Ended."), form=EndForm, is_open=_is_employed,
        refusals=REFUSALS,
    ),
)  # fmt: skip


def panel(request: HttpRequest, application: Application) -> list[Panel]:
    made = application.offers.visible_to(request.user).select_related("made_by", "noted_by").order_by("-made_at", "-pk")
    rows = [
        (show.day(each.made_at), str(each.made_by), show.day(each.starts_on), show.day(each.reply_by), _answered(each))
        for each in made
    ]
    heads = (_("offer made"), _("made by"), _("first day at work"), _("answer by"), _("answer"))
    found = [Panel(_("Offers"), heads, rows)] if rows else []
    if placement := _placement(application):
        row = (
            show.day(placement.starts_on),
            show.day(placement.ends_on),
            show.day(placement.follow_up_on),
            show.day(placement.followed_up_at),
        )
        heads = (_("first day at work"), _("last day at work"), _("follow up on"), _("followed up"))
        found.append(Panel(_("Employment"), heads, [row]))
    return found


def _answered(offer: Offer) -> str:
    if offer.answer:
        who = offer.noted_by or _("the candidate")
        return show.with_tag(show.day(offer.answered_at), f"{offer.get_answer_display()} ({who})", "info")
    return show.tag(_("taken back")) if offer.withdrawn_at else show.tag(_("waits"), "warning")


def who_waits(order: JobOrder) -> list[Panel]:
    """Each with the page where that person is answered."""
    found = answered.unanswered(order.pk).select_related("candidate").order_by("stage_since", "pk")[:100]
    rows = [
        (show.link(each.get_absolute_url(), each.candidate), stages.tag(each.stage),
         show.link(reverse("admin:candidates_application_step", args=[each.pk, "reject"]), _("Answer with a no")))
        for each in found
    ]  # fmt: skip
    heads = (_("candidate"), _("stage"), _("what to do"))
    return [Panel(_("Who waits for an answer"), heads, rows, _("Everybody is answered."))]


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(MAY):
        return []
    due = Placement.objects.visible_to(request.user).to_follow_up().filter(follow_up_on__lte=timezone.localdate())
    answered_offers = Offer.objects.visible_to(request.user).exclude(answer="").filter(application__stage=Stage.OFFER)
    answered_offers = answered_offers.exclude(application__in=Offer.objects.waiting().values("application"))
    pages = reverse("admin:candidates_application_changelist")
    return [
        Waiting(_("answers to offers, to go on with"), answered_offers[:CAP].count(), f"{pages}?stage=offer"),
        Waiting(_("employments to follow up"), due[:CAP].count(), f"{pages}?stage=placed"),
    ]


closing.sources.append(who_waits)
admin.site.add_panels(Application, panel)
admin.site.add_waiting(waiting)
