"""Whatever a stranger puts together: a case with what can be read, or one that says it cannot; never a crash."""

import datetime

import pytest

from privacy.adapters import mail_reader, maildir
from privacy.models import CaseFile, InboxCase, InboxReading, OutgoingMail
from privacy.queries import vitals
from tests.factories import SubjectFactory
from tests.privacy.inbox_world import MONDAY, inbox_at

pytestmark = pytest.mark.django_db

HEAD = b"From: Kari <kari@example.test>\r\nMessage-ID: <a@example.test>\r\nSubject: Hei\r\n"


def mime(rest: bytes) -> bytes:
    return HEAD + b"MIME-Version: 1.0\r\n" + rest


@pytest.fixture
def box(tmp_path):
    return inbox_at(tmp_path / "inbox")


def siblings(count: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nhei\r\n"
    return mime(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * count + b"--b--\r\n")


@pytest.mark.parametrize(
    ("raw", "subject", "message"),
    [
        (HEAD + b"\r\nhei\x00 p\xe5 deg\r\n", "Hei", "hei på deg"),
        (mime(b"Content-Type: text/plain; charset=finnes-ikke\r\n\r\nbl\xc3\xa5\r\n"), "Hei", "blå"),
        (mime(b"Content-Type: text/plain; charset=utf-16\r\n\r\nhei\r\n"), "Hei", "hei"),
        (mime(b"Content-Type: text/plain; charset=zlib_codec\r\n\r\nhei\r\n"), "Hei", "hei"),
        (mime(b"Content-Transfer-Encoding: base64\r\n\r\n!!!ikke base64!!!\r\n"), "Hei", None),
        (mime(b"Content-Type: multipart/mixed\r\n\r\nuten grense\r\n"), "Hei", None),
        (mime(b"Content-Type: text/html\r\n\r\n<p>Hei<img src='http://x.test/a'><script>x()</script>&amp; hei"), "Hei", "Hei& hei"),
        (b"Subject: =?utf-8?q?Sp=C3=B8rsm=C3=A5l?= =?x?y?z?=\r\n\r\nhei", "Spørsmål =?x?y?z?=", "hei"),
        (b"From: a@example.test\r\nSubject: Hei\r\n Bcc: alle@example.test\r\n\r\nhei", "Hei Bcc: alle@example.test", "hei"),
        (b"From: a@example.test\r\nSubject: =?utf-8?q?Hei=0D=0ABcc:_alle?=\r\n\r\nhei", "Hei Bcc: alle", "hei"),
        (b"From: a@example.test\r\nDate: i gaar\r\n\r\n\xed\xa0\x80hei \xff", "", None),
        (b"\r\n", "", ""),
        (b"", "", ""),
        (b"\x00" * 5_000, "", ""),
        (siblings(1_000), "Hei", None),
        (HEAD + b"References: " + b"<x@y> " * 100_000 + b"\r\n\r\nhei", "Hei", "hei"),
        (b"From: " + b"a," * 100_000 + b"\r\nSubject: Hei\r\n\r\nhei", "Hei", "hei"),
        (mime(b"Content-Disposition: attachment; filename*0*=utf-8''%E2; filename*x=y\r\n\r\nhei"), "Hei", None),
    ],
    ids=range(18),
)  # fmt: skip
def test_a_hostile_mail_is_a_case_with_what_can_be_read_of_it(box, raw, subject, message):
    box.deliver(raw)

    counts = box.read()

    case = InboxCase.objects.get()
    assert (counts, box.lies_there(), case.subject_line) == ({"case": 1}, 0, subject)
    assert message is None or case.message == message
    assert "\x00" not in case.message


def test_a_thousand_parts_in_each_other_end_somewhere(box):
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(1_000)
    )
    box.deliver(HEAD + nested + b"\r\nhei")

    counts = box.read()

    assert sum(counts.values()) == InboxCase.objects.count() == 1
    assert counts.keys() <= {"case", "unreadable"}


