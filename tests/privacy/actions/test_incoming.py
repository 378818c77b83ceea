"""The inbox: each mail one case, one receipt, no loops, nothing lost and nothing left behind."""

import datetime
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import translation

from privacy import registries
from privacy.actions import erasure, files, inbox
from privacy.choices import ErasureCause
from privacy.choices.requests import Right
from privacy.models import (
    CaseFile,
    CaseMessage,
    Collection,
    InboxCase,
    InboxReading,
    OutgoingMail,
    Request,
    Subject,
    Suppression,
    TrailEntry,
)
from privacy.models.inbox import case_storage
from tests.factories import CandidateFactory, StaffFactory
from tests.privacy.inbox_world import MONDAY, PDF, inbox_at, letter

pytestmark = pytest.mark.django_db

LATER = MONDAY + datetime.timedelta(hours=3)


@pytest.fixture
def box(tmp_path):
    return inbox_at(tmp_path / "inbox")


def receipts() -> int:
    return OutgoingMail.objects.filter(template="privacy/email/mail_received").count()


@pytest.mark.promise("P5")
@pytest.mark.promise("P63")
def test_a_mail_is_a_case_with_a_receipt_and_the_statement_and_is_gone_from_the_folder(box):
    adviser = StaffFactory()
    box.deliver(letter(), at=MONDAY - datetime.timedelta(days=1))

    counts = box.read()

    case, mail, told = InboxCase.objects.get(), OutgoingMail.objects.get(), Collection.objects.get()
    assert (counts, box.lies_there()) == ({"case": 1}, 0)
    assert (case.name, case.email, case.subject_line, case.message, case.language, case.channel) == (
        "Kari Nordmann", "kari@example.test", "Spørsmål", "Når svarer dere?", "nb", "mail",
    )  # fmt: skip
    assert (case.received_at, case.due_on, case.owner) == (
        MONDAY - datetime.timedelta(days=1), datetime.date(2026, 12, 22), adviser,
    )  # fmt: skip
    assert (mail.to, mail.subject_id, mail.subject_line) == (
        "kari@example.test", case.subject_id, f"Vi har fått e-posten din: {case.number}",
    )  # fmt: skip
    assert ("Kari" in mail.body_text, "Når svarer" in mail.body_text) == (False, False)
    assert (told.through, told.mail_number, told.notice.version, told.is_told) == ("email", mail.pk, 2, True)
    assert TrailEntry.objects.filter(subject_uuid=case.subject_id, verb="collected").count() == 1


def test_killed_between_the_database_and_the_folder_it_is_the_same_case(box, monkeypatch):
    box.deliver(letter("Når svarer dere?", files={"CV.pdf": PDF}))
    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(type(box), "remove", lambda *_: (_ for _ in ()).throw(SystemExit()))
        box.read()
    before = (InboxCase.objects.count(), box.lies_there())

    counts = box.read(LATER)

    assert (before, counts, box.lies_there()) == ((1, 1), {"known": 1}, 0)
    assert [model.objects.count() for model in (InboxCase, Subject, OutgoingMail, CaseFile)] == [1] * 4


def test_killed_before_the_database_has_it_nothing_is_there_and_it_is_read_again(box, monkeypatch):
    box.deliver(letter(files={"CV.pdf": PDF}))
    kept = set(names_of_files())
    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr("privacy.actions.incoming._tell", lambda *_: (_ for _ in ()).throw(SystemExit()))
        box.read()
    before = (InboxCase.objects.count(), box.lies_there(), set(names_of_files()) - kept)

    assert (before, box.read(LATER)) == ((0, 1, set()), {"case": 1})


def names_of_files() -> list[str]:
    return list(files._names_in(case_storage(), ""))


