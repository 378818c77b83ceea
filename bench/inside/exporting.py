"""A process that is asked to let many people order a copy of their data, and how many copies are made."""

import uuid
from collections import Counter
from random import Random

from django.utils import timezone

from bench.inside.asked import serve
from privacy.actions import packages
from privacy.models import Package
from tests.factories import CandidateFactory, DocumentFactory, ProcessingActivityFactory


def fill(people: str, files: str, size: str, seed: str) -> list[str]:
    """So many people with so many files of so many bytes; the numbers of the people."""
    ProcessingActivityFactory(code="applications")
    content = Random(seed).randbytes(int(size))  # noqa: S311
    candidates = CandidateFactory.create_batch(int(people))
    for candidate in candidates:
        DocumentFactory.create_batch(int(files), candidate=candidate, content=content)
    return [str(candidate.subject_id) for candidate in candidates]


def order(*people: str) -> None:
    """Each orders a copy, all at once."""
    at = timezone.now()
    for person in people:
        packages.order(subject_id=uuid.UUID(person), by=None, at=at)


def made() -> dict[str, int]:
    """How many copies are in which state."""
    return dict(Counter(Package.objects.values_list("state", flat=True)))


if __name__ == "__main__":
    serve({"fill": fill, "order": order, "made": made})
