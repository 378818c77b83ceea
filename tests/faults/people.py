"""Who is at the agency already: candidates logged in, each with an application and a file."""

import datetime
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.utils import timezone

from candidates.models import Application
from privacy.actions import retention
from privacy.models import RetentionPeriod
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    JobAdFactory,
    StaffFactory,
)
from tests.privacy_fixtures import approve_periods
from tests.workspace import confirm, log_in


@dataclass(frozen=True)
class Member:
    subject_id: UUID
    email: str
    address: str  # of the computer
    cookies: tuple[tuple[str, str], ...]
    file: str


def settle() -> str:
    """Once: a manager, storage times in force, an ad; its path for applicants."""
    if RetentionPeriod.objects.filter(approved_at=None, superseded_at=None).exists():
        approve_periods(StaffFactory(roles=["manager"]))
    ad = JobAdFactory(published_at=timezone.now())
    return f"/stillinger/{ad.slug}/sok/"


def members(count: int, *, named: str, seed: int) -> list[Member]:
    """Logged in, and just now again, so that they may have themselves deleted; not due for a long time."""
    return [_member(f"{named}{number}@example.test", Random(f"{seed} {number}")) for number in range(count)]


def _member(email: str, dice: Random) -> Member:
    candidate, file = person(email, sent=timezone.now() - datetime.timedelta(days=dice.randrange(20, 300)))
    browser = Client()
    log_in(browser, candidate.subject.user)
    confirm(browser, candidate.subject.user, "code")
    session = ((settings.SESSION_COOKIE_NAME, browser.cookies[settings.SESSION_COOKIE_NAME].value),)
    address = f"127.{dice.randrange(1, 255)}.{dice.randrange(255)}.{dice.randrange(2, 255)}"
    return Member(candidate.subject_id, email, address, session, file)


def person(email: str, *, sent: datetime.datetime):
    """A candidate with one application that came with a file; gives the candidate and the file's name."""
    candidate = CandidateFactory(account__email=email, last_active_at=sent, created_at=sent)
    application = ApplicationFactory(
        candidate=candidate, submitted_at=sent, stage_since=sent, job_ad=None, job_order=None, **_told()
    )
    document = DocumentFactory(candidate=candidate, uploaded_at=sent)
    ApplicationDocumentFactory(application=application, document=document)
    retention.refresh(candidate.subject_id)
    return candidate, str(document.file)


def _told() -> dict[str, Any]:
    """As everybody was: texts of one's own would each have a manager who approved them, and is written to at every alarm."""
    first = Application.objects.order_by("pk").first()
    return {name: getattr(first, name) for name in ("notice", "terms", "sharing_notice")} if first else {}