@pytest.mark.django_db(transaction=True)
def test_four_readers_at_once_make_one_case_of_each_mail_and_one_receipt(box):
    for number in range(3):
        box.deliver(letter(f"Spørsmål {number}"))

    def run():
        try:
            box.read()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert (InboxCase.objects.count(), Subject.objects.count(), receipts(), box.lies_there()) == (3, 3, 1, 0)
    assert set(Collection.objects.values_list("mail_number", flat=True)) == {OutgoingMail.objects.get().pk}


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"List_Id": "<nytt.example.test>"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.test"},
        {"From": "No-Reply <no-reply@example.test>"},
        {"From": "Postmaster@example.test"},
        {"From": "Fremrykk <POST@fremrykk.no>"},
        {"X_Auto_Response_Suppress": "All"},
        {"From": None},
        {"From": "kari@localhost"},
    ],
)
def test_nothing_is_sent_to_machines_to_ourselves_or_to_nobody(box, headers):
    box.deliver(letter(**headers))

    counts = box.read()

    assert (counts, InboxCase.objects.count(), OutgoingMail.objects.count()) == ({"case": 1}, 1, 0)
    assert Collection.objects.get().is_told is False


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "no"}, {"X_Auto_Response_Suppress": "OOF"}])
def test_a_person_gets_a_receipt_whatever_the_mail_program_says_of_itself(box, headers):
    box.deliver(letter(**headers))

    box.read()

    assert receipts() == 1


def test_one_receipt_a_day_to_an_address(box):
    for at in (MONDAY, LATER, MONDAY + datetime.timedelta(days=1, minutes=1)):
        box.deliver(letter(f"Klokka {at}"), at=at)
        box.read(at)

    assert (InboxCase.objects.count(), receipts()) == (3, 2)
    assert Collection.objects.untold().count() == 0


# --- what it seems to be about ---
@pytest.mark.parametrize(
    ("subject", "text", "right", "language"),
    [
        ("Innsyn", "Jeg vil vite hva dere har om meg.", Right.ACCESS, "nb"),
        ("Hei", "Kan dere slette CV-en min?", Right.ERASURE, "nb"),
        ("Hello", "Please delete everything you have about me.", Right.ERASURE, "en"),
        ("", "I would like a copy of my data, please.", Right.ACCESS, "en"),
        ("Rett", "Vennligst rett opp adressen min.", Right.RECTIFICATION, "nb"),
        ("", "Jeg krever at behandlingen begrenses.", Right.RESTRICTION, "nb"),
        ("", "Jeg protesterer mot at dere bruker opplysningene.", Right.OBJECTION, "nb"),
        ("", "Jeg trekker tilbake samtykket mitt.", Right.WITHDRAWAL, "nb"),
        ("Nyhetsbrev", "Meld meg av, og si fra når det er gjort. Er dere åpne i jula?", Right.MARKETING, "nb"),
        (
            "Stilling",
            "Er stillingen ledig?\n\nDen 3. nov. skrev Fremrykk:\n> Du kan når som helst slette alt.",
            "",
            "nb",
        ),
    ],
)
def test_words_suggest_a_right_and_nothing_is_done_about_it(box, subject, text, right, language):
    privacy = StaffFactory(roles=["privacy"])
    adviser = StaffFactory(roles=["adviser"])
    box.deliver(letter(text, Subject=subject))

    box.read()

    case = InboxCase.objects.get()
    assert (case.suggested_right, case.language, case.stopped_at) == (right, language, None)
    assert case.owner == (adviser if right in ("", Right.MARKETING) else privacy)
    assert (Request.objects.count(), Suppression.objects.count()) == (0, 0)


@pytest.mark.promise("P54")
@pytest.mark.parametrize(
    ("text", "subject", "sender", "is_stopped"),
    [
        ("Stopp!", "", "kari@example.test", True),
        ("Hei, meld meg av. Takk.", "Nyhetsbrev", "KARI@example.test", True),
        ("", "Unsubscribe", "kari@example.test", True),
        ("Stopp", "", "ukjent@example.test", False),
        ("Stopp innsendingen av søknaden min, jeg har fått jobb.", "", "kari@example.test", False),
    ],
)
def test_who_only_says_stop_from_an_address_we_know_gets_no_more_advertising(box, text, subject, sender, is_stopped):
    CandidateFactory(account__email="kari@example.test")
    box.deliver(letter(text, Subject=subject, From=sender))

    box.read()

    said = (
        OutgoingMail.objects.get()
        .body_text.split("\n")
        .count("Du ba om ikke å få mer reklame: fra nå av sender vi ingen til denne adressen.")
    )
    assert (Suppression.objects.count(), said, InboxCase.objects.get().stopped_at) == (
        int(is_stopped), int(is_stopped), MONDAY if is_stopped else None,
    )  # fmt: skip


