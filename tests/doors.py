"""Every address of the program, and what each role is answered there about an own row and about somebody else's.

Nothing is listed by hand but whose number an address takes: pages come from the resolver, steps from the workspace.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.template.backends.django import DjangoTemplates
from django.test import Client

from fremrykk.accounts.choices import Role
from fremrykk.accounts.models import User
from tests import factories as made
from tests import workspace
from tests.privacy.restriction_walk import PLACE, Page, pages

FACTORIES = {each._meta.model: each for name, each in vars(made).items() if name.endswith("Factory")}
# The first four do not work here. "candidate" and "contact" own the rows that are asked for, "another" is as both and owns none.
READERS = ("nobody", "candidate", "contact", "another", *Role.values)
# What the numbers in an address are of, in their order; `=word` is the word itself. The workspace's own are told by their address.
OF = {
    "admin:applications_batch": ["=reject"],
    "admin:app_list": ["=candidates"],
    "admin:campaign_import": ["candidates.Campaign"],
    "admin:campaign_key": ["candidates.Campaign"],
    "admin:ad_preview": ["clients.JobAd"],
    "admin:client_copy": ["candidates.Document"],
    "admin:facts": ["candidates.Candidate"],
    "admin:import_problems": ["candidates.Import"],
    "admin:merge_candidates": ["candidates.Candidate", "another"],
    "admin:pipeline": ["clients.JobOrder"],
    "admin:remove_view": ["privacy.SavedView"],
    "admin:report_control": ["candidates.AuthorityReport"],
    "admin:report_pay": ["candidates.AuthorityReport"],
    "admin:report_pay_file": ["candidates.AuthorityReport"],
    "admin:reveal_number": ["candidates.Employment"],
    "admin:review_application": ["candidates.Application"],
    "admin:review_erase": ["privacy.Subject"],
    "admin:review_keep": ["privacy.Subject"],
    "agreement_file": ["clients.Agreement"],
    "answer_offer": ["candidates.Offer"],
    "answer_receipt": ["candidates.SharingPermission"],
    "answer_presentation": ["=token", "candidates.PresentationItem"],
    "apply": ["slug"],
    "ask_statement": ["candidates.Application"],
    "change_education": ["candidates.Education"],
    "change_my_contact": ["clients.ClientContact"],
    "change_sharing": ["candidates.Application"],
    "change_work": ["candidates.WorkExperience"],
    "choice_receipt": ["candidates.SharingChoice"],
    "consent_receipt": ["privacy.ConsentEvent"],
    "deliver_lead": ["candidates.Campaign"],
    "demo_mail": ["=word", "=1"],
    "document": ["candidates.Document"],
    "fetch_copy": ["privacy.Package"],
    "give_go_ahead": ["candidates.Application", "candidates.Referee"],
    "invite_colleague": ["clients.JobOrder"],
    "mfa_edit_webauthn": ["=1"],
    "mfa_remove_webauthn": ["=1"],
    "move_education": ["candidates.Education"],
    "move_work": ["candidates.WorkExperience"],
    "my_application": ["candidates.Application"],
    "my_copy": ["privacy.Package"],
    "my_interview": ["candidates.Interview"],
    "my_order": ["clients.JobOrder"],
    "my_permission": ["candidates.SharingPermission"],
    "position": ["slug"],
    "remove_draft": ["candidates.ApplicationDraft"],
    "remove_education": ["candidates.Education"],
    "remove_referee": ["candidates.Referee"],
    "remove_document": ["candidates.Document"],
    "remove_work": ["candidates.WorkExperience"],
    "sharing_receipt": ["candidates.Application"],
    "stop_alert": ["candidates.JobAlert"],
    "stop_presenting": ["candidates.SharingPermission"],
    "take_back_go_ahead": ["candidates.ReferenceCheck"],
    "take_document": ["=token", "candidates.PresentationItem"],
    "take_out_colleague": ["clients.JobOrder", "clients.OrderReader"],
    "take_reader_out": ["=token", "candidates.PresentationReader"],
    "unblock_employer": ["candidates.BlockedEmployer"],
    "withdraw_agreement": ["privacy.SharingAgreement"],
    "withdraw_my_consent": ["=further_storage"],
    "withdraw_application": ["candidates.Application"],
}  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()", "Reporting-Endpoints": "policy=",
}  # fmt: skip
NO_CANDIDATE = b"candidates/no_candidate.html"
SIGNS = {200: ".", 302: ">", 400: "b", 403: "-", 404: "0", 405: "5", 410: "x", 415: "m", 503: "w"}
LOGIN = ("/konto/login/", "/admin/login/")
# In the workspace all who do not work here are one; where not even the manager is let in, no colleague asks.
NOT_ALL = ("nobody", "candidate", *Role.values)
NO_NUMBER = ("nobody", "candidate", "contact", "another", Role.MANAGER, Role.PAYROLL)  # the same for all colleagues
FEW = ("nobody", "candidate", Role.MANAGER)
REFUSED = re.compile(r"^admin:\w+_(history|delete)$|<path:object_id>/$")
EACH = re.compile(
    r"admin:[a-z]+_[a-z]+_(changelist|add|change|delete|history|step)|admin:admin/\w+/\w+/(<path:object_id>)/"
)


@dataclass(frozen=True)
class Door:
    """One address, under the name of its page; beside a page for steps stand those that it was asked for."""

    name: str
    address: str


class NothingDrawn(DjangoTemplates):
    """Who is let in is decided before a page is drawn, and to draw them all takes minutes: a page is its name. Mails are written."""

    def get_template(self, template_name: str) -> Any:
        return (
            super().get_template(template_name) if template_name.endswith(".txt") else self.from_string(template_name)
        )


@dataclass
class World:
    """A candidate and a client's contact person who own one row of each kind, and everybody who could ask for it."""

    def __post_init__(self) -> None:
        candidate, contact = made.CandidateFactory(), made.ClientContactFactory()
        another = made.CandidateFactory()
        made.ClientContactFactory(subject=another.subject)
        users = {"nobody": None, "candidate": candidate.subject.user, "another": another.subject.user}
        users |= {"contact": made.UserFactory(subject=contact.subject, email=contact.email)}
        users |= {role: workspace.colleague(role) for role in Role.values}
        self.another = another
        self.untold: set[str] = set()
        self.clients = {name: _client(users[name]) for name in READERS}
        self.rows = _rows(candidate, contact, users[Role.MANAGER])

    def row(self, label: str) -> Any:
        """The one row of a model; whoever has none of the two as owner belongs to nobody who asks."""
        model = apps.get_model(label)
        if label not in self.rows:
            self.rows[label] = FACTORIES[model]()
        return self.rows[label]

    def value(self, what: str) -> str:
        if what.startswith("="):
            return what[1:]
        if what == "slug":
            return str(self.row("clients.JobAd").slug)
        return str(self.another.pk if what == "another" else self.row(what).pk)

    def doors(self) -> Iterator[Door]:
        for page in pages():
            model = _model(page)
            for steps in _steps(page, model):
                address = page.route
                for what in _places(page, model, steps[:1]):
                    address = PLACE.sub(self.value(what), address, count=1)
                yield Door(" ".join((page.name, *steps)), "/" + re.sub(r"[\^$]|\\Z", "", address))

    def answers(self, door: Door) -> str:
        """One sign for each reader; of a page that answers only what is sent to it, what it answers to nothing sent."""
        cache.clear()  # nobody has asked too often
        signs = self._asked(door, "get")
        if set(signs) <= set("5L-~") and "5" in signs:
            return "POST " + self._asked(door, "post")
        return signs

    def _asked(self, door: Door, verb: str) -> str:
        asked = NOT_ALL if door.name.startswith("admin:") else READERS if door.name in OF else NO_NUMBER
        asked = FEW if REFUSED.search(door.name) else asked
        return "".join(self._sign(name, verb, door) if name in asked else "~" for name in READERS)

    def _sign(self, name: str, verb: str, door: Door) -> str:
        """What is sent is taken back, so that each reader finds the same."""
        if verb == "get":
            return self._said(name, door, self.clients[name].get(door.address))
        with transaction.atomic():
            said = self._said(name, door, self.clients[name].post(door.address))
            transaction.set_rollback(True)
        return said

    def _said(self, name: str, door: Door, response: Any) -> str:
        self.untold |= {f"{door.name}: {each}" for each in untold(response, is_own=name != "nobody")}
        return _said(response)

    def found(self, doors: Iterable[Door]) -> dict[str, str]:
        answers: dict[str, str] = {}
        for door in doors:
            said = self.answers(door)
            assert answers.setdefault(door.name, said) == said, f"two pages of one name: {door.name}"
        return _folded(answers)


