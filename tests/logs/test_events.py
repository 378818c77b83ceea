"""The list of events: each is told when it happens, once, with the fields that are on the list, and not when it is undone."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from candidates.actions import documents, presentations, scanning
from candidates.adapters.virus_scanner import NoScanner
from candidates.models import Document
from fremrykk.accounts.actions import users
from privacy.actions import cookie_register, mails, notices, periods, purge, register, trail
from privacy.choices import Verb
from privacy.choices.events import FIELDS, Event
from privacy.emails import erased
from privacy.jobs import send_mails
from privacy.models import CookieEntry, ProcessingActivity, RetentionPeriod
from tests.accounts import logins
from tests.candidates.drafts import put_together
from tests.candidates.sent import pdf
from tests.factories import NOW, ApplicationFactory, CandidateFactory, NoticeFactory, StaffFactory, SubjectFactory
from tests.source import ROOT
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("LOG-01")]


@pytest.fixture
def told(events, django_capture_on_commit_callbacks):
    """What the log says of what is done in here, once it is committed."""

    def told_of(act, *names):
        events()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return [line for line in events() if not names or line["event"] in names]

    return told_of


def trail_line(verb, **fields):
    return {"event": "trail", "verb": verb, **fields}


def test_the_list_is_in_the_readme_with_its_fields():
    told = re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    listed = {name: set(re.findall(r"`(\w+)`", fields)) for name, fields in told}

    assert {event.value: set(fields) for event, fields in FIELDS.items()} == {
        name: fields for name, fields in listed.items() if name in list(Event)
    }


def test_a_login_and_the_failures_before_it(client, told):
    user = logins.with_totp(logins.make_staff("radgiver@example.test"))
    names = (Event.LOGIN_FAILED, Event.TRAIL)

    wrong = told(lambda: logins.enter_password(client, user.email, "not the password"), *names)
    right = told(lambda: logins.log_in(client, user), *names)

    assert wrong == [{"event": "login_failed", "route": "account_login"}]
    (line,) = right
    entry = line.pop("entry")
    assert line == {
        "event": "trail", "verb": "logged_in", "role": "adviser", "account": user.pk,
        "activity": "access_control", "object": "",
    }  # fmt: skip
    assert trail.TrailEntry.objects.get(pk=entry).subject_uuid == user.subject_id


def test_who_tries_too_often_is_locked_out(client, told):
    user = logins.make_staff("radgiver@example.test")

    lines = told(
        lambda: [logins.enter_password(client, user.email, "not the password") for _ in range(6)], Event.LOCKED_OUT
    )

    assert lines[0] == {"event": "locked_out", "route": "account_login"}


def test_a_denial(client, told):
    sign_in(client, "finance")
    candidate = CandidateFactory()

    lines = told(lambda: client.get(reverse("admin:candidates_candidate_change", args=[candidate.pk])), Event.DENIED)

    assert lines == [
        {
            "event": "denied",
            "route": "admin:candidates_candidate_change",
            "status": 403,
            "role": "finance",
        }
    ]


def test_what_is_not_ones_own_is_a_denial_and_a_mistyped_address_is_none(client, told):
    there = told(lambda: client.get("/presentasjon/en-gjetning/"), Event.DENIED)
    nowhere = told(lambda: client.get("/finnes-ikke/"), Event.DENIED)

    assert there == [{"event": "denied", "route": "presentation", "status": 404, "role": "nobody"}]
    assert nowhere == []


def test_an_upload_and_its_verdict(told, approved_periods):
    candidate = CandidateFactory()
    upload = {"candidate": candidate, "kind": "cv", "upload": pdf(), "by": None, "at": timezone.now()}

    uploaded = told(lambda: documents.upload(**upload), Event.UPLOADED)
    document = Document.objects.get()
    scanned = told(lambda: scanning.scan(pk=document.pk, scanner=NoScanner(), at=timezone.now()), Event.VERDICT)

    assert uploaded == [{"event": "uploaded", "files": 1}]
    assert scanned == [{"event": "verdict", "document": str(document.pk), "verdict": "unscanned"}]


def test_a_view_and_a_search(client, told):
    adviser = sign_in(client, "adviser")
    candidate = ApplicationFactory().candidate
    by = {"role": "adviser", "account": adviser.pk, "activity": "candidate_base"}

    viewed = told(lambda: client.get(reverse("admin:candidates_candidate_change", args=[candidate.pk])), Event.TRAIL)
    found = told(lambda: client.get(reverse("admin:search"), {"q": "*"}), Event.TRAIL)

    assert [(line["verb"], line["role"], line["account"]) for line in viewed] == [("viewed", "adviser", adviser.pk)]
    assert found == [trail_line("found", **by, object="candidates.candidate", persons=0)]


def test_an_export(client, told):
    sign_in(client, "manager")

    lines = told(lambda: client.get(reverse("admin:figures_csv")), Event.EXPORTED)

    assert lines == [{"event": "exported", "route": "admin:figures_csv", "role": "manager"}]


def test_a_share(told, approved_periods):
    whole = put_together()

    lines = told(lambda: presentations.send(presentation=whole, by=StaffFactory(), at=NOW), Event.TRAIL)

    assert "shared" in [line["verb"] for line in lines]


def test_a_consent_given_and_withdrawn(told, client, approved_periods):
    candidate = ApplicationFactory().candidate
    logins.log_in_by_code(client, candidate.subject.user)

    given = told(lambda: client.post(reverse("give_consent")), Event.TRAIL)
    withdrawn = told(lambda: client.post(reverse("withdraw_consent")), Event.TRAIL)

    assert "consented" in [line["verb"] for line in given]
    assert "consent_withdrawn" in [line["verb"] for line in withdrawn]


def test_a_purge(told, approved_periods):
    lines = told(lambda: purge.run(as_of=timezone.localdate(NOW), at=NOW), Event.PURGED)

    numbers = dict.fromkeys(("due", "erased", "kept", "review", "failed"), 0)
    assert lines == [{"event": "purged", "run": lines[0]["run"], "brake": None, **numbers}]


def change_period(manager):
    period = RetentionPeriod.objects.filter(approved_at=None).first()
    periods.approve(period=period, by=manager, at=NOW)


def change_notice(manager):
    notice = NoticeFactory(approved_at=None, approved_by=None, in_force_from=None)
    notices.approve(notice=notice, in_force_from=NOW.date(), by=manager, at=NOW)


def change_activity(manager):
    register.change_activity(activity=ProcessingActivity.objects.first(), review_note="")


def change_cookie(manager):
    cookie_register.change(entry=CookieEntry.objects.first(), purpose_nb="Innlogging")


def change_roles(manager):
    users.set_roles(user=StaffFactory(roles=["adviser"]), roles=["finance"], by=manager, at=NOW)


def change_keys(manager):
    call_command("rotate_keys")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (change_period, "period"),
        (change_notice, "notice"),
        (change_activity, "activity"),
        (change_cookie, "cookie"),
        (change_roles, "account.roles"),
        (change_keys, "keys"),
    ],
)
def test_a_change_of_how_the_program_works(told, change, what):
    manager = StaffFactory(roles=["manager"])

    lines = told(lambda: change(manager), Event.CONFIGURED)

    assert [line["what"] for line in lines] == [what]


def test_a_mail_from_the_queue_to_the_server(told):
    subject = SubjectFactory()
    queued = told(
        lambda: mails.queue(erased(), to="kari@example.test", subject_id=subject.pk, language="nb", at=NOW), Event.MAIL
    )
    sent = told(lambda: send_mails(), Event.MAIL)

    number = queued[0]["mail"]
    assert queued == [{"event": "mail", "mail": number, "state": "queued"}]
    assert sent == [{"event": "mail", "mail": number, "state": "sent"}]


def test_what_is_undone_is_not_told(told):
    def act():
        with transaction.atomic():
            trail.record(Verb.VIEWED, subject_id=SubjectFactory().pk, by=None, at=NOW, activity="rights")
            transaction.set_rollback(True)

    assert told(act) == []