# --- more of the same case ---
def test_a_reply_goes_into_its_case_and_opens_it_again(box):
    adviser = StaffFactory()
    box.deliver(letter())
    box.read()
    case = InboxCase.objects.get()
    inbox.answer(case=case, answer="I morgen.", by=adviser, at=MONDAY)

    box.deliver(letter("Hvilken dag?", Subject=f"Re: Svar på spørsmålet ditt {case.number}"), at=LATER)
    counts = box.read(LATER + datetime.timedelta(days=9))

    case.refresh_from_db()
    assert (counts, InboxCase.objects.count(), receipts()) == ({"added": 1}, 1, 1)
    assert list(CaseMessage.objects.order_by("at", "pk").values_list("is_ours", "text")) == [
        (True, "I morgen."), (False, "Hvilken dag?"),
    ]  # fmt: skip
    assert (case.closed_at, case.answer, case.message, case.due_on) == (
        None, "", "Når svarer dere?", datetime.date(2026, 12, 23),
    )  # fmt: skip


def test_the_number_of_a_case_opens_nothing_to_another_address(box):
    box.deliver(letter())
    box.read()

    box.deliver(letter("Meg også", From="ola@example.test", Subject=f"Re: {InboxCase.objects.get().number}"))

    assert (box.read(), InboxCase.objects.count(), CaseMessage.objects.count()) == ({"case": 1}, 2, 0)


def test_a_machines_reply_opens_nothing(box):
    box.deliver(letter())
    box.read()
    case = InboxCase.objects.get()
    inbox.close(case=case, by=StaffFactory(), at=MONDAY)

    box.deliver(letter("Jeg er på ferie.", Subject=f"Auto: {case.number}", Auto_Submitted="auto-replied"))

    assert (box.read(), InboxCase.objects.get().closed_at) == ({"added": 1}, MONDAY)


# --- attachments ---
def test_a_cv_waits_encrypted_and_anything_else_is_not_kept(box):
    attached = {"CV Kari.pdf": PDF, "brev.docx": b"PK\x03\x04 brev", "bilde.zip": b"PK\x03\x04", "falsk.pdf": b"MZ"}
    box.deliver(letter(files=attached | {"stor.pdf": b"%PDF" + b"0" * 5_000_000}))

    box.read()

    rows = list(CaseFile.objects.order_by("original_name").values_list("original_name", "content_type", "size"))
    assert [(name, size) for name, _type, size in rows] == [("CV Kari.pdf", len(PDF)), ("brev.docx", 9)]
    with CaseFile.objects.get(size=len(PDF)).file.open() as kept:
        assert kept.read() == PDF
    assert InboxCase.objects.get().left_out == 3


@pytest.mark.usefixtures("approved_periods")
def test_erased_the_case_takes_its_messages_and_files_along(box):
    box.deliver(letter(files={"CV.pdf": PDF}))
    box.read()
    case = InboxCase.objects.get()
    box.deliver(letter("Mer", Subject=case.number))
    box.read()
    name = str(CaseFile.objects.get().file)

    erasure.erase_person(subject_id=case.subject_id, cause=ErasureCause.STAFF, by=None, at=MONDAY)
    files.sweep(at=MONDAY)

    left = [model.objects.count() for model in (InboxCase, CaseMessage, CaseFile, Collection)]
    assert (left, Subject.objects.filter(pk=case.subject_id).exists()) == ([0] * 4, False)
    assert case_storage().exists(name) is False


# --- the command, the alarm ---
def test_the_command_reads_the_inbox_and_says_what_came_of_it(box):
    registries.use_mailbox(box)
    box.deliver(letter())
    said = StringIO()
    try:
        call_command("read_inbox", stdout=said)
    finally:
        registries.use_mailbox(None)

    assert said.getvalue().splitlines()[0] == "     1 new enquiries"
    assert InboxReading.objects.get().left == 0


def test_without_an_inbox_the_command_says_so():
    said = StringIO()

    call_command("read_inbox", stdout=said)

    assert said.getvalue() == "INBOX_URL says none: there is no inbox to read.\n"


def test_the_receipt_speaks_the_senders_language(box):
    box.deliver(letter("Hello, when will you answer me?", Subject="Question"))

    box.read()

    with translation.override("en"):
        assert OutgoingMail.objects.get().subject_line == f"We have your e-mail: {InboxCase.objects.get().number}"
