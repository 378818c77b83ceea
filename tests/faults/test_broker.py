"""F04: whoever applies while the broker is away, or hangs and says nothing, waits for it once and no longer."""

import time

import pytest

from candidates.models import Application
from tests.faults import report
from tests.faults.trial import SEEDS
from tests.faults.visitor import Visitor
from tests.faults.workload import APPLICATION, RECEIPT
from tests.files import pdf_cv

pytestmark = pytest.mark.django_db(transaction=True)

LONGER = 3  # seconds than otherwise, at most
TRIES = 6  # the machine may be busy: one that is fast enough shows that the program is


def applied(agency, ad, who):
    """How long it took to be told that it was received."""
    visitor = Visitor(agency.port, f"127.77.{len(who)}.{2 + sum(who.encode()) % 200}", patience=120)
    sent = APPLICATION | {"email": f"{who}@example.test", "message": who}
    began = time.monotonic()
    answer = visitor.send(ad, sent, {"cv": ("cv.pdf", pdf_cv([who]))})
    assert RECEIPT in answer.leads_to, answer
    return time.monotonic() - began


def fast_enough(agency, ad, who, than):
    for number in range(TRIES):
        if (took := applied(agency, ad, f"{who}-{number}")) < than + LONGER:
            return took
    raise AssertionError(f"{TRIES} applications took more than {LONGER} s longer than the usual {than:.1f} s")


@pytest.mark.parametrize("harm", ["killed", "frozen"])
def test_an_application_is_received_while_the_broker_is(agency, ad, harm):
    for seed in SEEDS:
        usual = max(applied(agency, ad, f"usual-{harm}-{seed}-{number}") for number in range(2))
        (agency["broker"].kill if harm == "killed" else agency["broker"].freeze)()
        took = fast_enough(agency, ad, f"late-{harm}-{seed}", usual)
        with agency.seen():
            stored = Application.objects.filter(message__startswith=f"late-{harm}-{seed}").count()
        agency.heal()
        assert stored > 0
        report.NOTES.append(f"F04 broker {harm}, seed {seed}: received in {took:.1f} s, otherwise {usual:.1f} s")
