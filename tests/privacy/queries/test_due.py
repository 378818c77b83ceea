"""The stored date may be too early, never too late: the rules as SQL against the one decision, on invented people."""

import datetime
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from candidates.choices import KeepScope, Origin, Source
from privacy.actions import retention, subjects
from privacy.choices import ConsentAction, PeriodCode
from privacy.decide import decide
from privacy.models import Notice, OutgoingMail, RetentionPeriod, Subject, TermsVersion
from privacy.queries import due, facts
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    CampaignWordingFactory,
    CandidateFactory,
    ClientContactFactory,
    ConsentEventFactory,
    DocumentFactory,
    HoldFactory,
    InboxCaseFactory,
    JobAdFactory,
    OutgoingMailFactory,
    SignatoryFactory,
    StaffFactory,
    SubjectFactory,
)

pytestmark = pytest.mark.django_db

D, UTC = datetime.date, datetime.UTC
# Leap days, ends of months, and the minutes around midnight in Oslo on the nights the clock is moved.
DAYS = [D(2024, 2, 29), D(2023, 11, 30), D(2025, 3, 30), D(2025, 10, 26), D(2024, 12, 31), D(2026, 8, 31)]
TIMES = [(21, 59), (22, 0), (22, 59), (23, 0), (23, 59), (0, 30), (1, 0), (12, 0)]
MOMENTS = st.builds(
    lambda day, time: datetime.datetime.combine(day, datetime.time(*time), UTC),
    st.sampled_from(DAYS) | st.dates(D(2020, 1, 1), D(2027, 1, 1)),
    st.sampled_from(TIMES),
)
MAYBE = st.none() | MOMENTS


@dataclass(frozen=True)
class Sent:
    """An application: how it came, when, and when its order and its ad were closed."""

    origin: str
    keep_scope: str
    at: datetime.datetime
    order_closed: datetime.datetime | None = None
    ad_closed: datetime.datetime | None = None
    is_open: bool = False
    has_document: bool = False


@dataclass(frozen=True)
class Human:
    """All that bears on how long somebody's data are kept."""

    source: str | None = Source.WEBSITE
    received_on: datetime.date | None = None
    active: datetime.datetime = NOW
    applications: list[Sent] = field(default_factory=list)
    mails: list[datetime.datetime | None] = field(default_factory=list)
    case: tuple[datetime.datetime | None] | None = None
    case_of_alias: tuple[datetime.datetime | None] | None = None
    contact: tuple[datetime.datetime | None] | None = None
    signed: tuple[datetime.date | None] | None = None
    consents: list[tuple[str, datetime.datetime, bool]] = field(default_factory=list)
    hold: str = ""
    is_staff: bool = False
    stored: datetime.date | None = None


def one(strategy):
    return st.none() | st.tuples(strategy)


SENT = st.builds(
    Sent, st.sampled_from(Origin.values), st.sampled_from(KeepScope.values), MOMENTS, MAYBE, MAYBE, st.booleans(),
    st.booleans(),
)  # fmt: skip
HUMANS = st.builds(
    Human,
    source=st.none() | st.sampled_from(Source.values),
    received_on=st.none() | st.sampled_from(DAYS),
    active=MOMENTS,
    applications=st.lists(SENT, min_size=1, max_size=3) | st.just([]),
    mails=st.lists(MAYBE, max_size=2),
    case=one(MAYBE),
    case_of_alias=one(MAYBE),
    contact=one(MAYBE),
    signed=one(st.none() | st.sampled_from(DAYS)),
    consents=st.lists(st.tuples(st.sampled_from(ConsentAction.values), MOMENTS, st.booleans()), max_size=3),
    hold=st.sampled_from(["", "", "person", "alias", "released"]),
    is_staff=st.booleans(),
    stored=st.none() | st.sampled_from([D(2019, 1, 1), D(2099, 1, 1)]),
)
LENGTHS = st.just(set(PeriodCode.values)) | st.sets(st.sampled_from(PeriodCode.values))


