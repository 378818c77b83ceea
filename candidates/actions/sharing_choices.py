"""Whom an application may be shared with, chosen anew by its person: wider with a new acknowledgement, narrower at once."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates.actions import activity, showing_ended
from candidates.choices import KeepScope, SharingScope, Stage
from candidates.models import Application, SharingChoice
from candidates.queries import sharing_effects
from privacy.actions import retention, subjects, trail
from privacy.choices import NoticeKind, Verb
from privacy.models import Notice
from privacy.ports import Actor

ACTIVITY = "presentations"
SCOPES = [*SharingScope]


class NotOwn(Exception):
    """Only what somebody sent themselves has a choice of theirs, and only they choose."""


class IsWithdrawn(Exception):
    """The application is withdrawn: nothing of it is shared with anybody."""


class NothingChanged(Exception):
    """It is what was chosen already."""


class Contradiction(Exception):
    """What is kept for one position only is shared with no other employer."""


class NotAcknowledged(Exception):
    """To share more widely needs the tick that says: I know what is shown to whom."""


def is_wider(application: Application, *, keep_scope: str, sharing_scope: str) -> bool:
    """Whether more employers than now may see it, or it is kept for more."""
    to_more = SCOPES.index(SharingScope(sharing_scope)) > SCOPES.index(SharingScope(application.sharing_scope))
    return to_more or (keep_scope, application.keep_scope) == (KeepScope.CANDIDATE_BASE, KeepScope.THIS_POSITION)


@transaction.atomic
def change(
    *, application: Application, keep_scope: str, sharing_scope: str, has_acknowledged: bool, language: str, by: Actor,
    at: datetime.datetime,
) -> list[str]:  # fmt: skip
    """Says what is different from now on, one sentence each. What was acknowledged before stays as it was.

    Raises `NotOwn`, `IsWithdrawn`, `NothingChanged`, `Contradiction`, `NotAcknowledged`, `PersonIsGone`.
    """
    chosen = {"keep_scope": keep_scope, "sharing_scope": sharing_scope}
    fresh = _locked(application, by=by)
    _refuse(fresh, has_acknowledged=has_acknowledged, **chosen)
    before = sharing_effects.of(fresh.candidate, at=at)
    SharingChoice.objects.create(
        application=fresh, was_kept=fresh.keep_scope, was_shared=fresh.sharing_scope, language=language, chosen_at=at,
        sharing_notice=_words_in_force(at) if has_acknowledged else None, **chosen,
    )  # fmt: skip
    Application.objects.filter(pk=fresh.pk).update(**chosen)
    person = fresh.candidate.subject_id
    changed = [name for name, value in chosen.items() if getattr(fresh, name) != value]
    trail.record(Verb.CHANGED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=changed, obj=fresh)
    activity.note(candidate_id=fresh.candidate_id, at=at)
    retention.refresh(person)
    after = sharing_effects.of(fresh.candidate, at=at)
    if not is_wider(fresh, **chosen) or SCOPES.index(after.others) < SCOPES.index(before.others):
        showing_ended.note(subject_id=person, at=at, application=fresh.pk, others=after.others.value, **chosen)
    return sharing_effects.changes(before, after)


def _words_in_force(at: datetime.datetime) -> Notice:
    return Notice.objects.in_force(NoticeKind.SHARING, timezone.localdate(at))


def foresee(
    *, application: Application, keep_scope: str, sharing_scope: str, has_acknowledged: bool, language: str, by: Actor,
    at: datetime.datetime,
) -> list[str]:  # fmt: skip
    """What would be different: the change itself, taken back. Raises as `change` does."""
    with transaction.atomic():
        said = change(
            application=application, keep_scope=keep_scope, sharing_scope=sharing_scope, language=language, by=by, at=at,
            has_acknowledged=has_acknowledged,
        )  # fmt: skip
        transaction.set_rollback(True)
    return said


def _locked(application: Application, *, by: Actor) -> Application:
    """As it is once nobody else can change it; the person's own word is heard also while the data are restricted."""
    subjects.lock(application.candidate.subject_id)
    fresh = Application.objects.select_related("candidate").filter(pk=application.pk).first()
    if fresh is None:
        raise subjects.PersonIsGone
    if fresh.candidate.subject_id != by.subject_id or fresh.sharing_notice_id is None:
        raise NotOwn
    return fresh


def _refuse(application: Application, *, keep_scope: str, sharing_scope: str, has_acknowledged: bool) -> None:
    if application.stage == Stage.WITHDRAWN:
        raise IsWithdrawn
    if (application.keep_scope, application.sharing_scope) == (keep_scope, sharing_scope):
        raise NothingChanged
    if keep_scope == KeepScope.THIS_POSITION and sharing_scope != SharingScope.THIS_POSITION:
        raise Contradiction
    if not has_acknowledged and is_wider(application, keep_scope=keep_scope, sharing_scope=sharing_scope):
        raise NotAcknowledged
