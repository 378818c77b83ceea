"""One advertisement to many: each person once, nobody who must not get it, whoever dies on the way (P42-P45)."""

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from privacy.actions import erasure, mailings, suppressions
from privacy.jobs import send_mails, write_mailings
from privacy.models import Collection, Mailing, OutgoingMail
from tests.factories import (
    NOW,
    AdvertisementFactory,
    CollectionFactory,
    MailingFactory,
    RestrictionFactory,
    StaffFactory,
    SubjectFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P43")]


@pytest.fixture
def people(crowd):
    return [UserFactory(email=f"reader{number}@example.test") for number in range(5)]


def ordered(**values):
    return mailings.order(**{"audience": "tests", "about": "7", "by": None, "at": NOW} | values)


def written(mailing):
    while mailings.write(pk=mailing.pk, at=NOW):
        pass
    mailing.refresh_from_db()
    return sorted(OutgoingMail.objects.filter(mailing=mailing).values_list("to", flat=True))


def test_everybody_in_the_audience_gets_one_and_the_mailing_counts_them(people):
    mailing = ordered()

    assert written(mailing) == [each.email for each in people]
    assert (mailing.written_count, mailing.skipped_count, mailing.failed_count) == (5, 0, 0)
    assert mailing.finished_at == NOW
    mail = OutgoingMail.objects.filter(subject=people[0].subject).get()
    assert (mail.marketing_kind, mail.activity.code, mail.template_version != "") == (
        "position_tips", "candidate_base", True,
    )  # fmt: skip
    assert mail.body_text.startswith("Hei,\n\nVi er blitt flere.\n\n-- \n")


def test_batches_go_on_where_the_last_one_ended(people, monkeypatch):
    monkeypatch.setattr(mailings, "BATCH", 2)
    mailing = ordered()

    steps = [mailings.write(pk=mailing.pk, at=NOW) for _batch in range(4)]

    mailing.refresh_from_db()
    assert (steps, mailing.written_count) == ([True, True, True, False], 5)
    assert written(mailing) == [each.email for each in people]


def test_the_sweep_finds_a_mailing_whose_worker_died_and_sends_what_it_wrote(people):
    mailing = ordered()

    write_mailings()
    send_mails()

    assert sorted(each.to[0] for each in outbox.outbox) == [each.email for each in people]
    assert Mailing.objects.get(pk=mailing.pk).finished_at is not None


def test_nobody_gets_it_who_must_not(people):
    said_no_to_all, said_no_to_this, said_no_to_another, restricted, erased = people
    suppressions.stop_for_address(email=said_no_to_all.email, at=NOW)
    suppressions.stop_for_address(email=said_no_to_this.email, kind="position_tips", at=NOW)
    suppressions.stop_for_address(email=said_no_to_another.email, kind="job_alerts", at=NOW)
    RestrictionFactory(subject=restricted.subject)
    erasure.erase_person(subject_id=erased.subject_id, cause="person", by=None, at=NOW)
    mailing = ordered()

    assert written(mailing) == [said_no_to_another.email]
    assert (mailing.written_count, mailing.skipped_count) == (1, 3)


def test_a_person_of_two_numbers_and_an_address_of_two_persons_get_one(people, crowd):
    SubjectFactory(merged_into=people[0].subject)
    letters = crowd.letters
    crowd.persons = lambda mailing: type(people[0].subject).objects.all()

    def same_address(mailing, numbers):
        for letter in letters(mailing, numbers):
            yield letter
            yield letter.__class__(letter.subject_id, "OTHER@example.test", "nb", letter.message)

    crowd.letters = same_address
    mailing = ordered()

    to = written(mailing)
    assert OutgoingMail.objects.filter(mailing=mailing).values("subject").distinct().count() == len(to)
    assert len({each.lower() for each in to}) == len(to)


def test_the_first_word_is_what_we_hold_and_where_it_is_from(people):
    CollectionFactory(subject=people[0].subject, untold=True)

    written(ordered())

    theirs = OutgoingMail.objects.filter(subject=people[0].subject).order_by("pk").values_list("template", flat=True)
    assert list(theirs) == ["privacy/email/informed", "tests/advertising/news"]
    assert Collection.objects.untold().count() == 0


def test_one_person_in_the_way_stops_nobody_else(people, crowd, caplog):
    letters = crowd.letters

    def failing(mailing, numbers):
        if people[2].subject_id in numbers:
            raise ValueError
        yield from letters(mailing, numbers)

    crowd.letters = failing
    mailing = ordered()

    assert len(written(mailing)) == 4
    assert (mailing.written_count, mailing.failed_count, mailing.finished_at) == (4, 1, NOW)
    assert f"mailing {mailing.pk} could not be written to {people[2].subject_id}" in caplog.messages


def test_stopped_nobody_else_is_written_to_and_what_waits_is_withheld(people, monkeypatch):
    monkeypatch.setattr(mailings, "BATCH", 2)
    mailing = ordered()
    mailings.write(pk=mailing.pk, at=NOW)

    mailings.stop(mailing=mailing, by=StaffFactory(), at=NOW)

    assert mailings.write(pk=mailing.pk, at=NOW) is False
    send_mails()
    assert (outbox.outbox, set(OutgoingMail.objects.values_list("state", flat=True))) == ([], {"withheld"})
    with pytest.raises(mailings.AlreadyOver):
        mailings.stop(mailing=mailing, by=StaffFactory(), at=NOW)


def test_the_same_is_ordered_once(people):
    ordered()

    with pytest.raises(mailings.AlreadyOrdered):
        ordered()
    assert ordered(about="8").pk


# --- what the database refuses ---
@pytest.mark.parametrize("template", ["candidates/email/receipt", "privacy/letters/granted_1"])
def test_a_service_template_cannot_be_sent_to_an_audience(template):
    with pytest.raises(IntegrityError, match="mailing_is_advertising"), transaction.atomic():
        MailingFactory(template=template)


@pytest.mark.parametrize(
    "facts",
    [{"marketing_kind": "job_alerts"}, {"template": "tests/advertising/other"}, {"activity__code": "job_alerts"}],
)
def test_a_mail_of_a_mailing_is_what_the_mailing_is(facts):
    with pytest.raises(IntegrityError, match="not what the mailing is about"), transaction.atomic():
        AdvertisementFactory(mailing=MailingFactory(), **facts)


@pytest.mark.parametrize("end", [{"finished_at": NOW}, {"stopped_at": NOW}])
def test_nothing_more_is_written_when_it_is_over(end):
    by = {"stopped_by": StaffFactory()} if "stopped_at" in end else {}

    with pytest.raises(IntegrityError, match="the mailing is over"), transaction.atomic():
        AdvertisementFactory(mailing=MailingFactory(**end, **by))


@pytest.mark.parametrize(
    "change", [{"template": "tests/advertising/other"}, {"about": "other"}, {"kind": "job_alerts"}, {"audience": "x"}]
)
def test_what_was_ordered_does_not_change(change):
    mailing = MailingFactory()

    with pytest.raises(IntegrityError, match="goes on to its end"), transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk).update(**change)


def test_nobody_is_written_to_twice_by_one_mailing():
    first = AdvertisementFactory(mailing=MailingFactory())

    with pytest.raises(IntegrityError, match="mail_once_a_mailing"), transaction.atomic():
        AdvertisementFactory(mailing=first.mailing, subject=first.subject, to="other@example.test")
    with pytest.raises(IntegrityError, match="mail_once_an_address"), transaction.atomic():
        AdvertisementFactory(mailing=first.mailing, to=first.to.upper())
