"""Being presented: the question by a link or on the own pages, what stands, what is taken back, who never sees anything."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.actions import blocked_employers, permissions
from candidates.choices import Interest, Stage
from candidates.forms.sharing import AnswerForm, BlockForm
from candidates.models import Candidate, SharingPermission
from candidates.queries import permissions as asked
from candidates.queries import presentations, seen, sharing_effects, sharing_receipts
from candidates.views.own import LAYOUTS, own_page
from privacy.choices import Channel, NoticeKind
from privacy.models import Notice
from privacy.ports import Actor

SAID = {
    Interest.INTERESTED: gettext_lazy("Thank you. We may present you; you can take it back at any time."),
    Interest.NOT_INTERESTED: gettext_lazy("Noted: we do not present you for this position."),
    "question": gettext_lazy("Your question has reached your adviser, who answers by e-mail."),
}
REFUSALS: dict[type[Exception], str | Promise] = {
    permissions.AlreadyAnswered: gettext_lazy("This was answered before. Nothing was changed."),
    permissions.PositionClosed: gettext_lazy("The position is closed meanwhile, so there is nothing to say yes to."),
    permissions.NotAcknowledged: gettext_lazy("Tick that you have read what is shown to the employer."),
}
BLOCKED: dict[type[Exception], str | Promise] = {
    blocked_employers.AlreadyBlocked: gettext_lazy("You have blocked this employer already."),
    blocked_employers.TooMany: gettext_lazy(
        "You have blocked fifty employers, which is the most. Let one of them go first."
    ),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_permission(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link reads the address it was sent to. Opening it changes nothing."""
    permission = asked.by_token(token, today=timezone.localdate())
    if permission is None:
        return render(request, "candidates/permission_over.html", status=410)
    return _page(request, permission, channel=Channel.MAIL_LINK, by=None, back=request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_permission(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    permission = get_object_or_404(asked.of_candidate(candidate).exclude(fact_sheet=None), pk=pk)
    return _page(request, permission, channel=Channel.OWN_PAGES, by=request.user, back=request.path)


def _page(
    request: HttpRequest, permission: SharingPermission, *, channel: str, by: Actor | None, back: str
) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.POST.get("answer") == "take-back":
        return _taken_back(request, permission, by=by, back=back)
    if form.is_valid() and _answered(request, permission, form, channel=channel, by=by):
        return redirect(back)
    order = permission.job_order
    context = {
        "permission": permission, "order": order, "company": order.company, "form": form,
        "parts": permission.fact_sheet.told_at(asked.told_now(permission)) if permission.fact_sheet else [],
        "words": Notice.objects.in_force(NoticeKind.SHARING, timezone.localdate()).text(get_language()),
        "is_by_link": by is None, "layout": LAYOUTS[by is None],
    }  # fmt: skip
    return render(request, "candidates/my_permission.html", context)


def _answered(
    request: HttpRequest, permission: SharingPermission, form: AnswerForm, *, channel: str, by: Actor | None
) -> bool:
    said, now = form.cleaned_data, timezone.now()
    try:
        if form.is_question:
            permissions.ask_back(permission=permission, question=said["question"], by=by, at=now)
        else:
            permissions.answer(
                permission=permission, interest=said["interest"], has_acknowledged=said["has_acknowledged"],
                channel=channel, by=by, at=now,
            )  # fmt: skip
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
        return False
    messages.success(request, SAID[said["interest"]])
    return True


def _taken_back(request: HttpRequest, permission: SharingPermission, *, by: Actor | None, back: str) -> HttpResponse:
    try:
        permissions.take_back(permission=permission, by=by, at=timezone.now())
    except permissions.NothingToEnd:
        messages.info(request, _("There is nothing to take back. Nothing was changed."))
    else:
        messages.success(request, _("Taken back. The employer sees nothing about you any more."))
    return redirect(back)


@require_safe
@own_page
def my_sharing(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    return _sharing(request, candidate, BlockForm())


def _sharing(request: HttpRequest, candidate: Candidate, form: BlockForm) -> HttpResponse:
    own = candidate.applications.exclude(stage=Stage.WITHDRAWN).exclude(sharing_notice=None)
    answers = list(asked.of_candidate(candidate))
    context = {
        "permissions": answers,
        "receipts": sharing_receipts.said_by(candidate, answers),
        "applications": list(
            own.select_related("job_ad", "job_order")
            .annotate(said_at=Coalesce(Max("choices__chosen_at"), F("submitted_at")))
            .order_by("-submitted_at", "pk")
        ),
        "to_others": sharing_effects.TO_OTHERS[sharing_effects.others(candidate)],
        "clients": seen.by_clients(candidate, at=timezone.now()),
        "blocked": list(candidate.blocked_employers.order_by("name", "org_number")),
        "form": form,
    }
    return render(request, "candidates/my_sharing.html", context)


@require_POST
@own_page
def stop_presenting(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    item = get_object_or_404(presentations.of_candidate(candidate), pk=pk)
    order = item.presentation.job_order
    permissions.stop(candidate=candidate, order=order, by=request.user, at=timezone.now())
    messages.success(request, _("Stopped: the employer sees nothing about you any more."))
    return redirect("my_sharing")


@require_POST
@own_page
def block_employer(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    form = BlockForm(request.POST)
    if not form.is_valid():
        return _sharing(request, candidate, form)
    try:
        blocked_employers.block(candidate=candidate, by=request.user, at=timezone.now(), **form.cleaned_data)
    except tuple(BLOCKED) as error:
        form.add_error(None, BLOCKED[type(error)])
        return _sharing(request, candidate, form)
    messages.success(request, _("Blocked: this employer is shown nothing about you."))
    return redirect("my_sharing")


@require_POST
@own_page
def unblock_employer(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    employer = get_object_or_404(candidate.blocked_employers.select_related("candidate"), pk=pk)
    try:
        blocked_employers.unblock(employer=employer, by=request.user, at=timezone.now())
    except blocked_employers.NotBlocked:
        messages.info(request, _("This employer was let go of before. Nothing was changed."))
    else:
        messages.success(request, _("The employer is no longer blocked."))
    return redirect("my_sharing")