def test_what_is_too_large_or_cannot_be_read_is_set_aside_a_case_and_an_alarm(tmp_path, monkeypatch):
    box = inbox_at(tmp_path / "inbox")
    small = type(box)(box.folder, largest=1_000)
    small.deliver(HEAD + b"\r\n" + b"x" * 2_000)
    lying = type(box)(box.folder, reader=mail_reader.SandboxReader(program="tests.candidates.adapters.lying"))
    monkeypatch.setattr("privacy.registries.mailbox", lambda: box)

    counts = small.read()
    box.deliver(HEAD + b"\r\nhei")
    more = lying.read()

    said = "Det kom en e-post som ikke kunne leses, eller som var for stor. Den ligger i mappen «unreadable»."
    assert (counts, more, box.lies_there(), box.lies_there("unreadable")) == ({"unreadable": 1},) * 2 + (0, 2)
    assert set(InboxCase.objects.values_list("message", "email")) == {(said, "")}
    assert (InboxReading.objects.get().set_aside, OutgoingMail.objects.count()) == (2, 0)
    assert "inbox" in vitals.wrong(MONDAY)
    box.read(MONDAY + datetime.timedelta(days=31))
    assert (box.lies_there("unreadable"), InboxReading.objects.get().set_aside) == (0, 0)


@pytest.mark.parametrize("never_closed", [b"<a ", b"<!--", b"<![CDATA["])
def test_markup_that_is_never_closed_costs_seconds_and_not_half_a_minute(box, never_closed):
    box.deliver(mime(b"Content-Type: text/html\r\n\r\n<p>Hei</p>" + never_closed * 200_000))

    assert box.read() == {"case": 1}
    assert InboxCase.objects.get().message[:3] == "Hei"


@pytest.mark.promise("P63")
@pytest.mark.parametrize(("minutes", "is_wrong"), [(29, False), (31, True)])
def test_an_inbox_that_is_not_read_is_an_alarm(box, monkeypatch, minutes, is_wrong):
    monkeypatch.setattr("privacy.registries.mailbox", lambda: box)
    SubjectFactory(created_at=MONDAY - datetime.timedelta(days=1))
    never = "inbox" in vitals.wrong(MONDAY)
    box.read()

    wrong = vitals.wrong(MONDAY + datetime.timedelta(minutes=minutes))

    assert (never, "inbox" in wrong) == (True, is_wrong)


def test_a_mail_the_database_refuses_stays_and_the_next_is_read(box, monkeypatch):
    box.deliver(HEAD + b"\r\nhei")
    box.deliver(b"From: ola@example.test\r\n\r\nhei", at=MONDAY + datetime.timedelta(seconds=1))
    real = mail_reader.understood

    def broken(said, **how):
        received = real(said, **how)
        return type(received)(**vars(received) | {"subject": "x" * 999}) if received.sender[0] == "k" else received

    with monkeypatch.context() as wrong:
        wrong.setattr(mail_reader, "understood", broken)
        counts = box.read(MONDAY + datetime.timedelta(minutes=1))

    assert (counts, box.lies_there(), InboxReading.objects.get().left) == ({"left": 1, "case": 1}, 1, 1)
    assert (box.read(MONDAY + datetime.timedelta(minutes=2)), box.lies_there()) == ({"case": 1}, 0)


def test_a_zip_that_unfolds_is_never_unfolded_and_a_link_is_never_followed(box, tmp_path):
    (tmp_path / "secret").write_text("From: a@example.test\n\nhemmelig")
    (box.folder / "new" / "1.link").symlink_to(tmp_path / "secret")
    (box.folder / "new" / "2.folder").mkdir()
    bomb = b"Content-Type: application/zip; name=bombe.zip\r\nContent-Disposition: attachment\r\n\r\nPK\x03\x04"
    box.deliver(mime(bomb))

    counts = box.read()

    assert (counts, CaseFile.objects.count(), InboxCase.objects.get().left_out) == ({"case": 1}, 0, 1)


@pytest.mark.parametrize("address", ["", "None", "/var/mail", "imap://x/y", "maildir://", "maildir://host/folder"])
def test_an_inbox_is_said_in_one_way(address):
    with pytest.raises(maildir.ImproperlyConfigured):
        maildir.at(address)


def test_an_inbox_or_none():
    assert (maildir.at("none"), str(maildir.at("maildir:///var/mail/post").folder)) == (None, "/var/mail/post")
