"""Above a draft, and before its last button: what keeps it from being sent, and the page where that is cleared away."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import Refusal
from candidates.models import Candidate, Presentation, SharingPermission
from candidates.queries import presentation_obstacles as reading
from candidates.queries.presentation_obstacles import Obstacle
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel, Text
from privacy.models import Collection
from privacy.queries.numbers import numbers_of

TO_TAKE_OUT = (
    Refusal.GONE, Refusal.RESTRICTED, Refusal.BLOCKED_EMPLOYER, Refusal.SAID_NO, Refusal.ONLY_ELSEWHERE,
)  # fmt: skip
TO_ASK = (Refusal.ASK_FIRST, Refusal.NOT_ACKNOWLEDGED)
OF_PAPERS = (Refusal.NOT_SCANNED, Refusal.NOT_READ, Refusal.HOLDS_NUMBER)
BEGIN_ANEW = (Refusal.TOO_LONG, Refusal.NO_READER)


def panel(whole: Presentation) -> Panel:
    rows = [(_about(each), each.code.label, _way(whole, each)) for each in reading.of(whole, at=now())]
    heads = (_("about"), _("why not"), _("where to put it right"))
    return Panel(_("Before it can be sent"), heads, rows, _("Nothing is in the way: it can be sent."))


def before_sending(whole: Presentation) -> dict[str, Any]:
    """What the page of the last button shows of it; while something is in the way there is no button."""
    found = panel(whole)
    return {"panels": [found], "is_blocked": bool(found.rows)}


def _about(obstacle: Obstacle) -> Any:
    paper = obstacle.item and obstacle.item.document
    if paper:
        return f"{obstacle.candidate}: {paper}"
    return obstacle.candidate or capfirst(_("the presentation"))


def _way(whole: Presentation, obstacle: Obstacle) -> str:
    """Nothing where one can only wait."""
    if obstacle.item:
        return _of_item(whole, obstacle)
    if obstacle.candidate:
        return _of_candidate(whole, obstacle.code, obstacle.candidate)
    return _of_all(whole, obstacle.code)


def _of_all(whole: Presentation, code: Refusal) -> str:
    order = whole.job_order
    if code == Refusal.ORDER_NOT_OPEN:
        return _link(order, _("The order's page"))
    if code == Refusal.NO_CLIENT_STATEMENT:
        return _link(order.company, _("The client's page"))
    if code == Refusal.NOBODY:
        return show.link(_step(whole, "include"), _("Add a candidate"))
    if code in BEGIN_ANEW:
        begin = reverse("admin:candidates_presentation_add")
        return show.link(f"{begin}?{urlencode({'job_order': order.pk})}", _("Begin a new presentation"))
    return show.link(reverse("admin:privacy_recipient_changelist"), _("The register of recipients"))


def _of_item(whole: Presentation, obstacle: Obstacle) -> str:
    item = obstacle.item
    assert item is not None
    if obstacle.code in OF_PAPERS:
        return _link(item.document, _("The document's page"))
    return show.link(f"{_step(whole, 'take-item-out')}?{urlencode({'item': item.pk})}", _("Take one thing out"))


def _of_candidate(whole: Presentation, code: Refusal, candidate: Candidate) -> str:
    if code in TO_TAKE_OUT:
        chosen = urlencode({"candidate": candidate.pk})
        return show.link(f"{_step(whole, 'take-out')}?{chosen}", _("Take a candidate out"))
    if code in TO_ASK:
        ask = reverse("admin:candidates_candidate_step", args=[candidate.pk, "ask-permission"])
        return show.link(f"{ask}?{urlencode({'order': whole.job_order_id})}", _("Ask to be allowed to present"))
    if code == Refusal.WAITS:
        asked = SharingPermission.objects.filter(candidate=candidate, job_order=whole.job_order, answered_at=None)
        return _link(asked.order_by("-asked_at", "pk").first(), _("What was asked, and when"))
    untold = Collection.objects.untold().filter(subject__in=numbers_of(candidate.subject_id))
    return _link(untold.order_by("due_on", "pk").first(), _("Tell the candidate"))


def _link(row: Model | None, text: Text) -> str:
    if row is None:
        return ""
    page = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return show.link(reverse(page, args=[row.pk]), text)


def _step(whole: Presentation, name: str) -> str:
    return reverse("admin:candidates_presentation_step", args=[whole.pk, name])
