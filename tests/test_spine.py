"""The program's main job on real input: a real PDF, the real worker, real mail, a real browser, and two years of time.

A CV comes in, is handled, and goes away by itself.
"""

import datetime
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from celery import current_app
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from candidates.choices import KeepScope, Origin, TextState
from candidates.models import Application, Candidate, Document
from candidates.queries import search
from privacy.actions import consents, holds, retention
from privacy.choices import Channel, ConsentPurpose, HoldReason, PeriodUnit
from privacy.deadlines import Period
from privacy.models import Erasure, FileTombstone, OutgoingMail, PurgeRun, Subject
from privacy.queries import explain
from tests.accounts.logins import PASSWORD, SECRET, make_staff, totp
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    JobAdFactory,
    JobOrderFactory,
)
from tests.files import pdf_cv
from tests.programs import database_of_the_test

WORD = "blåveisregnskapsfører"  # in nobody else's CV
CV = ["Kari Spindelnes", "Erfaren utvikler og", WORD, "kari.spindelnes@example.test"]
ADDRESS = "kari.spindelnes@example.test"
PATIENCE = 30
TWO_YEARS = Period(2, PeriodUnit.YEARS)


def wait_for(found, what):
    """What `found` gives as soon as it gives something; the worker needs a moment."""
    deadline = time.monotonic() + PATIENCE
    while not (result := found()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {PATIENCE} s in vain for {what}")
        time.sleep(0.1)
    return result


@pytest.fixture
def mail_folder(tmp_path, monkeypatch):
    """Where the worker puts the mails it sends; and the worker of a demo, which may travel in time."""
    monkeypatch.setenv("EMAIL_URL", f"filemail:///{tmp_path}/mail")
    monkeypatch.setenv("DEMO", "1")
    monkeypatch.setenv("ALLOW_TIME_TRAVEL", "1")
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


@pytest.fixture
def worker_that_mails(mail_folder, request):
    return request.getfixturevalue("worker")


def mails_with(folder: Path, text: str) -> list[str]:
    """The sent mails that contain this, as the reader's program shows them."""
    decoded = [
        path.read_bytes().decode() for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    ]
    return [each for each in decoded if text in each]


# --- the steps, as people take them ---------------------------------------------------------------
def apply(page: Page, ad, cv: Path) -> None:
    page.goto(ad.get_absolute_url())
    page.locator(f'a[href$="{ad.slug}/sok/"]').first.click()
    page.fill("[name=first_name]", "Kari")
    page.fill("[name=last_name]", "Spindelnes")
    page.fill("[name=email]", ADDRESS)
    page.fill("[name=phone]", "22 33 44 55")
    page.fill("[name=message]", "Jeg vil gjerne bli med.")
    page.set_input_files("[name=cv]", cv)
    page.check("[name=keep_scope][value=candidate_base]")
    page.check("[name=sharing_acknowledged]")
    page.check("[name=terms_accepted]")
    page.locator("form.form .actions button:not(.second)").click()
    expect(page).to_have_url(re.compile(r"/soknad/kvittering/"))


def confirm(page: Page, folder: Path) -> None:
    mail = wait_for(lambda: mails_with(folder, "/soknad/bekreft/"), "the receipt mail")[0]
    page.goto(re.search(r"http://\S+/soknad/bekreft/\S+/", mail.replace("=\n", ""))[0])
    page.locator("main form button").click()
    expect(page.locator("h1")).to_be_visible()


def log_in_by_code(page: Page, folder: Path) -> None:
    page.goto("/konto/login/")
    page.fill("[name=login]", ADDRESS)
    page.locator("main form button").first.click()
    mail = wait_for(
        lambda: [m for m in mails_with(folder, ADDRESS) if re.search(r"^[A-Z0-9-]{6,}$", m, re.M)], "the code"
    )
    page.fill("[name=code]", re.search(r"^([A-Z0-9-]{6,})$", mail[-1], re.M)[1])
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile(r"/min-side/"))


def log_in_with_second_factor(page: Page, email: str) -> None:
    page.goto("/konto/login/")
    page.fill("[name=login]", email)
    page.locator("main details summary").click()
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.fill("[name=code]", totp())
    page.locator("main form button").first.click()
    page.goto("/admin/")


def move_to_screening(desk: Page, application: Application) -> None:
    desk.goto(f"/admin/candidates/application/{application.pk}/change/")
    desk.locator('form[action*="to-screening"] button').click()
    expect(desk.locator("body")).to_contain_text(re.compile("Flyttet|Moved"))


# --- three others, who must not go the same way -----------------------------------------------------
def applicant(name: str, *sent: datetime.datetime) -> Candidate:
    candidate = CandidateFactory(last_name=name, last_active_at=sent[0], created_at=sent[0])
    for moment in sent:
        application = ApplicationFactory(
            candidate=candidate, submitted_at=moment, stage_since=moment, origin=Origin.APPLIED,
            keep_scope=KeepScope.CANDIDATE_BASE,
        )  # fmt: skip
        ApplicationDocumentFactory(application=application, document=DocumentFactory(candidate=candidate))
    retention.refresh(candidate.subject_id)
    return candidate


