"""Job alerts: the person's own search, on a consent; each position once, nothing on nothing, nobody after a no."""

import datetime
import itertools

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from candidates.actions import alerting, alerts
from candidates.models import AlertedAd, Candidate, JobAlert
from candidates.queries import alerts as asked
from clients.actions import ads, orders
from clients.models import JobAd
from privacy.actions import erasure, mailings, mails, relay, replay, subjects, suppressions
from privacy.choices import ConsentPurpose, ErasureCause
from privacy.choices.marketing import SuppressionCause
from privacy.models import ConsentEvent, JournalHead, OutgoingMail, TrailEntry
from privacy.queries import consent_in_force
from privacy.queries import suppressions as no
from tests.database_role import by_force
from tests.factories import (
    NOW,
    AlertedAdFactory,
    CandidateFactory,
    JobAdFactory,
    JobAlertFactory,
    RestrictionFactory,
    StaffFactory,
)
from tests.turns import Point, Turns

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P42"), pytest.mark.promise("P45")]

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
STATEMENTS = 25  # of one batch, whatever the number of people in it


def kari(**values):
    return CandidateFactory(first_name="Kari", last_name="Nordmann", **values)


def save(candidate, *, agreed=True, at=NOW, frequency="daily", **search):
    return alerts.save(
        candidate=candidate, has_agreed=agreed, language="nb", by=candidate.subject.user, at=at, frequency=frequency,
        **search,
    )  # fmt: skip


def published(at=NOW + HOUR, **values):
    return JobAdFactory(published_at=at, created_at=at, **values)


def run(at):
    """The day's mailing, from the clock to its last batch; how many e-mails it wrote."""
    mailing = alerting.begin(at=at)
    while mailing and mailings.write(pk=mailing.pk, at=at):
        pass
    return OutgoingMail.objects.filter(mailing=mailing).count() if mailing else 0


def told(candidate):
    rows = OutgoingMail.objects.filter(subject=candidate.subject, template="candidates/advertising/job_alert")
    return [row.subject_line for row in rows.order_by("pk")]


def test_what_is_new_is_sent_once_on_its_day_and_nothing_when_nothing_is_new():
    candidate = kari()
    save(candidate, q="sykepleier", place="Bergen")
    fits = published(title="Sykepleier", place="Bergen")
    published(title="Sykepleier", place="Oslo")
    published(NOW - DAY, title="Sykepleier", place="Bergen")  # from before the search was saved

    assert [run(NOW + each * HOUR) for each in (2, 26, 27, 50)] == [0, 1, 0, 0]

    mail = OutgoingMail.objects.get(template="candidates/advertising/job_alert")
    assert (mail.subject_line, mail.to) == ("Nye stillinger: sykepleier, Bergen", candidate.subject.user.email)
    assert (mail.message_class, mail.marketing_ground, mail.activity.code) == ("marketing", "consent", "job_alerts")
    assert f"/stillinger/{fits.slug}/" in mail.body_text
    assert mail.body_text.count("/stillinger/") == 1


def test_an_alert_of_a_week_waits_for_its_day():
    candidate = kari()
    save(candidate, frequency="weekly")
    published()

    assert [run(NOW + each * DAY) for each in (1, 6, 7, 8, 14)] == [0, 0, 1, 0, 0]


def test_an_ad_that_closes_before_is_not_told_of():
    save(kari())
    manager = StaffFactory(roles=["manager"])
    by_itself, with_its_order, too_late = published(), published(), published(deadline=NOW.date())
    ads.close(ad=by_itself, by=manager, at=NOW + 2 * HOUR)
    orders.close(order=with_its_order.order, by=manager, at=NOW + 2 * HOUR)

    assert (run(NOW + DAY), too_late.closed_at) == (0, None)


def test_a_mailing_that_goes_on_the_next_day_names_no_ad_whose_deadline_was_yesterday():
    save(kari())
    published(deadline=(NOW + DAY).date())
    mailing = alerting.begin(at=NOW + DAY)

    while mailings.write(pk=mailing.pk, at=NOW + 2 * DAY):
        pass

    assert (AlertedAd.objects.count(), OutgoingMail.objects.filter(mailing=mailing).count()) == (0, 0)


@pytest.mark.parametrize("words", ["", "syke", "SYKEPLEIER team", "æøå", "100%", "a_b", "team xyz", "\\"])
def test_an_alert_finds_what_the_list_of_positions_finds(words):
    for title, body in itertools.product(("Sykepleier", "ÆØÅ og 100% a_b"), ("<p>Vi er et team.</p>", "\\ xyz")):
        published(title=title, body=body)
    alert = save(kari(), q=words)

    found = asked.new_ads([alert.pk], NOW + DAY).get(alert.pk, [])

    assert set(found) == set(JobAd.objects.matching(q=words).values_list("pk", flat=True))


