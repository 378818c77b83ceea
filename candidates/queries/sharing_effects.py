"""How far somebody is shared at one moment, and what another choice changes in it, in sentences (P33)."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, F, Func, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.choices import Origin, SharingScope, Stage
from candidates.models import Application, Candidate, PresentationItem, SharingPermission
from candidates.queries import presentations
from candidates.queries.permissions import OTHERS_TOO
from clients.models import JobOrder
from privacy.queries import Explanation, explain, own_storage

TO_OTHERS = {
    SharingScope.THIS_POSITION: gettext_lazy(
        "Employers of other positions see nothing about you, and we do not ask you about them."
    ),
    SharingScope.ASK_FIRST: gettext_lazy("For other positions we ask you first, and show nothing before you say yes."),
    SharingScope.WITHOUT_ASKING: gettext_lazy("For other positions we may present you without asking first."),
}


@dataclass(frozen=True)
class Standing:
    """What holds now: for other positions, what was asked and waits, who sees the person, what is being prepared."""

    others: SharingScope
    questions: Mapping[uuid.UUID, str]
    seen_by: Mapping[uuid.UUID, str]
    drafts: int
    marks: int
    is_in_base: bool
    kept: Explanation

    @property
    def to_others(self) -> str:
        return str(TO_OTHERS[self.others])


def of(candidate: Candidate, *, at: datetime.datetime) -> Standing:
    """As many questions to the database whatever there is."""
    rows = PresentationItem.objects.filter(candidate=candidate, presentation__sent_at=None)
    in_base = Func(F("pk"), function="candidates_is_in_base", output_field=BooleanField())
    marks = Candidate.objects.filter(pk=candidate.pk).values_list("tag_uses", "list_entries")
    tags, entries = {row[0] for row in marks} - {None}, {row[1] for row in marks} - {None}
    return Standing(
        others=others(candidate),
        questions={each.pk: _named(each.job_order) for each in _questions(candidate, timezone.localdate(at))},
        seen_by={
            each.pk: _named(each.presentation.job_order)
            for each, is_open in presentations.sent_of(candidate, at=at)
            if is_open
        },
        drafts=rows.values("presentation").distinct().count(),
        marks=len(tags) + len(entries),
        is_in_base=bool(Candidate.objects.filter(pk=candidate.pk).values_list(in_base, flat=True).first()),
        kept=explain(candidate.subject_id, timezone.localdate(at)),
    )


def others(candidate: Candidate) -> SharingScope:
    """What is so for other positions: the newest word counts; any own application may let us ask (the guards)."""
    own = Application.objects.filter(candidate=candidate).exclude(stage=Stage.WITHDRAWN)
    chosen = own.exclude(sharing_notice=None).annotate(said_at=Coalesce(Max("choices__chosen_at"), F("submitted_at")))
    rows = list(chosen.order_by("-said_at", "pk").values_list("sharing_scope", "origin"))
    if rows and rows[0][0] == SharingScope.WITHOUT_ASKING:
        return SharingScope.WITHOUT_ASKING
    may_ask = any(scope in OTHERS_TOO and origin != Origin.ADDED for scope, origin in rows)
    return SharingScope.ASK_FIRST if may_ask else SharingScope.THIS_POSITION


def _questions(candidate: Candidate, today: datetime.date) -> Iterator[SharingPermission]:
    waiting = SharingPermission.objects.waiting().filter(
        Q(answer_by__gte=today), candidate=candidate, job_order__closed_at=None
    )
    yield from waiting.select_related("job_order__company").order_by("answer_by", "pk")


def _named(order: JobOrder) -> str:
    return f"{order.title}, {order.company.name}"


def changes(before: Standing, after: Standing) -> list[str]:
    """What is not as it was, one sentence each; the first says what is so for other positions from now on."""
    return [after.to_others, *_ended(before, after), *_begun(before, after), *_dates(before, after)]


def _ended(before: Standing, after: Standing) -> Iterator[str]:
    for key in before.questions.keys() - after.questions.keys():
        yield _("Our question about “%(what)s” falls away.") % {"what": before.questions[key]}
    for key in before.seen_by.keys() - after.seen_by.keys():
        yield _("“%(what)s”: the employer sees nothing about you any more.") % {"what": before.seen_by[key]}
    if fewer := before.drafts - after.drafts:
        said = ngettext(
            "You are taken out of a presentation we were preparing.",
            "You are taken out of %(number)d presentations we were preparing.", fewer,
        )  # fmt: skip
        yield said % {"number": fewer}
    if before.is_in_base and not after.is_in_base:
        yield _("You leave our candidate base: we no longer find you when we search for other positions.")
        if before.marks > after.marks:
            yield _("What we noted to find you by (tags and lists) is deleted.")


def _begun(before: Standing, after: Standing) -> Iterator[str]:
    for key in after.seen_by.keys() - before.seen_by.keys():
        yield _("“%(what)s”: the employer sees what we sent about you again.") % {"what": after.seen_by[key]}
    if after.is_in_base and not before.is_in_base:
        yield _("You come into our candidate base: we may find you when we search for other positions.")


def _dates(before: Standing, after: Standing) -> Iterator[str]:
    for each in own_storage.going_earlier(before.kept, after.kept):
        yield each.when