def explained(candidate: Candidate, day: datetime.date) -> str:
    """What the operator's command says of somebody."""
    address = candidate.subject.user.email
    command = [sys.executable, "manage.py", "explain", address, "--as-of", day.isoformat(), "--language", "en"]
    environment = os.environ | {"DATABASE_URL": database_of_the_test()}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def everything_that_says(text: str) -> list[str]:
    """Every table with a row in which this stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE strpos(lower(row::text), lower(%s)) > 0', [text])
            found += [table] if cursor.fetchone()[0] else []
        return found


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_cv_comes_in_is_handled_and_goes_away_by_itself(  # noqa: PLR0915  one life, told in order
    approved_periods, mail_folder, worker_that_mails, browser_page, browser, live_server, tmp_path
):
    adviser = make_staff("radgiver@example.test", "adviser")
    TOTP.activate(adviser, SECRET)
    ad = JobAdFactory(order=JobOrderFactory(adviser=adviser))
    cv = tmp_path / "Kari CV.pdf"
    cv.write_bytes(pdf_cv(CV))
    now = timezone.now()
    day = TWO_YEARS.after(timezone.localdate(now)) + datetime.timedelta(days=1)
    year = datetime.timedelta(days=365)
    consenting, held = applicant("Samtykke", now), applicant("Krav", now)
    partly = applicant("Delvis", now - year, now + year)
    consents.give(
        subject_id=consenting.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=None, at=now + datetime.timedelta(seconds=1),
    )  # fmt: skip
    hold = holds.place(
        subject_id=held.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="brev", ends_on=day + year, by=adviser,
        at=now,
    )  # fmt: skip
    holds.approve(hold=hold, by=make_staff("leder@example.test", "manager"), at=now)

    # The candidate applies, and confirms the address.
    page = browser_page
    apply(page, ad, cv)
    confirm(page, mail_folder)
    candidate = Candidate.objects.get(last_name="Spindelnes")
    document = wait_for(
        lambda: Document.objects.filter(candidate=candidate, text_state=TextState.READ).first(), "the text of the CV"
    )
    assert document.file.storage.exists(document.file.name)
    with storages["files_raw"].open(document.file.name) as raw:
        assert raw.read().find(cv.read_bytes()[:100]) == -1

    # The adviser finds a word of the CV, opens it, and moves the application on.
    desk = browser.new_context(base_url=live_server.url, locale="nb-NO").new_page()
    log_in_with_second_factor(desk, adviser.email)
    desk.goto(f"/admin/candidates/candidate/?q={WORD}")
    desk.get_by_role("link", name=re.compile("Spindelnes")).first.click()
    expect(desk.locator("body")).to_contain_text("Kari CV.pdf")
    with desk.expect_download() as opened:
        desk.evaluate(f"""() => {{ const a = document.createElement('a'); a.href = '/dokument/{document.pk}/?uten-kontroll';
            document.body.append(a); a.click(); }}""")
    assert Path(opened.value.path()).read_bytes() == cv.read_bytes()
    application = Application.objects.get(candidate=candidate)
    move_to_screening(desk, application)

    # The candidate sees that, and until when it is kept.
    log_in_by_code(page, mail_folder)
    page.goto("/min-side/historikk/")
    expect(page.locator("main")).to_contain_text(re.compile("rådgiver|adviser", re.I))
    page.goto("/min-side/lagring/")
    due = explain(candidate.subject_id, timezone.localdate()).due_on
    assert due == TWO_YEARS.after(timezone.localdate(application.submitted_at))
    expect(page.locator("main")).to_contain_text(f"{due.day}.")
    expect(page.locator("main")).to_contain_text(str(due.year))
    sessions = Session.objects.count()

    # Two years on, the worker purges. The mail about the consent bears a time a second ahead: it may wait for the sweep.
    current_app.send_task("privacy.jobs.send_mails")
    told = OutgoingMail.objects.filter(subject=consenting.subject_id, sent_at__isnull=False)
    wait_for(told.exists, "the mail about the consent")
    current_app.send_task("privacy.jobs.purge", args=[day.isoformat()])
    run = wait_for(lambda: PurgeRun.objects.filter(as_of=day, ended_at__isnull=False).first(), "the purge")
    # Two applications' persons, and the mail that told another one of the consent: that goes by its own time.
    assert (run.erased, run.review, run.failed, run.braked_at) == (3, 0, 0, None)
    wait_for(lambda: not FileTombstone.objects.exists(), "the files")

    # Nothing is left: no row, file, search hit, session or mail text.
    assert [rows.count() for rows in (
        Candidate.objects.filter(pk=candidate.pk), Application.objects.filter(pk=application.pk),
        Document.objects.filter(pk=document.pk), Subject.objects.filter(pk=candidate.subject_id),
        OutgoingMail.objects.filter(subject=candidate.subject_id),
    )] == [0] * 5  # fmt: skip
    assert not document.file.storage.exists(document.file.name)
    assert list(search.candidates(WORD)) == []
    assert Session.objects.count() == sessions - 1
    wait_for(lambda: everything_that_says(WORD[:8]) == [], "the search words")
    assert [everything_that_says(each) for each in ("spindelnes", "Kari CV")] == [[], []]
    page.goto("/min-side/")
    expect(page).to_have_url(re.compile(r"/konto/login/"))
    proof = Erasure.objects.get(subject_uuid=candidate.subject_id)
    assert (proof.scope, proof.cause, proof.rules) == ("person", "purge", ["account", "candidate_base"])

    # The others are there as far as there is a reason, and the operator is told it.
    assert [each.applications.count() for each in (consenting, held, partly)] == [1, 1, 1]
    assert partly.applications.get().submitted_at == now + year
    assert explained(consenting, day).count("You consented to longer storage") >= 1
    assert explained(held, day).count("Deletion is on hold because of a legal claim") >= 1