# --- consent ---
FACTS = {"county": "oslo", "occupation": "2223", "remote": "home"}


@pytest.mark.parametrize("names", [["county"], ["occupation"], ["remote"], [*FACTS]])
def test_it_finds_by_the_same_facts_as_the_list_and_says_what_it_asks_for(names):
    asked_for = {name: FACTS[name] for name in names}
    for facts in (FACTS, {"county": "agder"}, {"occupation": "2221", "county": "oslo"}, {"remote": "home"}, {}):
        published(**facts)
    alert = save(kari(), **asked_for)

    found = asked.new_ads([alert.pk], NOW + DAY).get(alert.pk, [])

    assert set(found) == set(JobAd.objects.matching(**asked_for).values_list("pk", flat=True)) != set()
    whole = ["Sykepleiere", "hele Oslo fylke", "hjemmekontor: hele tiden"]
    with translation.override("nb"):
        said = asked.words(alert)
    assert [each in said for each in whole] == [name in names for name in ("occupation", "county", "remote")]


def test_the_database_knows_the_facts_of_an_alert():
    with pytest.raises(IntegrityError, match="alert_known_facts"), transaction.atomic():
        JobAlertFactory(county="atlantis")


def test_the_first_alert_needs_a_yes_and_the_last_one_takes_it_along():
    candidate = kari()
    with pytest.raises(alerts.NotAgreed):
        save(candidate, agreed=False, q="lege")

    first = save(candidate, q="lege")
    second = save(candidate, agreed=False, q="jordmor")
    alerts.stop(alert=first, by=candidate.subject.user, at=NOW)
    assert consent_in_force(candidate.subject_id, ConsentPurpose.JOB_ALERTS).notice.kind == "job_alerts"
    alerts.stop(alert=second, by=candidate.subject.user, at=NOW + HOUR)

    assert [each.action for each in ConsentEvent.objects.order_by("pk")] == ["given", "withdrawn"]
    assert JobAlert.objects.count() == 0
    verbs = TrailEntry.objects.filter(activity="job_alerts").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["consented", "collected", "collected", "removed", "consent_withdrawn"]


def withdrawn(candidate):
    alerts.end(subject_id=candidate.subject_id, by=candidate.subject.user, at=NOW + HOUR)


def pressed_in_a_mail(candidate):
    token = no.token(email=candidate.subject.user.email, subject_id=candidate.subject_id)
    suppressions.stop(link=no.read(token), kind="job_alerts", at=NOW + HOUR)


def asked_for_no_marketing(candidate):
    suppressions.stop_for_person(
        subject_id=candidate.subject_id, cause=SuppressionCause.REQUEST, by=candidate.subject.user, at=NOW + HOUR
    )


@pytest.mark.parametrize("say_no", [withdrawn, pressed_in_a_mail, asked_for_no_marketing])
def test_after_the_no_the_search_is_gone_and_nothing_is_sent(say_no):
    candidate = kari()
    save(candidate)
    published()
    run(NOW + DAY)

    say_no(candidate)
    published(NOW + DAY)

    assert (run(NOW + 3 * DAY), told(candidate)) == (0, ["Nye stillinger: alle stillinger"])
    assert (JobAlert.objects.count(), AlertedAd.objects.count()) == (0, 0)
    assert consent_in_force(candidate.subject_id, ConsentPurpose.JOB_ALERTS) is None
    mail = OutgoingMail.objects.get(template="candidates/advertising/job_alert")
    mails.send(pk=mail.pk, at=NOW + 3 * DAY)  # written before the no, and not sent yet
    assert OutgoingMail.objects.get(pk=mail.pk).state == "withheld"


def test_the_database_lets_nobody_be_told_without_a_consent_or_a_proved_address():
    with pytest.raises(IntegrityError, match="stands on a consent"), transaction.atomic():
        JobAlert.objects.create(candidate=kari(), next_on=NOW.date(), created_at=NOW)
    with pytest.raises(IntegrityError, match="nobody has proved"), transaction.atomic():
        JobAlertFactory(candidate=kari(unconfirmed_email="kari@example.test"))
    alert = JobAlertFactory()
    with pytest.raises(IntegrityError, match="only what is vacant"), transaction.atomic():
        AlertedAdFactory(alert=alert, ad__closed_at=NOW)
    AlertedAdFactory(alert=alert, ad=(ad := published(NOW)))
    with pytest.raises(IntegrityError, match="alert_tells_once"), transaction.atomic():
        AlertedAdFactory(alert=alert, ad=ad)
    RestrictionFactory(subject=alert.candidate.subject, category="correspondence")
    with pytest.raises(IntegrityError, match="set aside"), transaction.atomic():
        AlertedAdFactory(alert=alert)


