"""A person who comes in through every door there is, each time with a word that occurs nowhere else."""

import re
import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from candidates.models import Candidate
from fremrykk.accounts.models import User
from privacy.models import OutgoingMail
from tests.accounts import logins
from tests.factories import JobAdFactory
from tests.files import pdf_cv
from tests.privacy.residue.marks import Marks
from tests.workspace import log_in, sign_in


def browser(marks: Marks) -> Client:
    """A browser that says of itself what no other does."""
    return Client(headers={"accept-language": "nb", "user-agent": f"Mozilla/5.0 {marks.word()}"})


def come_in(marks: Marks) -> Candidate:
    """Apply, confirm, fail to log in, log in, ask, consent and withdraw, correct, be moved on and put on hold by us."""
    visitor, ad = browser(marks), JobAdFactory()
    said = {"first_name": marks.word(), "last_name": marks.word(), "email": marks.email(), "phone": marks.phone()}
    apply(visitor, ad, said, marks)
    candidate = confirm(visitor, said["email"])
    own = browser(marks)
    logins.log_in_by_code(own, candidate.subject.user)
    fail_to_log_in(marks, said["email"])  # after the login, which forgets it
    look_after_oneself(own, said, marks)
    sign_up_for_second_factor(candidate.subject.user)
    be_handled(candidate, marks)
    marks.seek_what_was_said()
    return candidate


def apply(visitor: Client, ad, said: dict[str, str], marks: Marks) -> None:
    choices = {
        "sharing_acknowledged": "on", "terms_accepted": "on", "sharing_scope": "ask_first",
        "keep_scope": "candidate_base", "notice_version": "2", "message": marks.word(),
    }  # fmt: skip
    cv = SimpleUploadedFile(f"{marks.word()}.pdf", pdf_cv([said["first_name"], marks.word()]), "application/pdf")
    answer = visitor.post(f"/stillinger/{ad.slug}/sok/", said | choices | {"cv": cv})
    assert answer.status_code == 302, answer.context["form"].errors


def confirm(visitor: Client, email: str) -> Candidate:
    mail = OutgoingMail.objects.get(to=email)
    visitor.post(re.search(r"/soknad/bekreft/\S+/", logins.said_in(mail))[0])
    return Candidate.objects.get(subject__user__email=email)


def fail_to_log_in(marks: Marks, email: str) -> None:
    """Once on a page whose address says something, too."""
    stranger = browser(marks)
    stranger.post(f"/konto/login/?from={marks.word()}", {"login": email, "password": "not the password"})


def look_after_oneself(own: Client, said: dict[str, str], marks: Marks) -> None:
    question = {"name": said["first_name"], "email": said["email"], "kind": "question", "message": marks.word()}
    for address, form in (
        (reverse("give_consent"), {}),
        (reverse("withdraw_consent"), {}),
        (reverse("contact"), question),
        (reverse("my_profile"), {**said, "last_name": marks.word(), "language": "nb"}),
    ):
        assert own.post(address, form).status_code == 302, address
    assert own.get(reverse("min_side")).status_code == 200


def sign_up_for_second_factor(user: User) -> None:
    """As its pages do; a browser would be needed to go through them."""
    TOTP.activate(user, logins.SECRET)
    RecoveryCodes.activate(user)


def be_handled(candidate: Candidate, marks: Marks) -> None:
    """The adviser opens the person and moves the application on; the officer places a hold and releases it."""
    desk, office = Client(), Client()
    sign_in(desk, "adviser")
    sign_in(office, "privacy")
    assert desk.get(reverse("admin:candidates_candidate_change", args=[candidate.pk])).status_code == 200
    application = candidate.applications.get()
    answer = desk.post(reverse("admin:candidates_application_step", args=[application.pk, "to-screening"]))
    assert answer.status_code == 302
    hold = {
        "subject": candidate.subject_id,
        "reason": "legal_claim",
        "explanation": marks.word(),
        "ends_on": "2099-01-01",
    }
    office.post(reverse("admin:privacy_hold_add"), hold)
    placed = candidate.subject.holds.get()
    office.post(reverse("admin:privacy_hold_step", args=[placed.pk, "release"]))


def delete_oneself(candidate: Candidate) -> None:
    """The person's own button, just after a login."""
    own = Client()
    log_in(own, candidate.subject.user)
    session = own.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(candidate.subject.user.pk)
    session.save()
    own.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    answer = own.post(reverse("delete_me"), {"understood": "on"})
    assert answer.status_code == 200, answer.url
    assert answer.context["is_erased"] is True
