"""The pages where a person orders and fetches the copy: only the own, only just after saying who one is."""

import io
import time
import zipfile

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy.models import Package, TrailEntry
from tests.factories import ApplicationFactory, CandidateFactory, PackageFactory, RestrictionFactory, UserFactory
from tests.privacy.package.world import build
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


@pytest.fixture
def candidate():
    return ApplicationFactory().candidate


def own_browser(user, *, is_fresh=True):
    """Logged in; just now, or so long ago that the page asks again."""
    client = Client(headers={"accept-language": "nb"})
    log_in(client, user)
    session = client.session
    when = time.time() if is_fresh else time.time() - 24 * 60 * 60
    method = "password" if user.is_staff else "code"
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": when, "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def order(client):
    answer = client.post(reverse("my_copies"))
    assert answer.status_code == 302, answer
    return Package.objects.latest("ordered_at"), answer.url


def fresh(user):
    return PackageFactory(
        subject=user.subject, ordered_at=timezone.now(), ready_at=timezone.now(),
        expires_on=timezone.localdate() + timezone.timedelta(days=7),
    )  # fmt: skip


def fetch(client, package):
    return client.get(reverse("fetch_copy", args=[package.pk]))


def finish(answer):
    """As the server does when all is sent; the test client would close the database's connection, too."""
    for close in answer._resource_closers:
        close()


@pytest.mark.promise("P55")
def test_a_person_orders_waits_and_fetches(candidate):
    client = own_browser(candidate.subject.user)

    package, page = order(client)
    waiting = client.get(page)
    build(package, at=timezone.now())
    ready = client.get(page)
    answer = fetch(client, package)

    assert (waiting["Refresh"], waiting.context["can_be_fetched"]) == ("4", False)
    assert (ready.has_header("Refresh"), ready.context["can_be_fetched"]) == (False, True)
    assert answer["Content-Disposition"].startswith('attachment; filename="fremrykk-')
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    content = b"".join(answer.streaming_content)
    assert "data.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert TrailEntry.objects.latest("id").verb == "fetched"


def test_how_far_it_is_can_be_read_without_scripts(candidate):
    client = own_browser(candidate.subject.user)
    package, page = order(client)
    Package.objects.filter(pk=package.pk).update(state="building", done=2, total=6)

    html = client.get(page).content.decode()

    assert '<progress id="how-far" max="6" value="2"></progress>' in html


def test_fetching_asks_who_one_is_when_the_login_is_old(candidate):
    package = fresh(candidate.subject.user)

    answer = fetch(own_browser(candidate.subject.user, is_fresh=False), package)

    assert answer.status_code == 302
    assert "/konto/reauthenticate/" in answer.url
    assert TrailEntry.objects.count() == 0


@pytest.mark.parametrize("page", ["my_copy", "fetch_copy"])
def test_somebody_elses_copy_is_not_there(candidate, page):
    package = fresh(CandidateFactory().subject.user)

    assert own_browser(candidate.subject.user).get(reverse(page, args=[package.pk])).status_code == 404


@pytest.mark.parametrize("page", ["my_copy", "fetch_copy"])
@pytest.mark.parametrize("role", ["manager", "privacy", "adviser"])
def test_nobody_who_works_here_sees_or_fetches_it(candidate, page, role):
    package, user = fresh(candidate.subject.user), colleague(role)
    user.set_password("en lang frase om fjell")
    user.save()
    client = own_browser(user)

    assert client.get(reverse(page, args=[package.pk])).status_code == 404


@pytest.mark.parametrize("address", ["my_copies", "my_copy", "fetch_copy"])
def test_whoever_is_not_logged_in_is_sent_to_the_login(candidate, address):
    package = fresh(candidate.subject.user)

    answer = Client().get(reverse(address, args=[] if address == "my_copies" else [package.pk]))

    assert answer.status_code == 302
    assert answer.url.startswith("/konto/login/")


def test_who_works_here_and_who_is_no_candidate_order_their_own():
    user = UserFactory()

    package, _page = order(own_browser(user))

    assert package.subject_id == user.subject_id


def test_one_that_is_over_says_so(candidate):
    package = fresh(candidate.subject.user)
    Package.objects.filter(pk=package.pk).update(expires_on=timezone.localdate())

    answer = fetch(own_browser(candidate.subject.user), package)

    assert answer.status_code == 410
    assert TrailEntry.objects.count() == 0


def test_one_whose_file_somebody_changed_is_not_handed_out(candidate):
    package = fresh(candidate.subject.user)
    inner = package.file.storage.inner
    with open(inner.path(package.file.name), "r+b") as file:  # noqa: PTH123
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))

    answer = fetch(own_browser(candidate.subject.user), package)

    assert answer.status_code == 410
    assert TrailEntry.objects.count() == 0


def test_a_look_at_the_head_leaves_no_trace(candidate):
    package = fresh(candidate.subject.user)

    answer = own_browser(candidate.subject.user).head(reverse("fetch_copy", args=[package.pk]))

    finish(answer)
    assert answer.status_code == 200
    assert TrailEntry.objects.count() == 0


def test_a_restricted_person_orders_and_fetches_too(candidate):
    RestrictionFactory(subject=candidate.subject)
    client = own_browser(candidate.subject.user)

    package, _page = order(client)

    answer = fetch(client, build(package, at=timezone.now()))
    finish(answer)
    assert answer.status_code == 200


def test_the_sixth_copy_of_a_day_is_refused_with_a_sentence(candidate):
    for _ in range(5):
        fresh(candidate.subject.user)

    answer = own_browser(candidate.subject.user).post(reverse("my_copies"), follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert Package.objects.count() == 5


def test_the_way_to_it_is_on_the_own_pages(candidate):
    client = own_browser(candidate.subject.user)

    for page in ("my_storage", "min_side"):
        assert reverse("my_copies") in client.get(reverse(page)).content.decode()
