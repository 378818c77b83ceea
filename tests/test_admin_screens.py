"""What a person typed, in the workspace in a real browser. Each sort of its pages is read in tests/test_crawl.py."""

import pytest
from django.urls import reverse

from tests.factories import InboxCaseFactory, NoteFactory
from tests.workspace import colleague, sign_in_browser

EVIL = "<script>document.title='owned'</script>"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_a_person_typed_is_shown_as_it_was_typed(browser_page, live_server, approved_periods):
    user = colleague("manager")
    case, note = InboxCaseFactory(owner=user, message=EVIL), NoteFactory(text=EVIL)
    sign_in_browser(browser_page, user)

    browser_page.goto(reverse("admin:privacy_inboxcase_change", args=[case.pk]))

    assert browser_page.locator(".field-message .readonly").inner_text() == EVIL
    assert browser_page.title() == f"{case} – Henvendelse – Fremrykk"
    browser_page.goto(reverse("admin:review_application", args=[note.application.pk]))
    assert (browser_page.get_by_text(EVIL).count() > 0, "owned" in browser_page.title()) == (True, False)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("AUT-07")
def test_whoever_writes_keeps_the_session_and_whoever_only_looks_does_not(browser_page, approved_periods):
    told = []
    browser_page.on("request", lambda asked: told.append(asked.method) if "jsi18n" in asked.url else None)
    browser_page.clock.install()
    sign_in_browser(browser_page, colleague("adviser"))
    browser_page.goto(reverse("admin:clients_joborder_add"))
    told.clear()
    text = browser_page.locator("[name=title]")

    browser_page.clock.fast_forward("29:00")
    before = list(told)
    with browser_page.expect_request("**/admin/jsi18n/"):
        text.press_sequentially("Leder ")
        browser_page.clock.run_for(10)
    text.press_sequentially("natten")
    browser_page.clock.run_for("04:00")
    once = list(told)
    with browser_page.expect_request("**/admin/jsi18n/"):
        browser_page.clock.run_for("01:00")
    browser_page.clock.fast_forward("30:00")

    assert (before, once, told) == ([], ["HEAD"], ["HEAD", "HEAD"])
