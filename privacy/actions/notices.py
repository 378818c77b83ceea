"""The words people are shown: drafted by those responsible, put in force by the manager, never changed afterwards."""

import datetime

from django.db import transaction
from django.db.models import Max

from privacy.choices import NoticeKind
from privacy.choices.events import Event
from privacy.models import Notice
from privacy.ports import Actor, tell


class NotTheManager(Exception):
    """Only the manager puts a text in force; the responsibility is not delegated (P8-P10)."""


class AlreadyInForce(Exception):
    """A text that was approved is never changed, only followed by the next."""


@transaction.atomic
def draft(*, kind: NoticeKind, text_nb: str, text_en: str, remark: str) -> Notice:
    """Write the next version of a text; nobody outside sees it before it is approved."""
    versions = Notice.objects.filter(kind=kind).aggregate(last=Max("version"))
    return Notice.objects.create(
        kind=kind, version=(versions["last"] or 0) + 1, text_nb=text_nb, text_en=text_en, remark=remark
    )


@transaction.atomic
def redraft(*, notice: Notice, text_nb: str, text_en: str, remark: str) -> None:
    """Change a draft."""
    drafts = Notice.objects.filter(pk=notice.pk, approved_at=None)
    if not drafts.update(text_nb=text_nb, text_en=text_en, remark=remark):
        raise AlreadyInForce


@transaction.atomic
def approve(*, notice: Notice, in_force_from: datetime.date, by: Actor, at: datetime.datetime) -> None:
    """Put a draft in force from a day on."""
    if not by.has_role("manager"):
        raise NotTheManager
    drafts = Notice.objects.filter(pk=notice.pk, approved_at=None)
    if not drafts.update(in_force_from=in_force_from, approved_at=at, approved_by_id=by.pk):
        raise AlreadyInForce
    tell(Event.CONFIGURED, what="notice", row=notice.pk, account=by.pk)
