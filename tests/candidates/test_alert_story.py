"""The life of a job alert as its person lives it: from the list of positions to the last mail, by the pages alone."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from candidates.actions import alerting
from candidates.models import JobAlert
from privacy.actions import mailings, mails
from privacy.models import OutgoingMail
from tests.factories import ApplicationFactory, CandidateFactory, JobAdFactory
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P42"), pytest.mark.promise("P45")]

START = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def morning(at):
    mailing = alerting.begin(at=at)
    while mailing and mailings.write(pk=mailing.pk, at=at):
        pass
    for pk in mails.waiting(at=at):
        mails.send(pk=pk, at=at)


def save_what_was_searched_for(client, user):
    """From the list of positions, by way of the login, to the saved alert; refused twice on the way."""
    link = client.get("/stillinger/", {"q": "sykepleier", "place": "Bergen"}).context["alert_link"]
    assert client.get(link).status_code == 302  # to the login
    log_in(client, user)
    page = client.get(link)
    assert (page.context["form"].initial["q"], "Ja, Fremrykk kan sende meg" in page.content.decode()) == (
        "sykepleier",
        True,
    )
    typed = {"q": "sykepleier", "place": "Bergen", "extent": "", "form": "", "frequency": "daily"}
    refused = client.post(reverse("new_alert"), typed)
    client.post(reverse("new_alert"), typed | {"has_agreed": "on"})
    again = client.post(reverse("new_alert"), typed)
    assert "uten samtykket ditt sender vi ingen" in refused.content.decode()
    assert "Du har dette varselet fra før." in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_from_the_list_of_positions_to_the_no_in_the_mail(time_machine, client):
    client.cookies["django_language"] = "nb"
    time_machine.move_to(START)
    user = ApplicationFactory().candidate.subject.user
    JobAdFactory(title="Sykepleier", place="Bergen", published_at=START - DAY)
    save_what_was_searched_for(client, user)

    JobAdFactory(title="Sykepleier på natt", place="Bergen", published_at=START + DAY / 2)
    time_machine.move_to(START + DAY)
    morning(START + DAY)
    morning(START + 2 * DAY)
    log_in(client, user)
    own = client.get(reverse("my_mail")).content.decode()
    assert [each.subject for each in outbox.outbox] == ["Nye stillinger: sykepleier, Bergen"]
    assert ("Nye stillinger: sykepleier, Bergen" in own, "Trekk samtykket til stillingsvarsler" in own) == (True, True)

    stop = outbox.outbox[0].extra_headers["List-Unsubscribe"].split(">")[0].strip("<")
    Client().post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"})
    JobAdFactory(title="Sykepleier på dag", place="Bergen", published_at=START + 2 * DAY)
    morning(START + 3 * DAY)
    assert (JobAlert.objects.count(), OutgoingMail.objects.filter(marketing_kind="job_alerts").count()) == (0, 1)
    assert "Du har ingen stillingsvarsler." in client.get(reverse("my_mail")).content.decode()


def test_bad_input_is_answered_and_kept(client):
    candidate = CandidateFactory()
    log_in(client, candidate.subject.user)

    page = client.post(
        reverse("new_alert"), {"q": "x" * 200, "place": "Atlantis", "extent": "sometimes", "has_agreed": "on"}
    )

    assert (page.status_code, "x" * 200 in page.content.decode(), JobAlert.objects.count()) == (200, True, 0)
    assert client.get(reverse("my_mail"), {"side": "x"}).status_code == 200
    assert client.get(reverse("new_alert"), {"place": "y" * 5000}).status_code == 200


def test_nobody_stops_an_alert_of_somebody_else(client):
    owner, stranger = CandidateFactory(), CandidateFactory()
    log_in(client, owner.subject.user)
    client.post(reverse("new_alert"), {"q": "lege", "frequency": "weekly", "has_agreed": "on"})
    log_in(client, stranger.subject.user)

    assert client.post(reverse("stop_alert", args=[JobAlert.objects.get().pk])).status_code == 404
    assert client.get(reverse("end_alerts")).status_code == 405
    assert JobAlert.objects.count() == 1
