"""Two hands fill one database: neither waits for the other for ever, and everybody comes once."""

from io import StringIO
from threading import current_thread

import pytest
from django.core.management import call_command

from candidates.models import Candidate, Document, PresentationItem, SearchWord
from fremrykk.accounts.management.scale import seeding

PEOPLE = 240


@pytest.mark.django_db(transaction=True)
def test_two_hands_bring_everybody_once(monkeypatch):
    threads = set()
    fill = seeding._fill
    monkeypatch.setattr(seeding, "AT_ONCE", 20)
    monkeypatch.setattr(seeding, "_fill", lambda *what: threads.add(current_thread().name) or fill(*what))

    call_command("seed_scale", "--candidates", str(PEOPLE), stdout=StringIO())

    assert len(threads) == seeding.HANDS
    assert (Candidate.objects.count(), Document.objects.count()) == (PEOPLE, 3 * PEOPLE)
    assert (PresentationItem.objects.exists(), SearchWord.objects.count() > PEOPLE) == (True, True)
