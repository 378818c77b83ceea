"""The workspace in a real browser: wide and narrow, nothing refused by the CSP, nothing for axe to find.

With SHOTS=/folder each page is also photographed, to be looked at; ONLY=name,name takes some of them.
"""

import datetime
import os
from importlib import import_module
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVIL = "<script>document.title='owned'</script>"


@pytest.fixture
def made():
    return import_module("tests.factories")


@pytest.fixture
def work(made, approved_periods):
    """A day's work: an order with applicants, a question, a failed mail, a run the brake stopped."""
    user = import_module("tests.workspace").colleague("manager")
    company = made.ClientCompanyFactory(name="Fjellvik Omsorg AS", adviser=user)
    order = made.JobOrderFactory(company=company, agreement__signed_by=user, adviser=user)
    ad = made.JobAdFactory(order=order, deadline=datetime.date(2026, 12, 24))
    texts = {"notice": made.NoticeFactory(approved_by=user), "terms": made.TermsVersionFactory()}
    texts["sharing_notice"] = made.NoticeFactory(kind="sharing", approved_by=user)
    for state, name in (("clean", "Solveig"), ("unscanned", "Jonas"), ("clean", EVIL)):
        candidate = made.CandidateFactory(first_name=name, adviser=user)
        application = made.ApplicationFactory(candidate=candidate, job_ad=ad, **texts)
        document = made.DocumentFactory(candidate=candidate, state=state, text="Erfaring fra regnskap i kommunen")
        made.ApplicationDocumentFactory(application=application, document=document)
    case = made.InboxCaseFactory(owner=user, message=EVIL)
    made.OutgoingMailFactory(state="failed", last_error="SMTPServerDisconnected", attempts=7)
    made.PurgeRunFactory(due=400, braked_at=made.NOW, brake_cause="share")
    made.PurgeFailureFactory()
    facts = {"profile": made.ProfileFactory, "skill": made.SkillFactory, "language": made.LanguageSkillFactory}
    facts |= {"certificate": made.CertificateFactory, "tag": made.TagUseFactory, "listed": made.ListEntryFactory}
    facts |= {"work": made.WorkExperienceFactory, "education": made.EducationFactory}
    noted = {name: make(candidate=candidate) for name, make in facts.items()}
    made.SavedSearchFactory(owner=user, name=EVIL[:80].strip())
    made.IdentitySeenFactory(candidate=candidate)
    made.NoteFactory(application=application, text=EVIL)
    twice = made.CandidateFactory(first_name=EVIL, last_name="Dobbelt", language="en", adviser=user)
    undated = made.CandidateFactory(first_name=EVIL, source="by_hand", received_on=None)
    import_module("privacy.actions.retention").refresh(undated.subject_id)
    return {
        "user": user, "company": company, "order": order, "ad": ad, "candidate": candidate, "application": application,
        "document": document, "case": case, "restriction": restricted(made, user), "contact": made.ClientContactFactory(company=company),
        "undated": undated.subject, "twice": twice, "list": noted["listed"].list,
        "period": made.RetentionPeriodFactory(), "draft": made.NoticeFactory(approved_by=None, approved_at=None),
    }  # fmt: skip


def restricted(made, officer):
    """Somebody set aside, with a hold, a question and a document; told that it ends."""
    candidate = made.CandidateFactory(first_name="Nora", adviser=officer)
    made.DocumentFactory(candidate=candidate)
    made.HoldFactory(subject=candidate.subject, opened_by=officer, opened_at=timezone.now())
    made.InboxCaseFactory(subject=candidate.subject, message=EVIL)
    restrictions = import_module("privacy.actions.restrictions")
    given = {"subject_id": candidate.subject_id, "ground": "claim", "explanation": "Krav om erstatning"}
    restriction = restrictions.place(**given, by=officer, at=timezone.now())
    return restrictions.announce_lifting(restriction=restriction, by=officer, at=timezone.now())


