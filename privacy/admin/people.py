"""What every page about a person shows and offers: until when and why, the history, erasure."""

import uuid
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.actions import erasure
from privacy.actions.erasure import Answer
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step, Text
from privacy.choices import Category, ErasureCause
from privacy.decide import Verdict
from privacy.queries import Explanation, explain, explain_request, own_requests, reasons, trail_for_person
from privacy.queries.restrictions import restricted_categories

VERDICTS: dict[Verdict, tuple[Text, str]] = {
    Verdict.KEEP: (_("kept"), "success"),
    Verdict.ERASE: (_("goes"), "danger"),
    Verdict.REVIEW: (_("somebody has to look"), "warning"),
}


RESTRICTED = _("restricted: not shown")


def root_of(row: Any) -> uuid.UUID:
    """The person a row is about, also after two were brought together."""
    return row.subject.root_id


def named_by(model: type[Model]) -> Callable[[HttpRequest, Collection[uuid.UUID]], dict[uuid.UUID, str]]:
    """Who persons are by their rows of `model`, each linked to its page, for whoever may open that."""
    names = model._meta
    rows: Any = model._default_manager

    def found(request: HttpRequest, persons: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
        if not request.user.has_perm(f"{names.app_label}.view_{names.model_name}"):
            return {}
        seen = rows.visible_to(request.user).select_related("subject").order_by("pk")
        theirs = seen.filter(Q(subject__in=persons) | Q(subject__merged_into__in=persons))
        page = f"admin:{names.app_label}_{names.model_name}_change"
        return {root_of(row): show.link(reverse(page, args=[row.pk]), row) for row in theirs}

    return found


def storage_panel(subject_id: uuid.UUID, *, for_claims: bool = False, hidden: Collection[str] = ()) -> Panel:
    """Each thing we hold, until when and why: what the person reads too, said of another.

    What is restricted is there without its name, unless it is read for a claim (GDPR art. 18(2)). Rows of the models
    `hidden` are left out: whoever reads this does not work with them.
    """
    explanation = explain(subject_id, timezone.localdate())
    set_aside = frozenset() if for_claims else restricted_categories(subject_id)
    note = ""
    if explanation.due_on:
        note = _("The last of it is gone on %(day)s.") % {"day": show.plain_day(explanation.due_on)}
    heads = (_("what"), _("state"), _("gone on"), _("why"))
    return Panel(
        _("Until when and why"),
        heads,
        [row for _verdict, row in _rows(explanation, set_aside, hidden)],
        _("We hold nothing."),
        note,
    )


def _rows(
    explanation: Explanation, set_aside: frozenset[str], hidden: Collection[str] = ()
) -> list[tuple[Verdict, tuple[Any, ...]]]:
    rows = []
    for item, outcome in zip(explanation.items, explanation.decision.outcomes, strict=True):
        if item.key[0].lower() in hidden:
            continue
        label, color = VERDICTS[item.verdict]
        why = " ".join(reasons.sentences(outcome, to_person=False))
        name = RESTRICTED if {"", item.category} & set_aside else item.label
        rows.append((item.verdict, (name, show.tag(label, color), show.day(item.due_on), why)))
    return rows


def trail_panel(subject_id: uuid.UUID, *, for_claims: bool = False, hidden: Collection[str] = ()) -> Panel:
    is_hidden = not for_claims and bool({"", Category.HISTORY} & restricted_categories(subject_id))
    lines = [] if is_hidden else trail_for_person(subject_id, limit=30, hidden=hidden)
    rows = [(show.moment(line.at), line.text, line.role, line.purpose) for line in lines]
    heads = (_("when"), _("what"), _("who"), _("what for"))
    note = _("This is what the person reads: you in these lines is the person. The newest 30.")
    return Panel(_("History"), heads, rows, RESTRICTED if is_hidden else _("Nothing yet."), note)


def statements_panel(subject_id: uuid.UUID) -> list[Panel]:
    """What the person says beside data that were not changed, where there is such a thing (GDPR art. 16)."""
    rows = [(show.text(statement),) for statement in own_requests.statements_of(subject_id)]
    return [Panel(_("The person's own statement"), (_("statement"),), rows)] if rows else []


def erase_step(permission: str, *, for_claims: bool = False) -> Step:
    """Deleting a person is erasure: one path for the purge, the person and us."""
    return Step(
        "erase", _("Erase"), _erase, permission, _("Erased."), preview=partial(_preview, for_claims=for_claims), tone="danger", leaves=True,
        question=_("Only on the person's own request, or when the data should not be here. It cannot be undone."),
    )  # fmt: skip


def _erase(request: HttpRequest, row: Any, data: dict[str, Any]) -> Text | None:
    return told(erasure.erase_person(subject_id=root_of(row), cause=ErasureCause.STAFF, by=request.user, at=now()))


def told(answer: Answer) -> str | None:
    """What could not go, if there is something."""
    if answer.is_erased:
        return None
    return gettext("What may go is erased; %(count)d must be kept for now, as this page said.") % {
        "count": len(answer.kept)
    }


def _preview(row: Any, *, for_claims: bool) -> dict[str, Any]:
    return {"panels": erasure_panels(root_of(row), for_claims=for_claims)}


def erasure_panels(root: uuid.UUID, *, for_claims: bool = False) -> list[Panel]:
    """What an erasure now would take, and what it would leave and why."""
    set_aside = frozenset() if for_claims else restricted_categories(root)
    rows = _rows(explain_request(root, timezone.localdate()), set_aside)
    goes = [told[:1] for verdict, told in rows if verdict is Verdict.ERASE]
    stays = [told for verdict, told in rows if verdict is not Verdict.ERASE]
    heads = (_("what"), _("state"), _("gone on"), _("why"))
    return [
        Panel(_("This goes"), (_("what"),), goes, _("Nothing.")),
        Panel(_("This stays"), heads, stays, _("Nothing: the person is erased altogether.")),
    ]
