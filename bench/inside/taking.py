"""A process that is asked what of a rush has arrived, and what the copy of a full person costs."""

import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

from django.utils import timezone

from bench.inside import site
from bench.inside.asked import serve
from bench.inside.measure import memory
from candidates.choices import TextState
from candidates.models import Application, Document
from privacy import registries
from privacy.actions import packages
from privacy.choices.packages import PackageState
from privacy.models import Package
from tests.factories import CandidateFactory, DocumentFactory, OutgoingMailFactory, ProcessingActivityFactory

ROWS, FILES, LARGE = 500, 20, 2_000_000


class NotCopied(Exception):
    """The copy was not made: there is nothing to measure."""


def received() -> dict[str, int]:
    """How many applied just once, and how many CVs can be searched."""
    applied = Counter(Application.objects.values_list("candidate__unconfirmed_email", flat=True))
    read = Document.objects.filter(text_state=TextState.READ).count()
    return {"once": sum(times == 1 for times in applied.values()), "searchable": read}


def copy(seed: str) -> dict[str, float]:
    """Somebody with many mails and files: the copy as the worker makes it, beside the same files packed by hand."""
    now, dice = timezone.now(), Random(seed)  # noqa: S311
    contents = [dice.randbytes(LARGE) for _ in range(FILES)]
    candidate = CandidateFactory()
    for content in contents:
        DocumentFactory(candidate=candidate, content=content)
    activity = ProcessingActivityFactory(code="applications")
    OutgoingMailFactory.create_batch(ROWS, subject=candidate.subject, activity=activity)
    ordered = packages.order(subject_id=candidate.subject_id, by=None, at=now)
    before, began = memory("VmRSS"), time.perf_counter()
    packages.build(pk=ordered.pk, pdf_maker=registries.pdf_maker(), at=now)
    seconds, grown = time.perf_counter() - began, memory("VmHWM") - before
    if (state := Package.objects.get(pk=ordered.pk).state) != PackageState.READY:
        raise NotCopied(state)
    return {"seconds": seconds, "packing": packing(contents), "megabytes": grown, "rows": ROWS, "files": FILES}


def packing(contents: list[bytes]) -> float:
    """Seconds for a ZIP of these files and no more."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(Path(folder) / "copy.zip", "w") as archive:
        for number, content in enumerate(contents):
            archive.writestr(str(number), content)
    return time.perf_counter() - began


if __name__ == "__main__":
    serve({"fill": lambda number: site.fill(int(number)), "received": received, "copy": copy})