def _client(user: User | None) -> Client:
    """Logged in just now, as the pages that ask again want it."""
    client = Client(headers={"accept-language": "nb"}, raise_request_exception=False)
    if user:
        workspace.log_in(client, user)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def _rows(candidate: Any, contact: Any, manager: User) -> dict[str, Model]:
    """What belongs to the two, and one thing that is a colleague's own."""
    application = made.ApplicationFactory(candidate=candidate)
    reader = made.OrderReaderFactory(contact=contact)
    return {
        "candidates.Application": application,
        "candidates.ApplicationDraft": made.ApplicationDraftFactory(candidate=candidate),
        "candidates.BlockedEmployer": made.BlockedEmployerFactory(candidate=candidate),
        "candidates.Candidate": candidate,
        "candidates.Document": made.DocumentFactory(candidate=candidate),
        "candidates.Education": made.EducationFactory(candidate=candidate),
        "candidates.JobAlert": made.JobAlertFactory(candidate=candidate),
        "candidates.Offer": made.OfferFactory(application__candidate=candidate),
        "candidates.Interview": made.InterviewFactory(application__candidate=candidate),
        "candidates.Referee": made.RefereeFactory(candidate=candidate),
        "candidates.ReferenceCheck": made.ReferenceCheckFactory(application__candidate=candidate),
        "candidates.SharingChoice": made.SharingChoiceFactory(application=application),
        "candidates.SharingPermission": made.AnsweredPermissionFactory(candidate=candidate),
        "candidates.WorkExperience": made.WorkExperienceFactory(candidate=candidate),
        "clients.Agreement": made.AgreementFactory(company=contact.company, version=2, filed=True),
        "clients.ClientContact": contact,
        "clients.JobOrder": reader.order,
        "clients.OrderReader": reader,
        "privacy.ConsentEvent": made.ConsentEventFactory(subject_uuid=candidate.subject_id),
        "privacy.Package": made.PackageFactory(subject=candidate.subject),
        "privacy.SavedView": made.SavedViewFactory(account=manager),
        "privacy.SharingAgreement": made.SharingAgreementFactory(subject=candidate.subject),
        "privacy.Subject": candidate.subject,
    }


