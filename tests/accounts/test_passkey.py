"""A passkey from end to end: a real Chromium with a virtual authenticator, under the policy the site sends."""

import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(browser_page: Page) -> list[str]:
    """What the browser's console complained about: a breach of the policy would stand here."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    browser_page.on("console", note)
    return found


@pytest.fixture
def page(browser_page: Page, logins) -> Page:
    """Passkeys need a name, not a number: the live server under `localhost`, with a virtual authenticator."""
    session = browser_page.context.new_cdp_session(browser_page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return browser_page


def at(live_server, path: str) -> str:
    return f"http://localhost:{live_server.thread.port}{path}"


def test_a_passkey_is_added_and_logs_in_alone(page, live_server, logins, beginner, complaints):
    page.goto(at(live_server, "/konto/login/?next=/konto/"))
    page.locator("summary").click()
    page.locator("[name=login]").fill(beginner.email)
    page.locator("[name=password]").fill(logins.PASSWORD)
    page.locator("form:has([name=login]) button[type=submit]").first.click()
    page.goto(at(live_server, "/konto/2fa/webauthn/add/"))
    page.locator("[name=password]").fill(logins.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url(re.compile("/konto/2fa/recovery-codes/$"))

    page.context.clear_cookies()
    page.goto(at(live_server, "/konto/login/?next=/konto/"))
    page.locator("#passkey_login").click()

    expect(page).to_have_url(at(live_server, "/konto/"))
    expect(page.locator("main")).to_contain_text(beginner.email)
    assert complaints == []
