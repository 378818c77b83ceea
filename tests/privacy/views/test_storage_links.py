import datetime
import json

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from candidates.choices import KeepScope
from candidates.models import Application
from privacy.actions import erasure, retention
from privacy.choices import ErasureCause
from privacy.models import ConsentEvent, Erasure, OutgoingMail, Subject
from privacy.queries import receipts, storage_links
from tests.factories import NOW, ApplicationFactory, CandidateFactory, HoldFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P48", "P50")]

TODAY = NOW.date()
SENT = datetime.datetime(2024, 12, 24, 12, tzinfo=datetime.UTC)
GONE_ON = datetime.date(2026, 12, 24)


@pytest.fixture
def kari(approved_periods, time_machine):
    time_machine.move_to(NOW, tick=False)
    candidate = CandidateFactory(last_active_at=SENT, created_at=SENT, account__email="kari@example.test")
    ApplicationFactory(candidate=candidate, submitted_at=SENT, keep_scope=KeepScope.CANDIDATE_BASE)
    retention.refresh(candidate.subject_id)
    return candidate


@pytest.fixture
def stranger() -> Client:
    """Whoever opens the link: logged in as nobody, with the checks a browser meets."""
    return Client(enforce_csrf_checks=False, headers={"accept-language": "en"})


def token(kari, until=GONE_ON, email="kari@example.test") -> str:
    return storage_links.token(subject_id=kari.subject_id, email=email, until=until)


def keep(kari, **given) -> str:
    return reverse("keep_data", args=[token(kari, **given)])


def delete(kari, **given) -> str:
    return reverse("delete_data", args=[token(kari, **given)])


def actions() -> list[tuple[str, str]]:
    return list(ConsentEvent.objects.order_by("pk").values_list("action", "channel"))


def application_goes_on(kari) -> datetime.date:
    return Subject.objects.get(pk=kari.subject_id).due_on


@pytest.mark.parametrize("page", [keep, delete])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_changes_nothing(kari, stranger, page, method, django_assert_num_queries):
    before = [OutgoingMail.objects.count(), *map(list, Subject.objects.values_list("pk", "due_on").order_by("pk"))]

    response = getattr(stranger, method)(page(kari))

    after = [OutgoingMail.objects.count(), *map(list, Subject.objects.values_list("pk", "due_on").order_by("pk"))]
    assert (response.status_code, after, actions()) == (200, before, [])
    assert response.headers["Cache-Control"].count("no-store") == 1


def test_one_press_keeps_and_says_until_when(kari, stranger):
    response = stranger.post(keep(kari), {"answer": "give"}, follow=True)

    assert actions() == [("given", "mail_link")]
    assert application_goes_on(kari) == datetime.date(2028, 12, 24)
    assert (response.context["is_kept"], response.context["held"][0].due_on) == (True, datetime.date(2028, 12, 24))


def test_twice_is_once_and_it_is_taken_back_as_easily(kari, stranger):
    for answer in ("give", "give", "withdraw", "withdraw"):
        stranger.post(keep(kari), {"answer": answer})

    assert actions() == [("given", "mail_link"), ("withdrawn", "mail_link")]
    assert application_goes_on(kari) == GONE_ON


def test_one_press_deletes_and_says_farewell(kari, stranger):
    response = stranger.post(delete(kari))

    assert response.context["is_erased"] is True
    assert (Subject.objects.filter(pk=kari.subject_id).exists(), Application.objects.exists()) == (False, False)
    assert Erasure.objects.get(subject_uuid=kari.subject_id).cause == ErasureCause.PERSON
    assert OutgoingMail.objects.get(to="kari@example.test").subject_id is None


def test_what_must_stay_is_named(kari, stranger):
    manager = StaffFactory(roles=["manager"])
    HoldFactory(subject=kari.subject, approved_by=manager, approved_at=NOW)

    page, done = stranger.get(delete(kari)), stranger.post(delete(kari))

    assert (page.context["going"], done.context["is_erased"]) == ([], False)
    assert [each.category for each in page.context["staying"]] == [each.category for each in done.context["staying"]]
    assert Application.objects.count() == 1


@pytest.mark.parametrize("page", [keep, delete])
def test_once_erased_it_says_so(kari, stranger, page):
    link = page(kari)
    erasure.erase_person(subject_id=kari.subject_id, cause=ErasureCause.PERSON, by=kari.subject.user, at=NOW)

    answers = [stranger.get(link), stranger.post(link)]

    assert [(each.status_code, each.templates[0].name) for each in answers] == [(410, "gone.html")] * 2


@pytest.mark.parametrize("page", [keep, delete])
def test_its_day_ends_it(kari, stranger, page):
    link = page(kari, until=TODAY)

    assert [stranger.get(link).status_code, stranger.post(link).status_code, actions()] == [410, 410, []]
    assert Subject.objects.filter(pk=kari.subject_id).exists() is True


@pytest.mark.parametrize("page", [keep, delete])
def test_another_address_ends_it(kari, stranger, page):
    link = page(kari)
    kari.subject.user.emailaddress_set.update(email="ny@example.test")

    assert [stranger.get(link).status_code, stranger.post(link).status_code] == [410, 410]


def test_the_link_of_another_person_is_theirs_alone(kari, stranger):
    ola = CandidateFactory(account__email="ola@example.test")

    response = stranger.post(reverse("delete_data", args=[token(ola, email="kari@example.test")]))

    assert (response.status_code, Subject.objects.filter(pk__in=[kari.subject_id, ola.subject_id]).count()) == (410, 2)


@pytest.mark.parametrize(
    "forged",
    [
        "x", "x:y:z", "%00", "a" * 3000, signing.dumps({"person": "x"}), signing.dumps({"person": "x"}, salt="other"),
        signing.Signer(salt=storage_links.SALT).sign_object({"person": "no", "address": "", "until": "2099-01-01"}),
        signing.Signer(salt=storage_links.SALT).sign_object(["person"]),
        signing.Signer(salt=storage_links.SALT).sign_object({}),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_we_did_not_sign_opens_nothing(kari, stranger, forged):
    for name in ("keep_data", "delete_data", "storage_link_receipt"):
        assert stranger.get(reverse(name, args=[forged])).status_code == 404


def test_a_page_elsewhere_cannot_press_the_button(kari):
    browser = Client(enforce_csrf_checks=True)

    answers = [browser.post(link).status_code for link in (keep(kari), delete(kari))]

    assert (answers, actions(), Subject.objects.filter(pk=kari.subject_id).exists()) == ([403, 403], [], True)


def test_a_receipt_comes_with_the_consent(kari, stranger):
    link = reverse("storage_link_receipt", args=[token(kari)])
    assert stranger.get(link).status_code == 404
    stranger.post(keep(kari), {"answer": "give"})

    response = stranger.get(link)

    assert receipts.check(response.content.decode())["event"]["method"] == "mail_link"
    assert json.loads(response.content)["pii_principal_id"] == str(kari.subject_id)


def test_a_late_answer_to_a_consent_that_changes_nothing_says_so(kari, stranger):
    Application.objects.all().delete()

    response = stranger.get(keep(kari))

    assert (response.status_code, response.context["staying"], response.context["is_kept"]) == (200, [], False)
