"""Nobody is led elsewhere: whatever stands in `next`, the way on is a page of ours; and links that people typed are honest ones."""

from urllib.parse import quote, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from candidates.admin.interview_forms import HowForm
from clients.actions.ads import SCHEMES
from clients.models import ClientCompany
from fremrykk.accounts.choices import Role
from privacy.actions import saved_views
from tests.factories import NOW, CampaignFactory, CandidateFactory, ClientCompanyFactory
from tests.hostile import ELSEWHERE, OURS_AFTER_ALL
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("INP-10")]
ASCII = "".join(map(chr, range(32, 127)))


def is_ours(location: str) -> bool:
    """As a browser reads it: turned slashes are slashes, and what is no sign at all is passed over."""
    read = "".join(sign for sign in location.strip() if ord(sign) > 31).replace("\\", "/")
    try:
        parts = urlsplit(read)
    except ValueError:
        return False
    return not read.startswith("//") and parts.scheme in ("", "http") and parts.netloc in ("", "testserver")


def leads_to(answer) -> str:
    return answer.get("Location", "")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_way_on_is_ours(elsewhere):
    visitor, person, manager = Client(), Client(), Client()
    log_in(person, CandidateFactory().subject.user)
    log_in(manager, colleague(Role.MANAGER))

    answers = {
        "language": visitor.post("/sprak/", {"language": "en", "next": elsewhere}),
        "language, from where one came": visitor.post("/sprak/", {"language": "en"}, headers={"referer": quote(elsewhere, safe=ASCII)}),
        "cookies": visitor.post("/informasjonskapsler/", {"choice": "necessary", "next": elsewhere}),
        "workspace": visitor.get("/admin/login/", {"next": elsewhere}),
        "a campaign": visitor.get(f"/{elsewhere}", {"kampanje": str(CampaignFactory().pk)}),
        "login": person.get("/konto/login/", {"next": elsewhere}),
        "again": manager.get("/konto/reauthenticate/", {"next": elsewhere}),
        "logout": manager.post("/konto/logout/", {"next": elsewhere}),
    }  # fmt: skip

    assert {name: leads_to(answer) for name, answer in answers.items() if not is_ours(leads_to(answer))} == {}
    assert {answers[name].status_code for name in ("language", "cookies", "workspace", "login", "logout")} == {302}


def test_a_way_elsewhere_is_known_as_one():
    assert [each for each in ELSEWHERE if is_ours(each)] == OURS_AFTER_ALL
    assert [each for each in ("/", "/min-side/?a=//b", "", "?a=1", "http://testserver/") if not is_ours(each)] == []


@pytest.mark.parametrize(
    "address",
    ["ftp://kunde.example.test/", "javascript:alert(1)", "data:text/html,x", "https:/x"],
)
def test_a_link_somebody_typed_is_of_the_web(address):
    company = ClientCompanyFactory.build(privacy_statement_url=address)
    meeting = HowForm({"kind": "video", "minutes": 30, "video_link": address})

    with pytest.raises(ValidationError) as refused:
        company.full_clean(exclude=["adviser"])

    assert "privacy_statement_url" in refused.value.message_dict or "__all__" in refused.value.message_dict
    assert (meeting.is_valid(), "video_link" in meeting.errors) == (False, True)
    assert {"http", "https", "mailto", "tel"} >= {*SCHEMES}
    assert ClientCompany.objects.count() == 0


def test_an_address_that_is_none_is_no_list_to_save():
    with pytest.raises(saved_views.NoFilters):
        saved_views.save(name="Mine", address="//[?a=1", by=colleague(Role.ADVISER), at=NOW)
