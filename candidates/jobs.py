"""This app's work in the worker: each task takes a key, hands over the clock and the outside systems, calls one action."""

import uuid

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from candidates.actions import (
    alerting,
    assignments,
    counting,
    import_checking,
    import_forecast,
    import_running,
    leads,
    presentation_ends,
    scanning,
    words,
)
from candidates.queries import imports
from candidates.registries import outside
from privacy.queries import travel


@shared_task
def scan(pk: str) -> bool:
    return scanning.scan(pk=uuid.UUID(pk), scanner=outside().virus_scanner, at=timezone.now())


@shared_task
def read_text(pk: str) -> None:
    scanning.read_text(pk=uuid.UUID(pk), inspector=outside().inspector, at=timezone.now())


@shared_task
def scan_waiting() -> None:
    """The sweep: whatever a lost nudge, broker or worker left. A scanner that does not answer one file is asked about
    no other this time: it would hold the worker for a minute each, and everything else with it."""
    answers = True
    for pk, is_unscanned in scanning.waiting(at=timezone.now()):
        if not is_unscanned:
            read_text(str(pk))
        elif answers:
            answers = scan(str(pk))


@shared_task
def scan_anew() -> None:
    """What came while there was no scanner, once there is one."""
    if settings.CLAMAV_URL != "none":
        all(scan(str(pk)) for pk in scanning.never_scanned(at=timezone.now()))  # until nobody answers


@shared_task
def go_on_importing(pk: int) -> None:
    """Check the list, or import it, from where it stands to the end; then have the purge tried."""
    import_checking.check(pk=pk, judge=outside().inspector, at=timezone.now())
    import_running.go_on(pk=pk, at=timezone.now())
    if pk in imports.untried():
        import_forecast.make(pk=pk, at=timezone.now())


@shared_task
def go_on_with_imports() -> None:
    """The sweep: imports whose nudge or worker was lost."""
    for pk in imports.unfinished():
        go_on_importing(pk)


@shared_task
def send_alerts() -> None:
    alerting.begin(at=timezone.now())


@shared_task
def prune_words() -> None:
    words.prune()


@shared_task
def count_figures() -> None:
    """Also the sweep, for a question whose nudge was lost."""
    counting.count(at=timezone.now())


@shared_task
def tell_of_endings() -> int:
    """The sweep: presentations that are over, whatever ended them; what was only begun goes with its order."""
    return presentation_ends.tell_all(at=timezone.now()) + presentation_ends.drop_all()


@shared_task
def forget_presentations() -> int:
    """After the rows in them, which go each hour, and before the orders they are of."""
    return presentation_ends.forget(at=now) if travel.may_delete(now := timezone.now()) else 0


@shared_task
def forget_marks() -> None:
    if travel.may_delete(now := timezone.now()):
        leads.forget_marks(at=now)


@shared_task
def end_assignments() -> int:
    """The sweep: whoever's last day at a client has passed is not hired out any more."""
    return assignments.end_over(at=now) if travel.may_delete(now := timezone.now()) else 0
