"""Each kind of page of the site once in a real browser, those behind a link in a mail too; narrow, and read by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.crawl import Crawl
from tests.demo_world import BEGINS_AT, VISITOR, account, browser_of, links_in_mails, seed
from tests.workspace import sign_in_browser

NARROW = 390


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_the_policy_and_a_narrow_screen_find_nothing_on_any_page_of_the_site(live_server, browser_page):
    """Each kind of page once, for the first who comes to it; the workspace has its own test in a browser."""
    seed()
    browser_page.set_viewport_size({"width": NARROW, "height": 850})
    found, looked_at, asked = [], set(), []
    browser_page.on("console", lambda said: said.type == "error" and found.append((said.location["url"], said.text)))
    browser_page.on("pageerror", lambda error: found.append((browser_page.url, str(error))))
    browser_page.on("request", lambda request: asked.append(request.url))

    for who in (VISITOR, "kari", "henrik"):
        starts = links_in_mails().values() if who == VISITOR else ()
        crawl = Crawl(browser_of(who), lambda page: []).walk(BEGINS_AT[who], *starts)
        new = {name.split("?")[0]: address for name, address in reversed(crawl.first.items())}
        browser_page.context.clear_cookies()
        if who != VISITOR:
            sign_in_browser(browser_page, account(who))
        for address in (address for name, address in new.items() if name not in looked_at):
            browser_page.goto(address)
            violations = Axe().run(browser_page).response["violations"]
            found += [(address, each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
            found += (
                [(address, "too wide")]
                if browser_page.evaluate("document.documentElement.scrollWidth") > NARROW
                else []
            )
        looked_at |= set(new)

    assert found == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert len(looked_at) > 30
    assert {"presentation", "reference", "answer_permission", "answer_interview", "ask_review"} <= looked_at
