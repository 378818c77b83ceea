"""What a client reads that is no file: test results with their explanation, what referees said; where they stand."""

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.models import Candidate, Presentation, PresentationItem, ReferenceCheck, TestResult
from candidates.queries import presentations as reading
from candidates.queries import references
from candidates.queries.presentations import ShownDocument
from privacy.ports import Actor


def results_to_add(presentation: Presentation, user: Actor) -> QuerySet[TestResult]:
    """Test results of the candidates in it that are not in it yet, also those they have not seen."""
    there = PresentationItem.objects.filter(presentation=presentation)
    rows = TestResult.objects.visible_to(user).filter(
        application__candidate__in=reading.in_it(presentation).values("pk")
    )
    return rows.exclude(pk__in=there.exclude(test_result=None).values("test_result"))


def results(items: Iterable[PresentationItem]) -> list[ShownDocument]:
    return [
        ShownDocument(each.pk, each.test_result.kind, _("test result"), result_in_words(each.test_result), "", is_file=False)
        for each in items
        if each.test_result
    ]  # fmt: skip


def result_in_words(result: TestResult) -> str:
    taken = _("Taken on %(day)s.") % {"day": date_format(result.taken_on, "DATE_FORMAT")}
    return "\n\n".join([result.result, f"{_('What it means')}: {result.explanation}", taken])


def names(candidate: Candidate, text: str) -> bool:
    """Whether one of the candidate's names stands in it: an anonymous presentation shows none."""
    known = f"{candidate.first_name} {candidate.last_name}".casefold().split()
    return bool(set(known) & set("".join(c if c.isalnum() else " " for c in text.casefold()).split()))


# --- what referees said ---
def statements_to_add(presentation: Presentation, user: Actor) -> QuerySet[ReferenceCheck]:
    """References of the candidates in it, for its order, that are not in it yet; also those that cannot be shown."""
    there = PresentationItem.objects.filter(presentation=presentation)
    rows = ReferenceCheck.objects.visible_to(user).filter(
        application__candidate__in=reading.in_it(presentation).values("pk"), referee__isnull=False,
        application__job_order=presentation.job_order_id,
    )  # fmt: skip
    return references.with_people(rows.exclude(pk__in=there.exclude(reference=None).values("reference")))


def statements(presentation: Presentation) -> list[PresentationItem]:
    """The items whose referee's words may be shown at this moment, in the order in which they were added."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM candidates_presentationitem WHERE presentation_id = %s AND reference_id IS NOT NULL"
            " AND candidates_statement_is_there(reference_id, candidate_id, %s)",
            [presentation.pk, presentation.job_order_id],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    rows = PresentationItem.objects.filter(pk__in=numbers).select_related(
        "reference__referee", "reference__application"
    )
    return list(rows.order_by("added_at", "pk")) if numbers else []


def referees_in(presentation: uuid.UUID) -> list[uuid.UUID]:
    """The numbers of the referees whose words are in it: locked with the candidates."""
    rows = PresentationItem.objects.filter(presentation=presentation, reference__referee__isnull=False)
    return list(rows.values_list("reference__referee__subject", flat=True).distinct())


def said_in(item: PresentationItem) -> ReferenceCheck:
    assert item.reference is not None
    return item.reference


def said(items: Iterable[PresentationItem]) -> list[ShownDocument]:
    return [
        ShownDocument(
            each.pk, each.reference.the_referee.name, _("referee"), "", "", is_file=False,
            reference=reading.reference_of(each), told=tuple(each.reference.told),
        )
        for each in items
        if each.reference
    ]  # fmt: skip
