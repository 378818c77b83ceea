"""Pages one is only led to: by a link that was sent, by a step that was begun, by a switch. Each as its reader meets it."""

import datetime
import time
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core import signing
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from candidates.views import applying
from fremrykk.accounts import emails
from fremrykk.accounts.models import User
from privacy.choices.requests import RequestState
from privacy.emails import requests
from privacy.queries import storage_links, suppressions
from tests import factories as made
from tests import workspace
from tests.accounts import logins
from tests.page_types import Kept

ENDED = "ended-link"
FAR = 7_000  # company numbers neither the demo nor the examples use


@dataclass(frozen=True)
class Led:
    """One page, and the browser that was led to it."""

    name: str
    client: Client
    address: str


def browser(language: str, user: User | None = None) -> Client:
    """Logged in just now where there is a user, as the pages that ask again want it."""
    client = Client(headers={"accept-language": language, "host": "localhost"})
    if user:
        workspace.log_in(client, user)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def pages(language: str) -> dict[str, Kept]:
    """As answered, whatever the status: what has ended is a page, too."""
    made.ClientCompanyFactory.reset_sequence(FAR, force=True)
    with override_settings(DEMO=True):
        led = [*by_a_step(language), *by_a_link(language), *to_what_is_over(language)]
        return {each.name: Kept.of(each.address, each.client.get(each.address)) for each in led}


def by_a_step(language: str) -> Iterator[Led]:
    person, anybody = made.UserFactory(email="kode@example.test"), browser(language)
    logins.ask_for_code(anybody, person.email)
    yield Led("account_confirm_login_code", anybody, reverse("account_confirm_login_code"))

    guarded, half_in = logins.with_totp(logins.make_staff("faktor@fremrykk.example.test")), browser(language)
    logins.enter_password(half_in, guarded.email)
    yield Led("mfa_authenticate", half_in, reverse("mfa_authenticate"))

    keyed = logins.with_totp(logins.make_staff("nokkel@fremrykk.example.test"))
    keys = [Authenticator.objects.create(user=keyed, type="webauthn", data={"name": name}) for name in ("Mac", "USB")]
    RecoveryCodes.activate(keyed)
    inside = browser(language, keyed)
    for name, where in (
        ("mfa_deactivate_totp", []), ("mfa_view_recovery_codes", []), ("mfa_download_recovery_codes", []),
        ("mfa_edit_webauthn", [keys[0].pk]), ("mfa_remove_webauthn", [keys[1].pk]),
    ):  # fmt: skip
        yield Led(name, inside, reverse(name, args=where))


def by_a_link(language: str) -> Iterator[Led]:
    kari, anybody = made.CandidateFactory(account__email="lenke@example.test"), browser(language)
    given, own = {"subject_id": kari.subject_id, "email": "lenke@example.test"}, browser(language, kari.subject.user)
    made.ConsentEventFactory(subject_uuid=kari.subject_id)
    change = made.AddressChangeFactory(user=kari.subject.user, asked_at=timezone.now())
    asked = made.RequestFactory(state=RequestState.UNVERIFIED, identified_at=None)
    sent = signing.dumps(str(made.ApplicationFactory(candidate=kari).pk), salt=applying.SALT)
    for name, token in {
        "advertise_again": suppressions.token(**given),
        "confirm_address_change": signing.dumps([change.pk, "new"], salt=emails.SALT),
        "storage_link_receipt": storage_links.token(**given, until=timezone.localdate() + datetime.timedelta(days=9)),
        "verify_request": signing.dumps(asked.pk, salt=requests.SALT),
    }.items():
        yield Led(name, own if name == "advertise_again" else anybody, reverse(name, args=[token]))
    yield Led("receipt", anybody, f"{reverse('receipt')}?for={sent}")
    yield Led("demo_mails", anybody, reverse("demo_mails"))


def to_what_is_over(language: str) -> Iterator[Led]:
    """Links that have ended, or were never ours."""
    anybody = browser(language)
    closed = made.JobAdFactory(deadline=timezone.localdate() - datetime.timedelta(days=1))
    yield Led("position, closed", anybody, closed.get_absolute_url())
    yield Led("a page there is not", anybody, "/finnes-ikke/")
    yield Led("receipt, over", anybody, reverse("receipt"))
    for name in (
        "confirm_address_change",
        "verify_request",
        "answer_permission",
        "reference",
        "presentation",
        "keep_data",
    ):
        yield Led(f"{name}, over", anybody, reverse(name, args=[ENDED]))
