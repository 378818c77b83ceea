"""What axe finds on a page: rules of WCAG that a program can judge."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[tuple[str, str]]:
    """Each rule that is broken, and where. A click waits for the next page's first byte only, so the rest is waited for here."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"][:300]) for each in found for node in each["nodes"]]
