"""The signed paper: judged before it is stored, encrypted, received once, opened by few and never unnoticed (P2, P6, P18)."""

import datetime
import hashlib

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.adapters.pdf_judge import StrictPdfJudge
from candidates.ports import Verdict
from candidates.registries import outside
from clients import registries
from clients.actions import agreements
from clients.models import Agreement, Signatory
from privacy.actions import files
from privacy.models import FileTombstone, OutgoingMail, Restriction, TrailEntry
from tests.factories import (
    NOW,
    AgreementFactory,
    ClientCompanyFactory,
    ClientContactFactory,
    SignatoryFactory,
    StaffFactory,
    UserFactory,
)
from tests.files import pdf_cv
from tests.workspace import log_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P6"), pytest.mark.promise("P18")]

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
PAPER = pdf_cv(("Avtale om rekruttering",))


def paper(content=PAPER, name="avtale.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def step(agreement, name):
    return reverse("admin:clients_agreement_step", args=[agreement.pk, name])


def a_draft():
    company = ClientCompanyFactory(adviser=StaffFactory())
    contact = ClientContactFactory(company=company, name="Ola Nordmann", position="Daglig leder")
    return agreements.draft(company=company, kind="recruitment", valid_from=TODAY), contact


def test_a_draft_is_sent_signed_and_filed(client, settings, time_machine):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(NOW)
    user = sign_in(client, "manager")
    agreement, contact = a_draft()

    client.post(step(agreement, "send"), {"contact": str(contact.pk)})
    signed = {"signed_on": str(TODAY - DAY), "contacts": [str(contact.pk)], "file": paper()}
    client.post(step(agreement, "sign"), signed)

    fresh = Agreement.objects.get()
    assert (fresh.sent_by, fresh.signed_by, fresh.filed_by) == (user, user, user)
    assert (fresh.signed_at.astimezone().date() <= TODAY, fresh.sha256) == (True, hashlib.sha256(PAPER).hexdigest())
    assert list(Signatory.objects.values_list("subject", "name", "position")) == [
        (contact.subject_id, "Ola Nordmann", "Daglig leder")
    ]
    mail = OutgoingMail.objects.get(template="clients/email/agreement_to_sign")
    assert (mail.to, mail.subject_id, mail.activity.code) == (contact.email, contact.subject_id, "agreements")
    with storages["files_raw"].open(fresh.file.name) as sealed, fresh.file.open() as opened:
        assert (PAPER[:20] in sealed.read(), opened.read() == PAPER) == (False, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (lambda: paper(b"PK\x03\x04 word", "avtale.docx"), "This must be a PDF."),
        (lambda: paper(b"GIF89a"), "The content of the file is no PDF, whatever its name says. Save it as a PDF"),
        (lambda: paper(b"PK\x03\x04 word"), "Save it as a PDF and try again."),
        (lambda: paper(b""), "The submitted file is empty."),
        (lambda: paper(b"%PDF-1.7 " + b"x" * 5_000_000), "A file may be at most 5 MB."),
        (lambda: paper(b"%PDF-1.7 broken"), "damaged"),
    ],
)
def test_what_is_no_good_pdf_is_refused_with_a_sentence(client, settings, sent, sentence):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "manager")
    agreement = AgreementFactory()

    page = client.post(step(agreement, "file"), {"file": sent()})

    assertContains(page, sentence)
    assert Agreement.objects.get().file.name == ""


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Verdict.INFECTED, "The file was recognised as harmful and was not received."),
        (Verdict.ERROR, "The virus scanner does not answer just now."),
        (Verdict.AWAY, "The virus scanner does not answer just now."),
    ],
)
def test_what_a_scanner_does_not_call_clean_is_not_received(client, settings, verdict, sentence):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "manager")
    agreement, known = AgreementFactory(), registries.pdf_judge()

    class Scanner:
        def scan(self, source):
            return verdict

    registries.use_pdf_judge(StrictPdfJudge(outside().inspector, Scanner()))
    try:
        page = client.post(step(agreement, "file"), {"file": paper()})
    finally:
        registries.use_pdf_judge(known)

    assertContains(page, sentence)
    assert Agreement.objects.get().file.name == ""


def test_the_file_is_received_once_and_never_replaced():
    agreement, by = AgreementFactory(), StaffFactory(roles=["manager"])

    agreements.receive_file(agreement=agreement, upload=paper(), is_scanned=True, by=by, at=NOW)

    with pytest.raises(agreements.AlreadyFiled):
        agreements.receive_file(agreement=agreement, upload=paper(), is_scanned=True, by=by, at=NOW)
    for changed in ({"file": "other"}, {"file": "", "sha256": "", "filed_at": None, "filed_by": None}, {"sha256": "0"}):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Agreement.objects.update(**changed)


