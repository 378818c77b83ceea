"""What an operator types."""

import datetime
import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from candidates.choices import Source
from candidates.models import Candidate
from privacy.actions import holds, retention
from privacy.choices import HoldReason
from privacy.models import Erasure
from tests.factories import CandidateFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

LONG_AGO = timezone.now() - datetime.timedelta(days=800)


def unused_account(**changes):
    candidate = CandidateFactory(source=Source.WEBSITE, last_active_at=LONG_AGO, created_at=LONG_AGO, **changes)
    retention.refresh(candidate.subject_id)
    return candidate


def run(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_the_last_line_of_json_counts_and_a_dry_run_counts_the_same():
    unused_account()

    dry = json.loads(run("purge", "--dry-run", "--json").splitlines()[-1])
    assert Candidate.objects.count() == 1
    real = json.loads(run("purge", "--json").splitlines()[-1])

    assert dry == real == {"due": 1, "erased": 1, "kept": 0, "review": 0, "failed": 0}
    assert Candidate.objects.count() == 0


def test_a_later_day_needs_a_dry_run_or_a_demo(settings):
    later = (timezone.localdate() + datetime.timedelta(days=2)).isoformat()
    with pytest.raises(CommandError, match="A later day needs --dry-run"):
        run("purge", "--as-of", later)

    assert json.loads(run("purge", "--as-of", later, "--dry-run", "--json"))["due"] == 0
    settings.ALLOW_TIME_TRAVEL = True
    assert json.loads(run("purge", "--as-of", later, "--json"))["due"] == 0


def test_a_word_that_is_no_date_is_answered_with_a_sentence():
    with pytest.raises(CommandError, match="i morgen is no date"):
        run("purge", "--as-of", "i morgen")


def test_explain_says_until_when_and_why():
    candidate = CandidateFactory(source=Source.BY_HAND, received_on=datetime.date(2026, 1, 15))

    told = run("explain", candidate.subject.user.email, "--as-of", "2026-11-23", "--language", "en")

    assert re.findall(r"nothing left on (\S+)", told) == ["2028-01-15"]
    assert re.findall(r"│ (\w+) +│ (\w+) +│ (\S+) +│ (.+?) +│", told) == [
        (what, "keep", "2028-01-15", "We registered you ourselves, and keep that until 15 January 2028.")
        for what in ("Account", "Candidate")
    ]


def test_explain_finds_an_address_nobody_confirmed():
    candidate = CandidateFactory(source=Source.WEBSITE, unconfirmed_email="ny@example.test")

    assert run("explain", "NY@example.test").count(str(candidate.subject_id)) == 1


def test_explain_says_when_nobody_is_known():
    with pytest.raises(CommandError, match=r"Nobody is known at this address\."):
        run("explain", "ingen@example.test")


def test_erase_erases_and_says_so():
    candidate = unused_account()

    told = run("erase", candidate.subject.user.email)

    assert told == f"{candidate.subject_id}: erased\n"
    assert (Candidate.objects.count(), Erasure.objects.get().cause) == (0, "staff")


def test_erase_says_what_must_stay_and_why():
    officer = StaffFactory(roles=["privacy"])
    candidate = unused_account()
    holds.place(
        subject_id=candidate.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="brev", by=officer,
        ends_on=timezone.localdate() + datetime.timedelta(days=10), at=timezone.now(),
    )  # fmt: skip

    told = run("erase", candidate.subject.user.email).splitlines()

    assert told[0] == f"{candidate.subject_id}: not all of it could be erased"
    assert sorted(line.split()[1] for line in told[1:]) == ["accounts.User", "candidates.Candidate"]
    assert Candidate.objects.count() == 1


def test_erase_says_when_nobody_is_known():
    with pytest.raises(CommandError, match=r"Nobody is known at this address\."):
        run("erase", "ingen@example.test")


def test_a_limit_is_kept():
    for _ in range(3):
        unused_account()

    assert json.loads(run("purge", "--limit", "2", "--json")) == {
        "due": 2, "erased": 2, "kept": 0, "review": 0, "failed": 0,
    }  # fmt: skip
    assert Candidate.objects.count() == 1
