"""The stored date may be too early, never too late: for people of every kind, worked out set by set in the database."""

import datetime

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.choices import KeepScope, Origin, Source
from privacy.actions import retention
from privacy.choices import ConsentAction, NoticeKind
from privacy.decide import decide
from privacy.models import Notice, Subject
from privacy.queries import facts
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    ClientContactFactory,
    ConsentEventFactory,
    HoldFactory,
    InboxCaseFactory,
    JobOrderFactory,
    OutgoingMailFactory,
    StaffFactory,
)
from tests.privacy_fixtures import approve_periods

MOMENTS = st.integers(0, 8 * 365 * 24 * 60).map(
    lambda minutes: datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
) | st.sampled_from(
    [
        datetime.datetime(2024, 2, 29, 22, 59, tzinfo=datetime.UTC),  # a leap day, and its midnight in Oslo
        datetime.datetime(2024, 2, 29, 23, 1, tzinfo=datetime.UTC),
        datetime.datetime(2026, 3, 28, 23, 30, tzinfo=datetime.UTC),  # the night the clocks go forward
        datetime.datetime(2026, 10, 24, 22, 30, tzinfo=datetime.UTC),  # and back
    ]
)
LIVES = st.fixed_dictionaries(
    {
        "source": st.sampled_from(Source.values),
        "active": MOMENTS,
        "received": st.none() | MOMENTS,
        "applications": st.lists(
            st.tuples(MOMENTS, st.sampled_from(Origin.values), st.sampled_from(KeepScope.values), st.none() | MOMENTS),
            max_size=3,
        ),
        "mail": st.none() | MOMENTS,
        "case": st.none() | st.tuples(MOMENTS, st.booleans()),
        "contact": st.none() | st.tuples(st.none() | MOMENTS),
        "consents": st.lists(MOMENTS, max_size=2),
        "held": st.booleans(),
        "stored": st.none() | MOMENTS,
    }
)


def live(life):
    """Write one life past the actions, so that nothing but the engine's own SQL works out the date."""
    candidate = CandidateFactory(
        source=life["source"], last_active_at=life["active"], created_at=life["active"],
        received_on=life["received"] and life["received"].date(),
    )  # fmt: skip
    subject = candidate.subject
    for sent, origin, scope, closed in life["applications"]:
        order = JobOrderFactory(closed_at=closed and max(closed, datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)))
        added = {"added_by": StaffFactory()} if origin == Origin.ADDED else {}
        ApplicationFactory(
            candidate=candidate, origin=origin, keep_scope=scope, submitted_at=sent, stage_since=sent, job_ad=None,
            job_order=order, **added,
        )  # fmt: skip
    if life["mail"]:
        OutgoingMailFactory(subject=subject, state="sent", sent_at=life["mail"])
    if life["case"]:
        closed, is_closed = life["case"]
        InboxCaseFactory(subject=subject, **({"closed_at": closed, "closed_by": StaffFactory()} if is_closed else {}))
    if life["contact"]:
        ClientContactFactory(subject=subject, ended_at=life["contact"][0])
    notice = Notice.objects.filter(kind=NoticeKind.FURTHER_STORAGE).first()
    for number, at in enumerate(sorted(life["consents"])):
        action = ConsentAction.WITHDRAWN if number else ConsentAction.GIVEN
        ConsentEventFactory(subject_uuid=subject.pk, notice=notice, action=action, at=at)
    if life["held"]:
        HoldFactory(subject=subject, opened_by=StaffFactory())
    stored = life["stored"] and life["stored"].date()
    Subject.objects.filter(pk=subject.pk).update(due_on=stored)
    return subject


class StoredDates(TestCase):
    """Hypothesis brings its own case: each example in a transaction that is rolled back."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(LIVES)
    def test_the_stored_date_is_never_too_late(self, life):
        assert django_settings.TIME_ZONE == "Europe/Oslo"
        approve_periods(StaffFactory(roles=["manager"]))
        subject = live(life)

        retention.refresh_everybody()
        after_all = Subject.objects.get(pk=subject.pk).due_on
        retention.refresh(subject.pk)
        after_one = Subject.objects.get(pk=subject.pk).due_on

        due = decide(facts.of_person(subject.pk), facts.BEGINNING).next_look
        assert after_one == due
        assert due is None or (after_all is not None and after_all <= due)


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_the_facts_of_many_cost_as_many_statements_as_those_of_one(approved_periods, people, django_assert_num_queries):
    subjects = [CandidateFactory().subject_id for _ in range(people)]

    with django_assert_num_queries(11):
        facts.of_persons(subjects)