class World:
    """What every invented person shares: a colleague, a campaign, the words shown."""

    def __init__(self) -> None:
        self.colleague = StaffFactory()
        self.wording = CampaignWordingFactory()
        self.shown = {
            "notice": Notice.objects.get(kind="statement", version=2),
            "terms": TermsVersion.objects.get(version=1),
            "sharing_notice": Notice.objects.get(kind="sharing", version=1),
        }
        self.consent = Notice.objects.get(kind="further_storage", version=1)

    def approve(self, codes):
        proposals = RetentionPeriod.objects.filter(code__in=codes)
        proposals.update(approved_at=NOW, approved_by=self.colleague)

    def bring_to_life(self, human: Human) -> Subject:
        person, alias = SubjectFactory(), SubjectFactory()
        if human.source:
            self._candidate(human, person)
        for sent_at in human.mails:
            OutgoingMailFactory(subject=person, sent_at=sent_at, state="sent" if sent_at else "queued")
        for owner, case in ((person, human.case), (alias, human.case_of_alias)):
            if case:
                InboxCaseFactory(subject=owner, closed_at=case[0], closed_by=case[0] and self.colleague)
        self._of_a_client(human, person)
        for action, at, is_of_alias in human.consents:
            uuid = (alias if is_of_alias else person).pk
            ConsentEventFactory(subject_uuid=uuid, action=action, at=at, notice=self.consent)
        self._hold(human.hold, person, alias)
        if human.case_of_alias or human.hold == "alias" or any(of_alias for *_, of_alias in human.consents):
            subjects.merge(lost=alias, into=person, by=None, at=NOW)
        else:
            alias.delete()
        Subject.objects.filter(pk=person.pk).update(due_on=human.stored)
        return person

    def _of_a_client(self, human: Human, person: Subject) -> None:
        if human.contact:
            ClientContactFactory(subject=person, ended_at=human.contact[0])
        if human.signed:
            until, by = human.signed[0], self.colleague
            SignatoryFactory(subject=person, agreement__valid_until=until, agreement__signed_by=by)

    def _candidate(self, human: Human, person: Subject) -> None:
        candidate = CandidateFactory(
            subject=person, source=human.source, received_on=human.received_on, last_active_at=human.active,
            created_at=human.active, account__is_staff=human.is_staff,
        )  # fmt: skip
        for sent in human.applications:
            application = self._application(candidate, sent)
            if sent.has_document:
                document = DocumentFactory(candidate=candidate, file="aa/none")
                ApplicationDocumentFactory(application=application, document=document)

    def _application(self, candidate, sent: Sent):
        ad = None if sent.is_open else JobAdFactory(closed_at=sent.ad_closed, order__adviser=self.colleague)
        if ad and sent.order_closed:
            type(ad.order).objects.filter(pk=ad.order_id).update(closed_at=sent.order_closed)
        return ApplicationFactory(
            candidate=candidate, job_ad=ad, origin=sent.origin, keep_scope=sent.keep_scope, submitted_at=sent.at,
            added_by=self.colleague if sent.origin == Origin.ADDED else None,
            wording=self.wording if sent.origin == Origin.LEAD else None, **self.shown,
        )  # fmt: skip

    def _hold(self, hold: str, person: Subject, alias: Subject) -> None:
        if hold:
            ended = {"released_at": NOW, "released_by": self.colleague} if hold == "released" else {}
            HoldFactory(subject=alias if hold == "alias" else person, opened_by=self.colleague, **ended)


@pytest.fixture
def world(db):
    return World()


class Undo(Exception):
    """Ends one example."""


def true_date(person):
    return decide(facts.of_person(person.pk), facts.BEGINNING).next_look


def stored_date(person):
    return Subject.objects.get(pk=person.pk).due_on


def assert_never_too_late(person):
    true, stored = true_date(person), stored_date(person)
    assert true is None or (stored is not None and stored <= true), (stored, true)


OF_EVERY_ORIGIN = Human(applications=[Sent(origin, "this_position", NOW) for origin in Origin.values])
CLOSED_ON_ODD_NIGHTS = Human(
    applications=[
        Sent("applied", "this_position", datetime.datetime(2024, 2, 29, 22, 59, tzinfo=UTC), order_closed=closed)
        for closed in (
            datetime.datetime(2024, 11, 29, 23, 0, tzinfo=UTC),
            datetime.datetime(2025, 3, 29, 23, 0, tzinfo=UTC),
        )
    ]
)
RULELESS = Human(source=None, mails=[NOW], stored=D(2099, 1, 1))
CONTACT_WITH_AN_OLD_CASE = Human(source=None, contact=(None,), mails=[NOW], case_of_alias=(NOW,))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(humans=st.lists(HUMANS, min_size=1, max_size=2), lengths=LENGTHS)
@example(humans=[OF_EVERY_ORIGIN], lengths=set(PeriodCode.values))
@example(humans=[CLOSED_ON_ODD_NIGHTS], lengths=set(PeriodCode.values))
@example(humans=[RULELESS, Human(source=None, stored=D(2019, 1, 1))], lengths=set(PeriodCode.values))
@example(humans=[CONTACT_WITH_AN_OLD_CASE], lengths=set(PeriodCode.values))
def test_no_stored_date_is_too_late_and_a_refresh_stores_the_true_one(world, humans, lengths):
    try:
        with transaction.atomic():
            world.approve(lengths)
            people = [world.bring_to_life(human) for human in humans]

            retention.refresh_everybody()

            for person in people:
                assert_never_too_late(person)
            retention.refresh(*(person.pk for person in people))
            assert [stored_date(person) for person in people] == [true_date(person) for person in people]
            raise Undo
    except Undo:
        pass


