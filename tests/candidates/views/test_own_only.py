"""Each thing a person can do to the own data is done by that person, and by nobody else (P57, P58)."""

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.choices import Stage
from candidates.models import Application, Candidate, Document
from fremrykk.accounts.management.demo import pdf
from fremrykk.accounts.models import AddressChange
from privacy.models import ConsentEvent, Package, Request, SharingAgreement, Subject
from tests import factories as made
from tests.workspace import colleague, log_in

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P57"),
    pytest.mark.promise("P58"), pytest.mark.promise("P2"),
]  # fmt: skip

PROFILE = {"first_name": "Karianne", "last_name": "Hansen", "phone": "", "language": "en"}
FILE = pdf.cv("Vitnemål", ["Fagbrev"])


@pytest.fixture
def kari():
    candidate = made.CandidateFactory(first_name="Kari", account__email="kari@example.test")
    application = made.ApplicationFactory(candidate=candidate, submitted_at=timezone.now())
    made.ApplicationDocumentFactory(application=application, document=made.DocumentFactory(candidate=candidate))
    made.DocumentFactory(candidate=candidate, kind="other")
    made.SharingAgreementFactory(subject=candidate.subject)
    return candidate


def browser(user) -> Client:
    """Logged in, and that just now, as the pages that ask again want it."""
    client = Client(headers={"accept-language": "nb"})
    log_in(client, user)
    session = client.session
    now = timezone.now().timestamp()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": now, "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def page(name, *args):
    return reverse(name, args=args)


def own_document(candidate):
    return Document.objects.get(candidate=candidate, kind="other").pk


# What can be done, and how the database shows that it was done to this candidate.
DOES = {
    "profile": (
        lambda _c: (page("my_profile"), PROFILE),
        lambda c: Candidate.objects.get(pk=c.pk).first_name == "Karianne",
    ),
    "withdraw application": (
        lambda c: (page("withdraw_application", c.applications.get().pk), {}),
        lambda c: Application.objects.get(candidate=c).stage == Stage.WITHDRAWN,
    ),
    "upload": (
        lambda _c: (
            page("my_documents"),
            {"kind": "diploma", "file": SimpleUploadedFile("v.pdf", FILE, "application/pdf")},
        ),
        lambda c: Document.objects.filter(candidate=c, kind="diploma").exists(),
    ),
    "remove document": (
        lambda c: (page("remove_document", own_document(c)), {}),
        lambda c: not Document.objects.filter(candidate=c, kind="other").exists(),
    ),
    "consent": (
        lambda _c: (page("give_consent"), {}),
        lambda c: ConsentEvent.objects.filter(subject_uuid=c.subject_id).exists(),
    ),
    "address": (
        lambda _c: (page("change_address"), {"email": "ny@example.test", "new_email": "ny@example.test"}),
        lambda c: AddressChange.objects.filter(user__subject=c.subject_id).exists(),
    ),
    "request": (
        lambda _c: (page("privacy_request"), {"right": "rectification", "message": "Feil"}),
        lambda c: Request.objects.filter(subject=c.subject_id).exists(),
    ),
    "copy": (lambda _c: (page("my_copies"), {}), lambda c: Package.objects.filter(subject=c.subject_id).exists()),
    "take agreement back": (
        lambda c: (page("withdraw_agreement", SharingAgreement.objects.get(subject=c.subject_id).pk), {}),
        lambda c: SharingAgreement.objects.get(subject=c.subject_id).withdrawn_at is not None,
    ),
    "erase": (
        lambda _c: (page("delete_me"), {"understood": "on"}),
        lambda c: not Subject.objects.filter(pk=c.subject_id).exists(),
    ),
}
STRANGERS = {
    "another candidate": lambda: browser(made.CandidateFactory().subject.user),
    "a contact person": lambda: browser(made.UserFactory(subject=made.ClientContactFactory().subject)),
    "an adviser without relation": lambda: browser(colleague("adviser")),
    "the manager": lambda: browser(colleague("manager")),
    "nobody": Client,
}


def everything_of(candidate) -> list[object]:
    """Each row of the candidate's, as it stands."""
    person = candidate.subject_id
    paths = {
        "candidates.Candidate": "subject", "candidates.Application": "candidate__subject",
        "candidates.Document": "candidate__subject", "accounts.User": "subject", "accounts.AddressChange": "user__subject",
        "privacy.Request": "subject", "privacy.Package": "subject", "privacy.SharingAgreement": "subject",
        "privacy.ConsentEvent": "subject_uuid",
    }  # fmt: skip
    return [
        row
        for label, path in paths.items()
        for row in apps.get_model(label)._base_manager.filter(**{path: person}).order_by("pk").values()
    ]


@pytest.mark.parametrize("deed", DOES)
def test_the_owner_does_it(kari, deed):
    where, is_done = DOES[deed]
    address, typed = where(kari)
    assert not is_done(kari)

    answer = browser(kari.subject.user).post(address, typed)

    assert answer.status_code in (200, 302)
    assert is_done(kari)


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("deed", DOES)
def test_nobody_else_does(kari, deed, who):
    address, typed = DOES[deed][0](kari)
    before = everything_of(kari)

    answer = STRANGERS[who]().post(address, typed)

    assert answer.status_code < 500
    assert everything_of(kari) == before