def _model(page: Page) -> str:
    return apps.get_model(page.model)._meta.label if page.model else ""


def _steps(page: Page, model: str) -> list[tuple[str, ...]]:
    """The steps of a model, or what is folded on it: those that ask for the same right together, let in or refused as one."""
    alike: dict[Any, list[str]] = defaultdict(list)
    if page.name.endswith("_step"):
        for step in admin.site._registry[apps.get_model(model)].steps:
            alike[step.permission, step.roles].append(step.name)
    elif page.name.endswith("_panel"):
        for folded in admin.site._registry[apps.get_model(model)].folded():
            alike[folded.permission].append(folded.name)
    else:
        return [()]
    return [tuple(names) for names in alike.values()]


def _places(page: Page, model: str, step: tuple[str, ...]) -> list[str]:
    kinds = [found[1] or "str" for found in PLACE.finditer(page.route)]
    if page.name in OF or not kinds:
        return OF.get(page.name, [])
    if model and kinds[0] == "path":
        return [model, *(f"={name}" for name in step)]
    assert set(kinds) == {"str"}, f"say in tests/doors.py whose number the page {page.name} takes"
    return ["=1-token" if "uidb36" in page.route else "=token"] * len(kinds)


def untold(response: Any, *, is_own: bool) -> list[str]:
    """Which headers an answer lacks that every answer has; what somebody who is logged in is shown is kept nowhere."""
    told = [name for name, said in ALWAYS.items() if said not in response.get(name, "")]
    return told + (["no-store"] if is_own and "no-store" not in response.get("Cache-Control", "") else [])


def _said(response: Any) -> str:
    if response.streaming:
        b"".join(response.streaming_content)  # closes the file
    if response.status_code == 302 and response.url.startswith(LOGIN):
        return "L"
    if response.status_code == 200 and not response.streaming and response.content == NO_CANDIDATE:
        return "n"
    return SIGNS.get(response.status_code, f"<{response.status_code}>")


def _folded(answers: dict[str, str]) -> dict[str, str]:
    """What is the same for every model of the workspace stands once."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for name, said in answers.items():
        if kind := EACH.fullmatch(name.split()[0]):
            kinds[kind[1] or kind[2]].add(said)
    same = {kind: said.copy().pop() for kind, said in kinds.items() if len(said) == 1}
    left = {
        name: said
        for name, said in answers.items()
        if not ((kind := EACH.fullmatch(name)) and (kind[1] or kind[2]) in same)
    }
    return left | {f"admin:*_{kind}": said for kind, said in same.items()}