def test_a_file_belongs_to_a_signed_agreement_only():
    with pytest.raises(IntegrityError, match="agreement_file_of_a_signed_one"), transaction.atomic():
        AgreementFactory(filed=True, signed_at=None, signed_by=None, filed_by=StaffFactory())


def test_when_it_fails_no_file_is_left():
    agreement, by = AgreementFactory(), StaffFactory()
    elsewhere = ClientContactFactory()
    before = set(files._names_in(storages["files_raw"], ""))

    with pytest.raises(agreements.NotTheirs):
        agreements.receive_file(
            agreement=agreement, upload=paper(), is_scanned=True, signatories=[elsewhere], by=by, at=NOW
        )

    assert set(files._names_in(storages["files_raw"], "")) == before


@pytest.mark.promise("P2")
@pytest.mark.parametrize(
    ("roles", "is_theirs", "status"),
    [
        (["manager"], False, 200),
        (["finance"], False, 200),
        (["adviser"], True, 200),
        (["adviser"], False, 404),
        (["privacy"], False, 404),
        (["editor"], False, 403),
    ],
)
def test_who_opens_the_file(client, roles, is_theirs, status):
    user = sign_in(client, *roles)
    contact = ClientContactFactory(company__adviser=user if is_theirs else None)
    agreement = AgreementFactory(filed=True, company=contact.company)
    SignatoryFactory(agreement=agreement, subject=contact.subject)

    answer = client.get(agreement.file_url)

    assert answer.status_code == status
    opened = list(TrailEntry.objects.filter(verb="opened").values_list("subject_uuid", "fields", "activity"))
    assert opened == ([(contact.subject_id, ["file"], "agreements")] if status == 200 else [])
    if status == 200:
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 agreement"
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
            "sandbox; default-src 'none'; frame-ancestors 'none'",
            "nosniff",
        )


def test_nobody_opens_it_while_somebody_in_it_is_set_aside_nor_an_adviser_whom_only_the_law_keeps():
    adviser, finance = StaffFactory(), StaffFactory(roles=["finance"])
    agreement = AgreementFactory(filed=True, company=ClientCompanyFactory(adviser=adviser))
    signed = SignatoryFactory(agreement=agreement)

    def readers():
        rows = Agreement.objects
        return [who for who in (adviser, finance) if rows.with_a_file_for(who).exists()]

    locked = readers()
    ClientContactFactory(company=agreement.company, subject=signed.subject)
    both = readers()
    Restriction.objects.create(subject=signed.subject, ground="accuracy", opened_at=NOW)

    assert (locked, both, readers()) == ([finance], [adviser, finance], [])


def test_nobody_stranger_opens_it():
    agreement = AgreementFactory(filed=True)

    stranger = Client().get(agreement.file_url)
    person = Client()
    log_in(person, UserFactory(subject=ClientContactFactory().subject))

    assert (stranger.status_code, person.get(agreement.file_url).status_code) == (302, 403)


def test_a_file_in_an_agreement_is_no_stray_and_a_lost_one_is_found():
    agreement = AgreementFactory(filed=True)
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)

    orphans, lost = files.reconcile(at=later)
    known = FileTombstone.objects.filter(name=agreement.file.name).exists()
    storages["files"].delete(agreement.file.name)

    assert (known, agreement.file.name in lost) == (False, False)
    assert files.reconcile(at=later)[1] == [agreement.file.name]
    assert orphans >= 0


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (lambda row, who: agreements.register(agreement=row, signed_on=TODAY + DAY, by=who, at=NOW), agreements.SignedAhead),
        (lambda row, who: agreements.receive_file(agreement=row, upload=paper(), is_scanned=True, by=who, at=NOW),
         agreements.NotSigned),
    ],
)  # fmt: skip
def test_a_draft_is_neither_signed_ahead_nor_filed(what, error):
    draft, _contact = a_draft()

    with pytest.raises(error):
        what(draft, StaffFactory())


def test_what_is_signed_is_no_draft_any_more():
    agreement, contact, by = AgreementFactory(), ClientContactFactory(), StaffFactory()

    for refused in (
        lambda: agreements.redraft(agreement=agreement, at=NOW, fee=1),
        lambda: agreements.discard(agreement=agreement),
        lambda: agreements.send(agreement=agreement, contact=contact, by=by, at=NOW),
        lambda: agreements.register(agreement=agreement, signed_on=TODAY, by=by, at=NOW),
    ):
        with pytest.raises(agreements.AlreadySigned):
            refused()