def pages(work) -> dict[str, str]:
    lists = [
        "candidates_candidate", "candidates_application", "candidates_document", "clients_joborder", "clients_jobad",
        "clients_clientcompany", "privacy_inboxcase", "privacy_outgoingmail", "privacy_trailentry",
        "privacy_retentionperiod", "privacy_notice", "privacy_restriction", "candidates_taglist",
    ]  # fmt: skip
    rows = {
        "candidates_candidate": "candidate", "candidates_application": "application", "candidates_document": "document",
        "clients_joborder": "order", "clients_jobad": "ad", "clients_clientcompany": "company",
        "clients_clientcontact": "contact", "privacy_inboxcase": "case", "privacy_retentionperiod": "period",
        "privacy_restriction": "restriction", "candidates_taglist": "list",
    }  # fmt: skip
    steps = [
        ("candidates_candidate", "candidate", "see-identity"),
        ("candidates_application", "application", "reject"), ("candidates_candidate", "candidate", "assign"),
        ("candidates_candidate", "candidate", "tag"), ("candidates_candidate", "candidate", "unlist"),
        ("privacy_inboxcase", "case", "answer"), ("privacy_notice", "draft", "approve"),
        ("clients_joborder", "order", "close"), ("privacy_restriction", "restriction", "tell"),
        ("privacy_restriction", "restriction", "lift"), ("privacy_restriction", "restriction", "answer"),
        ("privacy_restriction", "restriction", "erase"), ("privacy_restriction", "restriction", "hold"),
    ]  # fmt: skip
    adds = [
        "candidates_candidate",
        "candidates_application",
        "clients_joborder",
        "clients_jobad",
        "privacy_hold",
        "privacy_restriction",
    ]
    return (
        {
            f"pipeline-{view}": reverse("admin:pipeline", args=[work["order"].pk], query={"view": view})
            for view in ("board", "list")
        }
        | {"read": reverse("admin:review_application", args=[work["application"].pk])}
        | {"home": reverse("admin:index"), "retention": reverse("admin:retention"), "reviews": reverse("admin:reviews")}
        | {f"review-{name}": reverse(f"admin:review_{name}", args=[work["undated"].pk]) for name in ("keep", "erase")}
        | {"search": reverse("admin:candidates_candidate_changelist") + "?q=regnskap"}
        | {
            "find": reverse("admin:search") + "?q=regnskap&sort=name",
            "find-nobody": reverse("admin:search") + "?q=kokkos",
        }
        | {"find-wrong": reverse("admin:search") + "?q=regnskap&begin_by=x&level=99&tag=0"}
        | {"merge": reverse("admin:merge_candidates", args=[work["candidate"].pk, work["twice"].pk])}
        | {"figures": reverse("admin:figures")}
        | {"facts": reverse("admin:facts", args=[work["candidate"].pk])}
        | {f"{name}-list": reverse(f"admin:{name}_changelist") for name in lists}
        | {f"{name}-row": reverse(f"admin:{name}_change", args=[work[key].pk]) for name, key in rows.items()}
        | {f"{name}-{step}": reverse(f"admin:{name}_step", args=[work[key].pk, step]) for name, key, step in steps}
        | {f"{name}-add": reverse(f"admin:{name}_add") for name in adds}
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_every_screen_is_whole_quiet_and_accessible(width, browser_page, live_server, work):
    import_module("tests.workspace").sign_in_browser(browser_page, work["user"])
    browser_page.set_viewport_size({"width": width, "height": 900})
    heard: list[str] = []
    browser_page.on("console", lambda message: heard.append(f"{browser_page.url} {message.type} {message.text}"))
    browser_page.on("pageerror", lambda error: heard.append(f"{browser_page.url} {error}"))
    wrong: list[str] = []
    wanted = os.environ.get("ONLY", "").split(",")

    for name, address in pages(work).items():
        if wanted == [""] or name in wanted:
            answer = browser_page.goto(address, wait_until="load")
            photograph(browser_page, f"{name}-{width}")
            spills = browser_page.evaluate("document.documentElement.scrollWidth") > width
            wrong += [f"{name}: {answer.status}"] * (answer.status != 200) + [f"{name}: wider than the screen"] * spills
            said = list(heard)
            wrong += [f"{name}: {each['id']} {each['nodes'][0]['html'][:400]}" for each in violations(browser_page)]
            heard[:] = said  # axe injects styles of its own

    assert wrong == []
    assert heard == []


def violations(page) -> list[dict]:
    return Axe().run(page).response["violations"]


def photograph(page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_what_a_person_typed_is_shown_as_it_was_typed(browser_page, live_server, work):
    import_module("tests.workspace").sign_in_browser(browser_page, work["user"])

    browser_page.goto(reverse("admin:privacy_inboxcase_change", args=[work["case"].pk]))

    assert browser_page.locator(".field-message .readonly").inner_text() == EVIL
    assert browser_page.title() == f"{work['case']} – Fremrykk"