def due_later(monkeypatch):
    monkeypatch.setattr(due.Plus, "template", "(%(expressions)s + interval '1 day')::date")


def day_of_utc(monkeypatch):
    monkeypatch.setattr(due, "OSLO", UTC)


APPLIED = Sent("applied", "candidate_base", datetime.datetime(2024, 6, 1, 12, tzinfo=UTC))
LATE_AT_NIGHT = Sent("applied", "candidate_base", datetime.datetime(2024, 6, 1, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("mistake", "human"),
    [
        (due_later, Human(applications=[APPLIED])),
        (lambda patch: None, Human(applications=[APPLIED], stored=D(2099, 1, 1))),
    ],
)
def test_a_date_too_late_would_be_seen(world, monkeypatch, mistake, human):
    world.approve(PeriodCode.values)
    mistake(monkeypatch)
    person = world.bring_to_life(human)
    if human.stored is None:
        retention.refresh_everybody()

    with pytest.raises(AssertionError):
        assert_never_too_late(person)


def test_a_day_counted_elsewhere_would_be_seen(world, monkeypatch):
    world.approve(PeriodCode.values)
    day_of_utc(monkeypatch)
    person = world.bring_to_life(Human(applications=[LATE_AT_NIGHT]))

    retention.refresh_everybody()

    assert (stored_date(person), true_date(person)) == (D(2026, 6, 1), D(2026, 6, 2))


@pytest.mark.parametrize("people", [1, 3])
def test_facts_about_many_cost_as_much_as_about_one(world, people, django_assert_num_queries):
    everything = Human(
        applications=[APPLIED, LATE_AT_NIGHT], mails=[NOW], case=(NOW,), case_of_alias=(None,), contact=(NOW,),
        consents=[("given", NOW, False), ("withdrawn", NOW, True)], hold="alias",
    )  # fmt: skip
    world.approve(PeriodCode.values)
    ids = [world.bring_to_life(everything).pk for _ in range(people)]

    with django_assert_num_queries(12):
        found = facts.of_persons(ids)

    assert sorted(found) == sorted(ids)
    assert {len(each.items) for each in found.values()} == {8}


@pytest.mark.parametrize("people", [1, 3])
def test_everybodys_dates_cost_as_much_as_ones(world, people, django_assert_num_queries):
    world.approve(PeriodCode.values)
    for _ in range(people):
        world.bring_to_life(Human(applications=[APPLIED], consents=[("given", NOW, False)]))
    OutgoingMail.objects.all().delete()

    with django_assert_num_queries(39):
        retention.refresh_everybody()


@pytest.mark.parametrize("consents", [[("given", NOW, False)], [("given", NOW, False), ("withdrawn", NOW, False)], []])
def test_whom_the_round_finds_right_it_leaves_alone_with_a_consent_too(world, consents):
    world.approve(PeriodCode.values)
    person = world.bring_to_life(
        Human(active=datetime.datetime(2024, 5, 1, tzinfo=UTC), applications=[APPLIED], consents=consents)
    )
    retention.refresh(person.pk)
    before = stored_date(person)

    retention.refresh_everybody()

    assert stored_date(person) == before == true_date(person)


@pytest.mark.parametrize(("is_wrong", "locks"), [(False, 0), (True, 1)])
def test_the_round_reads_and_locks_only_whose_date_is_wrong(world, is_wrong, locks):
    world.approve(PeriodCode.values)
    person = world.bring_to_life(Human(applications=[APPLIED], hold="person"))
    retention.refresh(person.pk)
    if is_wrong:
        Subject.objects.filter(pk=person.pk).update(due_on=D(2099, 1, 1))

    with CaptureQueriesContext(connection) as seen:
        retention.refresh_everybody()

    assert sum("FOR NO KEY UPDATE" in query["sql"] for query in seen) == locks
    assert_never_too_late(person)


def test_a_rule_nobody_taught_sql_is_refused_and_not_skipped():
    with pytest.raises(NotImplementedError, match="object has no SQL"):
        due.earliest(object(), Subject, {})
