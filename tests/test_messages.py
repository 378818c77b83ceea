"""Every message of the program, in both languages, as text and as HTML: whole, in the agency's look, and nothing else."""

import copy
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core import mail as outbox
from django.utils import translation

from candidates.emails import receipt
from clients.emails.enquiries import enquiry_received
from privacy import registries
from privacy.actions import mails
from privacy.choices import MessageClass
from privacy.emails import case_received
from privacy.emails.inbox import mail_received
from privacy.models import OutgoingMail, ProcessingActivity, TrailEntry
from privacy.queries.promises.engine import MISSPELT
from privacy.queries.trails import word_of
from privacy.validators import holds_national_id
from tests.factories import (
    NOW,
    ApplicationFactory,
    EnquiryFactory,
    InboxCaseFactory,
    StaffFactory,
    SubjectFactory,
)  # fmt: skip
from tests.messages import EXAMPLES
from tests.source import ROOT

pytestmark = [
    pytest.mark.django_db, pytest.mark.promise("P5"), pytest.mark.promise("P7"), pytest.mark.promise("P44"),
]  # fmt: skip

ROOMS = ("email", "letters", "advertising")
CONTACT = "post@fremrykk.no"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LOADS = re.compile(
    r"""<(?:img|script|style|link|iframe|object|form)|\b(?:src|background|srcset)\s*=|url\(|@import""", re.I
)
EMPTY = {"meta", "br"}
WRITTEN_BY_HAND = {  # in whatever language
    "candidates/advertising/position_tip", "candidates/email/application_message", "candidates/email/position_letter",
}  # fmt: skip
LONGEST_SUBJECT = 78


class Undefined(str):
    """A template that names what nobody gave it fails the test."""

    def __contains__(self, text: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined in a template: {name}")


@pytest.fixture
def strict(settings) -> None:
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")


class Page(HTMLParser):
    """What a reader of the HTML sees, where its links lead, and whether every element that opens also ends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in EMPTY:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def sent(name: str, language: str):
    with translation.override(language):
        message = EXAMPLES[name]()
    by = StaffFactory() if message.message_class == MessageClass.MARKETING else None
    row = mails.queue(message, to="kari@example.test", subject_id=SubjectFactory().pk, language=language, by=by, at=NOW)
    mails.send(pk=row.pk, at=NOW)
    email = outbox.outbox[-1]
    (html,) = [content for content, kind in email.alternatives if kind == "text/html"]
    return message, email, html


def templates() -> set[str]:
    found = [path for room in ROOMS for path in (ROOT / "templates").glob(f"**/{room}/*.txt")]
    return {str(path.relative_to(ROOT / "templates").with_suffix("")) for path in found}


def test_every_message_has_an_example():
    assert set(EXAMPLES) == templates()


@pytest.mark.asvs("CFG-12")
@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_message_is_whole_and_nothing_it_must_not_be_and_said_in_the_readers_language(settings, name):
    norwegian, english = (whole(settings.SITE_URL, name, language) for language in ("nb", "en"))

    assert (norwegian.subject == english.subject) == (name in WRITTEN_BY_HAND)
    assert norwegian.body != english.body
    assert not set(norwegian.body.splitlines()) & {line for line in english.body.splitlines() if line.count(" ") > 3}


def whole(site: str, name: str, language: str):
    """The message as it was sent."""
    message, email, html = sent(name, language)
    page, said_in_all = Page(html), f"{email.subject}\n{email.body}\n{unescape(html)}"

    # what it is, and what its head says
    is_advertising = message.message_class == MessageClass.MARKETING
    head = email.message()
    assert message.template == name
    assert is_advertising == ("/advertising/" in name)
    assert ProcessingActivity.objects.filter(code=message.activity).exists()
    assert head["Auto-Submitted"] == "auto-generated"
    assert ("List-Unsubscribe" in head, "List-Unsubscribe-Post" in head) == (is_advertising, is_advertising)
    assert (ADDRESS.findall(head["From"]), head["To"]) == ([CONTACT], "kari@example.test")
    assert 0 < len(email.subject) <= LONGEST_SUBJECT
    assert email.subject == " ".join(email.subject.split())
    # whose words and addresses stand in it
    assert re.findall(r"\{[{%]|%\(\w+\)s", said_in_all) == []
    assert [
        each for each in ADDRESS.findall(said_in_all) if each != CONTACT and not each.endswith("example.test")
    ] == []
    assert MISSPELT not in said_in_all.lower()
    assert not holds_national_id(said_in_all)
    # the look: ours, from nowhere else, and all that the text says
    assert LOADS.findall(html) == []
    assert [link for link in page.links if not f"{link}/".startswith(f"{site}/")] == []
    assert (page.open, html.count(f'<html lang="{language}">')) == ([], 1)
    said = re.sub(r"https?://\S+|^- |^-- ?$", " ", email.body, flags=re.MULTILINE)
    assert [line for line in said.splitlines() if " ".join(line.split()) not in page.text] == []
    # the person finds it in the own history
    if OutgoingMail.objects.exists():
        assert TrailEntry.objects.latest("pk").fields == [name]
    assert word_of("", name) == str(registries.names_of_mails[name])
    return email


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    ("name", "receipt"),
    [
        ("clients/email/enquiry_received", lambda **typed: enquiry_received(
            EnquiryFactory(needs=typed["text"], company_name=typed["text"], wanted_from=typed["text"], name=typed["name"])
        )),
        ("privacy/email/case_received", lambda **typed: case_received(
            InboxCaseFactory(message=typed["text"], name=typed["name"])
        )),
        ("privacy/email/mail_received", lambda **typed: mail_received(
            InboxCaseFactory(message=typed["text"], name=typed["name"], channel="mail"), notice=None
        )),
        ("candidates/email/receipt", lambda **typed: receipt(
            ApplicationFactory(message=typed["text"], candidate__first_name=typed["name"], confirmed_at=None)
        )),
    ],
)  # fmt: skip
def test_no_receipt_to_an_address_nobody_has_proved_repeats_what_was_typed(name, receipt, language):
    message = receipt(text="Skamfulle greier.", name="Udugelige")

    row = mails.queue(message, to="kari@example.test", subject_id=SubjectFactory().pk, language=language, at=NOW)

    assert message.template == name
    assert [word for word in ("Skamfulle", "Udugelige") if word in row.subject_line + row.body_text] == []
