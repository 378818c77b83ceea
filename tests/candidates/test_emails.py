import re

import pytest

from candidates import emails
from privacy.actions import mails
from privacy.emails.look import html_of
from tests.factories import NOW, ApplicationFactory, CandidateFactory

MESSAGES = {
    "receipt": emails.receipt,
    "address_confirmed": emails.address_confirmed,
    "stage_changed": emails.stage_changed,
    "rejected": lambda application: emails.rejected(application, reason="Fullt <nå> & da", by="Jon"),
    "placed": lambda application: emails.placed(
        application, email="x@example.test", due_on=NOW.date(), asked_on=NOW.date()
    ),
    "withdrawn": emails.withdrawn,
}


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", MESSAGES)
def test_every_mail_is_whole_and_loads_nothing(db, settings, name, language):
    application = ApplicationFactory(job_ad__title="Kokk & baker", candidate=CandidateFactory(first_name="Bjørn <b>"))

    mail = mails.queue(
        MESSAGES[name](application), to="x@example.test", subject_id=application.candidate.subject_id,
        language=language, at=NOW,
    )  # fmt: skip

    assert mail.subject_line != ""
    assert (mail.body_text.count("Kokk & baker"), mail.body_text.count("&amp;")) == (1, 0)
    assert mail.body_text.count("Bjørn <b>") == 1
    html = html_of(mail)
    assert html.count("Bjørn <b>") == 0
    assert re.findall(r"""(?:src|background)=|url\(|<link|<style|@import""", html) == []
    links = set(re.findall(r'href="([^"]*)"', html))
    assert [link for link in links if not link.startswith(settings.SITE_URL)] == []
    assert html.count(f'<html lang="{language}">') == 1


@pytest.mark.parametrize("name", MESSAGES)
def test_mails_are_service_mails_of_an_activity(db, name):
    message = MESSAGES[name](ApplicationFactory())

    assert (message.activity, message.message_class) == ("applications", "service")
