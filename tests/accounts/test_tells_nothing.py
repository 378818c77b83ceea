"""Neither words, status nor time tell whether an address is known (AUT-05, PRV-06).

Time is proved by what is done: the same slow work (one hash of a password) and nothing that waits for another machine.
`PROVE=1` measures it too.
"""

import os
import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy.models import OutgoingMail
from tests.factories import CandidateFactory
from tests.hashing import OneRound

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("AUT-05")]
UNKNOWN = "nobody@example.test"
POSTS = {
    "password": ("/konto/login/", lambda email: {"login": email, "password": "not the password"}),
    "code": ("/konto/login/", lambda email: {"login": email}),
    "code page": ("/konto/login/code/", lambda email: {"email": email}),
    "reset": ("/konto/password/reset/", lambda email: {"email": email}),
    "request": ("/personvern/krav/", lambda email: {"right": "access", "email": email, "message": "Hva har dere?"}),
}


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Each time a password is hashed, which is the one slow thing there is."""
    done: list[str] = []
    encode = OneRound.encode

    def counted(self, password, *given):
        done.append(password)
        return encode(self, password, *given)

    monkeypatch.setattr(OneRound, "encode", counted)
    return done


@pytest.fixture
def known(logins, adviser, person) -> dict[str, str]:
    """One of each kind of account there is."""
    closed = logins.make_staff("closed@example.test")
    closed.is_active = False
    closed.save()
    CandidateFactory(account__email="candidate@example.test")
    return {
        "colleague": adviser.email,
        "closed": closed.email,
        "person": person.email,
        "candidate": "candidate@example.test",
    }


def asked(kind: str, email: str) -> tuple[object, ...]:
    """What a stranger is told."""
    page, typed = POSTS[kind]
    browser = Client()
    answer = browser.post(page, typed(email))
    shown = browser.get(answer.url) if answer.status_code == 302 else answer
    text = shown.content.decode().replace(email, "X")
    headers = {name: value for name, value in answer.headers.items() if name not in ("Expires", "Content-Length")}
    return answer.status_code, answer.get("Location"), sorted(headers.items()), shown.status_code, len(text)


@pytest.mark.parametrize("kind", POSTS)
def test_whoever_it_is_the_answer_is_the_same(known, kind):
    answers = {who: asked(kind, email) for who, email in (known | {"nobody": UNKNOWN}).items()}

    assert {who: answer for who, answer in answers.items() if answer != answers["nobody"]} == {}


def test_a_wrong_password_is_hashed_once_whoever_it_is(known, hashed):
    counts = {}
    for who, email in (known | {"nobody": UNKNOWN}).items():
        hashed.clear()
        Client().post("/konto/login/", {"login": email, "password": "not the password"})
        counts[who] = len(hashed)

    assert counts == dict.fromkeys([*known, "nobody"], 1)


@pytest.mark.parametrize("kind", ["code", "code page", "reset", "request"])
def test_nothing_is_sent_before_the_answer_and_one_mail_waits_whoever_it_is(known, kind, mailoutbox):
    page, typed = POSTS[kind]
    waiting = {}
    for who, email in (known | {"nobody": UNKNOWN}).items():
        Client().post(page, typed(email))
        waiting[who] = OutgoingMail.objects.filter(to=email, state="queued").count()

    assert (waiting, mailoutbox) == (dict.fromkeys([*known, "nobody"], 1), [])


@pytest.mark.parametrize("kind", POSTS)
def test_the_database_is_asked_nearly_as_often(known, kind):
    """A statement costs a fraction of a millisecond: a handful more or less is lost among the noise of any network."""
    page, typed = POSTS[kind]
    counts = {}
    for who, email in (known | {"nobody": UNKNOWN}).items():
        with CaptureQueriesContext(connection) as statements:
            Client().post(page, typed(email))
        counts[who] = len(statements)

    assert max(counts.values()) - min(counts.values()) < 12, counts


@pytest.mark.skipif(not os.environ.get("PROVE"), reason="measures time: PROVE=1")
@pytest.mark.parametrize("kind", POSTS)
def test_the_median_of_two_hundred_differs_by_less_than_twenty_milliseconds(known, kind, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.AXES_ENABLED, settings.ACCOUNT_RATE_LIMITS = False, False
    page, typed = POSTS[kind]
    took: dict[str, list[float]] = {email: [] for email in (known["person"], UNKNOWN)}
    for _ in range(200):
        for email, times in took.items():
            begun = time.perf_counter()
            Client().post(page, typed(email))
            times.append(time.perf_counter() - begun)

    medians = [statistics.median(times) for times in took.values()]
    assert abs(medians[0] - medians[1]) < 0.02
