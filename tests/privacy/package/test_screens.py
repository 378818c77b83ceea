"""The pages and the copy as they are seen: on a telephone, by keyboard and screen reader, in both languages."""

import pytest

from privacy.models import Package
from tests import axe
from tests.factories import ApplicationFactory, DocumentFactory, PackageFactory
from tests.privacy.package.world import copy_of
from tests.workspace import sign_in_browser

PHONE = {"width": 360, "height": 740}


def faults(page):
    found = axe.violations(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *([("too wide", page.url)] if too_wide else [])]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_copy_is_readable_on_a_telephone_without_a_network(browser, approved_periods, language, tmp_path):
    candidate = DocumentFactory(candidate=ApplicationFactory().candidate).candidate
    file = tmp_path / "index.html"
    file.write_text(copy_of(candidate.subject_id, language=language).html)
    context = browser.new_context(viewport=PHONE, offline=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(file.as_uri())

    assert (faults(page), asked) == ([], [file.as_uri()])
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_usable_on_a_telephone(browser_page, approved_periods):
    candidate = ApplicationFactory().candidate
    sign_in_browser(browser_page, candidate.subject.user)
    browser_page.set_viewport_size(PHONE)
    ready = PackageFactory(subject=candidate.subject)
    making = PackageFactory(
        subject=candidate.subject, state="building", file="", ready_at=None, expires_on=None, done=1, total=6
    )

    for address in ("", f"{ready.pk}/", f"{making.pk}/"):
        browser_page.goto(f"/personvern/kopi/{address}")
        assert faults(browser_page) == []
    Package.objects.filter(pk=making.pk).update(state="failed")
    browser_page.goto(f"/personvern/kopi/{making.pk}/")
    assert faults(browser_page) == []