@pytest.mark.promise("P20")
def test_an_address_that_is_not_proved_gets_no_alerts():
    candidate = kari()
    save(candidate)
    published()
    candidate.subject.user.emailaddress_set.update(verified=False)

    assert (run(NOW + DAY), told(candidate)) == (0, [])
    with pytest.raises(alerts.NotConfirmed):
        save(candidate, q="lege")


# --- the person ---
def test_what_is_set_aside_waits_and_goes_on_afterwards():
    candidate = kari()
    save(candidate)
    published()
    restriction = RestrictionFactory(subject=candidate.subject)

    assert run(NOW + DAY) == 0
    restriction.delete()
    assert (run(NOW + 2 * DAY), told(candidate)) == (1, ["Nye stillinger: alle stillinger"])


def test_it_goes_with_the_person():
    candidate = kari()
    save(candidate)
    published()
    run(NOW + DAY)

    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW + DAY)

    assert (JobAlert.objects.count(), AlertedAd.objects.count()) == (0, 0)


def test_two_who_are_one_have_each_search_once():
    own, other = kari(), kari()
    for candidate, words in ((own, "lege"), (other, "lege"), (other, "jordmor")):
        save(candidate, q=words)
    other.subject.user.delete()

    subjects.merge(lost=other.subject, into=own.subject, by=None, at=NOW)

    assert sorted(JobAlert.objects.values_list("candidate", "q")) == [(own.pk, "jordmor"), (own.pk, "lege")]
    assert Candidate.objects.count() == 1


def test_a_withdrawal_after_the_backup_is_done_again():
    """Restored, the search is there again and nobody knows of the no: until the journal says it."""
    candidate = kari()
    save(candidate)
    saved, head = JobAlert.objects.values().get(), JournalHead.objects.values().get()
    withdrawn(candidate)
    relay.write(at=NOW + HOUR)
    JournalHead.objects.update(**head)
    with by_force() as cursor:
        cursor.execute("SET session_replication_role = replica")  # as a restore writes rows
        JobAlert.objects.create(**saved)
        cursor.execute("SET session_replication_role = origin")

    replay.run(at=NOW + DAY)

    assert JobAlert.objects.count() == 0
    assert consent_in_force(candidate.subject_id, ConsentPurpose.JOB_ALERTS) is None


# --- at scale, and twice at once ---
@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_takes_the_same_number_of_statements_for_one_and_for_three(number, django_assert_num_queries):
    for _ in range(number):
        save(kari())
        published()
    mailing = alerting.begin(at=NOW + DAY)

    with django_assert_num_queries(STATEMENTS):
        mailings.write(pk=mailing.pk, at=NOW + DAY)

    assert OutgoingMail.objects.filter(mailing=mailing).count() == number


def test_several_searches_of_one_person_are_one_mail_and_each_position_stands_in_it_once():
    candidate = kari()
    save(candidate, q="Sykepleier")
    save(candidate, place="Bergen", at=NOW + HOUR / 2)
    both, other = (
        published(title="Sykepleier", place="Bergen"),
        published(title="Kokk", summary="Du lager mat.", place="Bergen"),
    )

    run(NOW + DAY)

    mail = OutgoingMail.objects.get(template="candidates/advertising/job_alert")
    assert mail.subject_line == "Nye stillinger: Sykepleier; Bergen"
    assert [mail.body_text.count(f"/stillinger/{ad.slug}/") for ad in (both, other)] == [1, 1]
    assert AlertedAd.objects.count() == 3


def test_more_than_a_mail_holds_is_a_link():
    save(kari(), q="Sykepleier")
    for _ in range(alerting.MOST_SHOWN + 2):
        published()

    run(NOW + DAY)

    mail = OutgoingMail.objects.get(template="candidates/advertising/job_alert")
    assert mail.subject_line == "Nye stillinger: Sykepleier"
    assert "/stillinger/?q=Sykepleier" in mail.body_text
    assert "Det er 2 til:" in mail.body_text
    assert AlertedAd.objects.count() == 22


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_mail():
    save(kari())
    published()

    with Turns(2) as turns:
        first, second = turns.players
        first.begin(lambda: alerting.begin(at=NOW + DAY), to=Point.COMMITTING)
        second.begin(lambda: alerting.begin(at=NOW + DAY), to=Point.END)
        assert second.is_waiting
        first.finish()
        mailing = first.result
        assert second.result is None
        first.begin(lambda: mailings.write(pk=mailing.pk, at=NOW + DAY), to=Point.COMMITTING)
        second.begin(lambda: mailings.write(pk=mailing.pk, at=NOW + DAY), to=Point.END)
        first.finish()

    assert [first.result, second.result] == [True, False]
    assert OutgoingMail.objects.filter(template="candidates/advertising/job_alert").count() == 1
