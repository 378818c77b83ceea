"""100 000 people are written to in the memory one batch needs. `make prove` writes to all of them, `make test` to 2 000."""

import os
import tracemalloc

import pytest
from allauth.account.models import EmailAddress

from fremrykk.accounts.models import User
from privacy import registries
from privacy.actions import mailings
from privacy.models import OutgoingMail, Subject
from tests.advertising import TEMPLATES, Crowd
from tests.factories import NOW

PEOPLE = 100_000 if os.environ.get("PROVE") else 2_000
HOUSEHOLD = 1.3  # times the memory of an early batch that a late one may need


def _people() -> None:
    for start in range(0, PEOPLE, 5_000):
        numbers = range(start, min(start + 5_000, PEOPLE))
        persons = Subject.objects.bulk_create(Subject(created_at=NOW) for _ in numbers)
        users = User.objects.bulk_create(
            User(subject=person, email=f"reader{number}@example.test", joined_at=NOW, password="!")
            for person, number in zip(persons, numbers, strict=True)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
        )


@pytest.mark.django_db
@pytest.mark.promise("P43")
def test_a_mailing_is_written_in_the_memory_of_one_batch(settings, monkeypatch):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], TEMPLATES]}]
    monkeypatch.setitem(registries.audiences, "tests", Crowd().audience())
    _people()
    mailing = mailings.order(audience="tests", about="1", by=None, at=NOW)
    peaks = []

    tracemalloc.start()
    try:
        while mailings.write(pk=mailing.pk, at=NOW):
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
    finally:
        tracemalloc.stop()

    mailing.refresh_from_db()
    print(f"{PEOPLE} people, {len(peaks)} batches, peak {min(peaks[1:]) >> 10}..{max(peaks[1:]) >> 10} KiB")
    assert len(peaks) == PEOPLE / mailings.BATCH
    assert max(peaks[len(peaks) // 2 :]) < HOUSEHOLD * max(peaks[1:3])
    assert OutgoingMail.objects.filter(mailing=mailing).count() == mailing.written_count == PEOPLE
    assert OutgoingMail.objects.filter(mailing=mailing).values("to").distinct().count() == PEOPLE
