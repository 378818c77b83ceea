"""With a real broker and a real worker: whoever orders has the copy a moment later, and never half of one."""

import time

import pytest
from django.utils import timezone

from privacy.actions import packages
from privacy.models import Package
from tests.factories import ApplicationFactory, DocumentFactory
from tests.privacy.package.world import Copy

PATIENCE = 60


@pytest.mark.django_db(transaction=True)
def test_an_order_is_made_by_the_worker(approved_periods, worker):
    candidate = ApplicationFactory().candidate
    DocumentFactory(candidate=candidate)

    package = packages.order(subject_id=candidate.subject_id, by=candidate.subject.user, at=timezone.now())

    deadline = time.monotonic() + PATIENCE
    while not Package.objects.filter(pk=package.pk, state="ready").exists():
        assert time.monotonic() < deadline, worker.read_text()[-2000:]
        time.sleep(0.1)
    package.refresh_from_db()
    with package.file.storage.open(package.file.name) as file:
        assert "files/001-cv.pdf" in Copy(file.read()).files
    assert candidate.last_name not in worker.read_text()
