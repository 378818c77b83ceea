"""What a client reads that is no file: test results with their explanation, where they stand."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.choices.presentations import ItemKind
from candidates.models import Presentation, PresentationItem, TestResult
from candidates.queries import presentations as reading
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
        ShownDocument(each.pk, each.test_result.kind, str(ItemKind.TEST.label), result_in_words(each.test_result), "", is_file=False)
        for each in items
        if each.test_result
    ]  # fmt: skip


def result_in_words(result: TestResult) -> str:
    taken = _("Taken on %(day)s.") % {"day": date_format(result.taken_on, "DATE_FORMAT")}
    return "\n\n".join([result.result, f"{_('What it means')}: {result.explanation}", taken])
