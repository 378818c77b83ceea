"""The copy of a person's data: ordered, made by the worker, fetched by the person (GDPR art. 15 and 20).

A try is claimed before it is made and its result written after it, each in a short transaction; the copy is made in
between. A worker that dies leaves a claim that ends by itself, and the sweep begins anew; only a whole copy is offered.
"""

import datetime
import logging
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from privacy import registries
from privacy.actions import answers, mails, retention, subjects, trail
from privacy.choices import PeriodCode, PeriodUnit, Verb
from privacy.choices.packages import PackageState
from privacy.deadlines import Period
from privacy.emails.packages import copy_ready
from privacy.models import Package
from privacy.models.package import WAITING, package_storage
from privacy.ports import Actor, PdfMaker, nudge
from privacy.queries import addresses, facts, own_requests, packages
from privacy.queries import package as copying
from privacy.queries.package.folder import fingerprint

logger = logging.getLogger(__name__)

ACTIVITY = "rights"
CLAIM = datetime.timedelta(minutes=10)
BACK_OFF = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
MOST_A_DAY = 5
USUAL = Period(7, PeriodUnit.DAYS)  # while no length is approved


class TooMany(Exception):
    """So many copies were ordered within a day that another is excessive (GDPR art. 12(5)); those are there to fetch."""


class NotThere(Exception):
    """The copy is not ready, or no longer there."""


class NotGivenUp(Exception):
    """The copy is made, or on its way."""


@transaction.atomic
def order(*, subject_id: uuid.UUID, by: Actor | None, at: datetime.datetime, language: str = "") -> Package:
    """Order a copy; one that is being made already is that copy. Raises `PersonIsGone`, `TooMany`.

    `language` is the reader's, the person's own where nothing is said.
    """
    root = subjects.lock(subject_id)[subject_id]
    own = packages.of_person(root)
    if being_made := own.filter(state__in=WAITING).first():
        return being_made
    if own.filter(ordered_at__gt=at - datetime.timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooMany
    ordered = Package.objects.create(
        subject_id=root, language=language or registries.language_of(root), ordered_at=at, next_at=at
    )
    trail.record(Verb.ASKED, subject_id=root, by=by, at=at, activity=ACTIVITY, obj=ordered)
    retention.refresh(root)
    nudge("privacy.jobs.build_package", str(ordered.pk))
    return ordered


def waiting(*, at: datetime.datetime) -> list[uuid.UUID]:
    """The copies whose turn it is, the oldest first; also those whose worker never came back."""
    due = Package.objects.filter(Q(next_at=None) | Q(next_at__lte=at), state__in=WAITING)
    return list(due.order_by("ordered_at", "pk").values_list("pk", flat=True)[:50])


def build(*, pk: uuid.UUID, pdf_maker: PdfMaker, at: datetime.datetime) -> None:
    """Make one copy that waits; tried again when it fails, given up after some tries. Erased meanwhile: nothing is left."""
    claimed = _claim(pk, at)
    if claimed is None:
        return
    try:
        with copying.spool() as folder, _stored(_made(claimed, folder, pdf_maker, at)) as (name, digest, size):
            _finish(claimed, name=name, digest=digest, size=size, at=at)
    except (subjects.PersonIsGone, Lost):
        logger.info("package %s: nobody waits for it any more", pk)
    except Exception as error:  # whatever it is, the order stands, and somebody is told when it is given up
        logger.error("package %s: try %s: %s in %s", pk, claimed.attempts, type(error).__name__, _place_of(error))
        _failed(claimed, at)


class Lost(Exception):
    """The claim is another worker's by now, or the order is gone."""


def _place_of(error: Exception) -> str:
    """Where in the program; what an error says could be something the person wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _claim(pk: uuid.UUID, at: datetime.datetime) -> Package | None:
    """Take this try, if it is due and nobody has: two workers never make one copy at once."""
    due = Package.objects.filter(Q(next_at=None) | Q(next_at__lte=at), pk=pk, state__in=WAITING)
    taken = due.update(state=PackageState.BUILDING, next_at=at + CLAIM, attempts=F("attempts") + 1, done=0, total=0)
    return Package.objects.filter(pk=pk).first() if taken else None


@transaction.atomic
def _gathered(claimed: Package, at: datetime.datetime) -> copying.Contents:
    """Under the person's lock: what is in it was all true at one moment."""
    root = subjects.lock(claimed.subject_id)[claimed.subject_id]
    return copying.gather(root, language=claimed.language, at=at)


def _made(claimed: Package, folder: Path, pdf_maker: PdfMaker, at: datetime.datetime) -> Path:
    """The ZIP in the spool."""
    contents = _gathered(claimed, at)
    _mine(claimed).update(total=contents.parts)

    def after_part() -> None:
        if not _mine(claimed).update(done=F("done") + 1):
            raise Lost

    inside = folder / "copy"
    inside.mkdir()
    copying.write(contents, inside, pdf_maker=pdf_maker, after_part=after_part)
    return copying.zipped(inside, to=folder / "copy.zip")


def _mine(claimed: Package) -> QuerySet[Package]:
    return Package.objects.filter(pk=claimed.pk, state=PackageState.BUILDING, attempts=claimed.attempts)


@contextmanager
def _stored(made: Path) -> Iterator[tuple[str, str, int]]:
    """Sealed in storage; taken out again when it comes to nothing. (Killed in between: the reconciler finds it.)"""
    with made.open("rb") as file:
        name = package_storage().save("copy", File(file))
    try:
        yield name, fingerprint(made), made.stat().st_size
    except BaseException:
        package_storage().delete(name)
        raise


@transaction.atomic
def _finish(claimed: Package, *, name: str, digest: str, size: int, at: datetime.datetime) -> None:
    root = subjects.lock(claimed.subject_id)[claimed.subject_id]
    today = timezone.localdate(at)
    expires_on = facts.approved_periods().get(PeriodCode.PACKAGE, USUAL).after(today)
    done = _mine(claimed).update(
        state=PackageState.READY, file=name, sha256=digest, size=size, ready_at=at, expires_on=expires_on, next_at=None,
        done=F("total"),
    )  # fmt: skip
    if not done:
        raise Lost
    ready = Package.objects.get(pk=claimed.pk)
    trail.record(Verb.PACKED, subject_id=root, by=None, at=at, activity=ACTIVITY, obj=ready)
    _tell(ready, root, at)
    retention.refresh(root)


def _tell(ready: Package, root: uuid.UUID, at: datetime.datetime) -> None:
    """The answer to whoever asked for their rights; otherwise that it is ready."""
    asked = list(own_requests.for_a_copy(root))
    for request in asked:
        answers.grant(request=request, answer="", by=None, at=at)
    if not asked and (address := addresses.of_person(root)):
        mails.queue(copy_ready(ready), to=address.email, subject_id=root, language=ready.language, at=at)


def _failed(claimed: Package, at: datetime.datetime) -> None:
    if claimed.attempts > len(BACK_OFF):
        _mine(claimed).update(state=PackageState.FAILED, next_at=None)
    else:
        _mine(claimed).update(state=PackageState.WANTED, next_at=at + BACK_OFF[claimed.attempts - 1])


@transaction.atomic
def retry(*, package: Package, at: datetime.datetime) -> None:
    """A copy that was given up is tried anew from the first try on. Raises `PersonIsGone`, `NotGivenUp`."""
    subjects.lock(package.subject_id)
    fresh = subjects.fresh(package)
    if not Package.objects.filter(pk=fresh.pk, state=PackageState.FAILED).update(
        state=PackageState.WANTED, attempts=0, next_at=at
    ):
        raise NotGivenUp
    retention.refresh(fresh.subject_id)
    nudge("privacy.jobs.build_package", str(fresh.pk))


@transaction.atomic
def fetched(*, package: Package, by: Actor, at: datetime.datetime) -> Package:
    """Fetching is processing: no entry, no file. Call it before a byte is sent. Raises `PersonIsGone`, `NotThere`."""
    root = subjects.lock(package.subject_id)[package.subject_id]
    fresh = subjects.fresh(package)
    if not can_be_fetched(fresh, on=timezone.localdate(at)):
        raise NotThere
    Package.objects.filter(pk=fresh.pk, downloaded_at=None).update(downloaded_at=at)
    trail.record(Verb.FETCHED, subject_id=root, by=by, at=at, activity=ACTIVITY, obj=fresh)
    retention.refresh(root)
    return fresh


def can_be_fetched(ready: Package, *, on: datetime.date) -> bool:
    return ready.is_ready and ready.expires_on is not None and on < ready.expires_on


@transaction.atomic
def hand_out(
    *,
    subject_id: uuid.UUID,
    folder: Path,
    pdf_maker: PdfMaker,
    by: Actor | None,
    at: datetime.datetime,
    language: str = "",
) -> None:
    """Write a copy to an empty folder of an operator's, for somebody without a login. Raises `PersonIsGone`."""
    root = subjects.lock(subject_id)[subject_id]
    contents = copying.gather(root, language=language or registries.language_of(root), at=at)
    trail.record(Verb.PACKED, subject_id=root, by=by, at=at, activity=ACTIVITY)
    copying.write(contents, folder, pdf_maker=pdf_maker, after_part=lambda: None)
