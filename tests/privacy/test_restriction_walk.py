"""Nobody is shown who is restricted: the walk past everything, the proof that it sees, and leaks it must find."""

import datetime
import importlib.util
import inspect
import logging
import pkgutil
import types
import typing
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import override_settings

from candidates import emails as to_candidates
from candidates.emails import checks as about_checks
from candidates.emails import interviews as about_interviews
from candidates.emails import outcome as about_outcome
from candidates.emails import presenting as about_presenting
from candidates.emails import references as about_references
from candidates.emails import sharing as about_sharing
from candidates.emails.calendars import Entry
from candidates.models import (
    Application,
    Candidate,
    CheckNotice,
    Interview,
    JobAlert,
    Offer,
    PositionLetter,
    Presentation,
    PresentationReader,
    QualificationStatement,
    ReferenceCheck,
    SharingPermission,
)
from candidates.queries.interviews import Known
from clients import emails as to_clients
from clients.emails import credit as about_credit
from clients.emails import enquiries as about_enquiries
from clients.models import Agreement, CreditAssessment, Enquiry, Newsletter, OrderReader, Prepayment
from fremrykk.accounts import emails as about_accounts
from fremrykk.accounts.choices import Role, Side
from fremrykk.accounts.models import AddressChange, User
from privacy import emails as about_rights
from privacy.actions import mails
from privacy.choices import Category, MailState, MessageClass
from privacy.choices.marketing import MarketingGround
from privacy.decide import Verdict
from privacy.declarations import categories_of
from privacy.emails import Message
from privacy.emails import breaches as about_breaches
from privacy.emails import inbox as about_cases
from privacy.emails import informing as about_sources
from privacy.emails import packages as about_copies
from privacy.emails import requests as about_requests
from privacy.models import (
    EVERYTHING,
    Breach,
    Collection,
    Controller,
    InboxCase,
    Notice,
    OutgoingMail,
    Package,
    RecipientNotice,
    Request,
    Restriction,
    SharingAgreement,
)
from privacy.queries.own_storage import Held
from tests import factories as made
from tests.privacy import restriction_walk as walk
from tests.privacy.residue.filling import number_rows_apart
from tests.privacy.restricted_world import Person, staff, strangers

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P61")]

LEAKY = "tests.privacy.restriction_leaks"
# Mails that are sent to a restricted person: storage, rights, the own access, and answers to what the person just did.
REACHES_RESTRICTED = {
    "address_changed", "address_confirmed", "advertising_stopped", "agreement_recorded", "breach_letter",
    "case_answered", "case_received", "check_deleted", "confirm", "confirm_change", "copy_ready", "enquiry_answered",
    "enquiry_received", "erased", "extended", "from_allauth", "granted", "informed", "interview_set_aside", "invitation",
    "kept_by_law",
    "mail_received", "new_device", "nothing_found", "receipt", "received", "recipient_notice", "refused", "reminder", "renewed",
    "restricted", "restriction_ends", "second_factor_reset", "storage_ends", "withdrawn",
}  # fmt: skip


MAKERS = {"advertisement"}  # makes any advertisement; each of them is walked
TAKEN = {"prefix": "account/email/login_code"}  # allauth's name of one of its mails


@pytest.fixture(scope="module")
def persons(made_once) -> Iterator[tuple[Person, Person]]:
    """The first person is restricted, the second is not."""
    logging.disable(logging.CRITICAL)  # thousands of refusals
    number_rows_apart()
    first, second = Person(0), Person(1)
    first.restrict()
    yield first, second
    logging.disable(logging.NOTSET)


@pytest.fixture
def first(persons) -> Person:
    return persons[0]


@pytest.fixture
def second(persons) -> Person:
    return persons[1]


# --- models ---
OF_THE_WRITER_ALONE = {"candidates.ApplicationDraft"}  # nobody who works here reads what was not sent


def test_no_model_shows_the_restricted_and_each_shows_the_other(first, second):
    filled = walk.models_with_rows(first)

    assert walk.models_that_show(first) == []
    assert walk.models_with_rows(second) == filled
    assert walk.models_that_show(second) == [label for label in filled if label not in OF_THE_WRITER_ALONE]
    assert sorted({model._meta.label for model, _gate in walk.gated()} - {*filled}) == ["privacy.TrailSeal"]


def test_every_page_about_people_has_the_gate():
    assert walk.pages_without_a_gate() == [*walk.RIGHTS_MODELS]


@pytest.mark.parametrize("category", sorted(set(Category) - {*EVERYTHING}))
def test_one_category_hides_what_is_told_as_it_and_nothing_else(second, category):
    before = walk.models_that_show(second)

    second.restrict(category)

    hidden = {model._meta.label for model, _gate in walk.gated() if category in categories_of(model)}
    assert walk.models_that_show(second) == sorted(set(before) - hidden)


# --- pages ---
@pytest.mark.parametrize("role", Role.values)
def test_no_page_shows_the_restricted_to_who_works_here(first, role):
    walk.refuse(walk.seen(first, staff(role), walk.pages()))


def test_no_page_shows_the_restricted_to_strangers(first):
    walk.refuse(walk.seen(first, strangers(), walk.pages()))


@pytest.mark.parametrize("role", ["manager", "adviser"])
def test_nothing_that_is_asked_or_pressed_shows_the_restricted(first, role):
    words = first.searchable if walk.IS_LONG or role == "manager" else first.searchable[:1]
    walk.refuse(walk.found_by_asking(first, staff(role), words))
    walk.refuse(walk.done_with_rows(first, staff(role)))


def test_the_walk_sees_whoever_is_not_restricted(second):
    """On the page of every model about people that has one; a colleague's account is listed, a candidate's is not."""
    desk, apart = staff("manager"), ("document", "admin:retention", "admin:reviews")
    pages = [page for page in walk.pages() if (page.model and page.name.endswith("_change")) or page.name in apart]
    shown = " ".join(walk.seen(second, desk, pages))

    gated = {model for model, _gate in walk.gated()} & set(admin.site._registry) - {User}
    names = {f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in gated}
    assert {name for name in names if f"{name}_change " not in shown} == set()
    assert [page for page in (*apart, "clientcompany_change") if f"{page} " not in shown] == []


def test_asking_finds_whoever_is_not_restricted(second):
    words = [second.rows[Candidate].last_name]
    found = " ".join(walk.found_by_asking(second, staff("manager"), words))

    assert [name for name in ("candidate:", "application:") if f"candidates_{name[:-1]} " not in found] == []


def test_the_walk_finds_a_page_that_asks_past_the_gate(first):
    desk, known = staff("manager"), set(walk.pages())

    with override_settings(ROOT_URLCONF=LEAKY):
        added = [page for page in walk.pages() if page not in known]
        with pytest.raises(walk.Shown) as found:
            walk.refuse(walk.seen(first, desk, added))

    assert [page.name for page in added] == ["everybody", "one"]
    assert [line.split()[1] for line in str(found.value).splitlines()] == ["everybody", "one"]


def test_the_walk_finds_the_gate_left_open(first):
    """As if the restriction were not there, which is what a gate that was forgotten comes to."""
    Restriction.objects.filter(subject=first.subject).delete()

    with pytest.raises(walk.Shown):
        walk.refuse(walk.seen(first, staff("adviser"), [page for page in walk.pages() if page.name == "document"]))


# --- commands ---
def test_no_command_names_the_restricted(first):
    walk.refuse(walk.said_by_commands(first))


def test_every_command_is_run_here_or_has_a_reason_not_to_be():
    assert walk.commands() == {*walk.QUIET_COMMANDS, *walk.RIGHTS_COMMANDS, *walk.COMMANDS_NOT_RUN}


# --- mails ---
def messages(person: Person, *modules: types.ModuleType) -> dict[str, Message]:
    """Every mail these modules can build, about this person."""
    return {
        name: function(**{part: TAKEN.get(part) or _given(kind, person) for part, kind in _parts(function).items()})
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and _hints(function)["return"] is Message
        and name not in MAKERS
    }


def _hints(function) -> dict[str, object]:
    return typing.get_type_hints(function)


def _parts(function) -> dict[str, object]:
    return {name: kind for name, kind in _hints(function).items() if name != "return"}


def _given(kind: object, person: Person) -> object:
    """Something of this kind; a kind nobody has taught this is an error."""
    kinds: dict[object, object] = {
        AddressChange: AddressChange(pk=1, user=person.subject.user, new_email="ny@example.test"),
        Breach: Breach(what="En liste på avveie.", aware_at=made.NOW),
        Request: person.rows[Request],
        Side: Side.OLD,
        Application: person.rows[Application],
        CheckNotice: person.rows[CheckNotice],
        Interview: person.rows[Interview],
        Entry: Entry(person.rows[Interview], "kari@example.test", "Kari", "nb", "Samtale", made.NOW),
        Known: Known("U-000001"),
        Offer: person.rows[Offer],
        ReferenceCheck: person.rows[ReferenceCheck],
        QualificationStatement: person.rows[QualificationStatement],
        Agreement: made.AgreementFactory.build(),
        Enquiry: person.rows[Enquiry],
        OrderReader: person.rows[OrderReader],
        Prepayment: person.rows[Prepayment],
        CreditAssessment: person.rows[CreditAssessment],
        bool: True,
        JobAlert: person.rows[JobAlert],
        Presentation: made.PresentationFactory(),
        PresentationReader: person.rows[PresentationReader],
        SharingPermission: person.rows[SharingPermission],
        PositionLetter: person.rows[PositionLetter],
        Candidate: person.rows[Candidate],
        Newsletter: made.NewsletterFactory.build(),
        MarketingGround: MarketingGround.CONSENT,
        InboxCase: person.rows[InboxCase],
        Package: Package(expires_on=made.NOW.date()),
        Collection: person.rows[Collection],
        Controller: Controller.objects.get(valid_until=None),
        Notice: person.rows[Collection].notice,
        RecipientNotice: made.RecipientNoticeFactory.build(recipient=made.RecipientFactory.build()),
        SharingAgreement: person.rows[SharingAgreement],
        Restriction: Restriction(subject=person.subject, ground="accuracy", opened_at=made.NOW),
        str: "https://fremrykk.example.test/",
        object: "Jon Ødegård",
        uuid.UUID: person.subject.pk,
        datetime.date: made.NOW.date(),
        datetime.datetime: made.NOW,
        Sequence: [Held("CV", "document", made.NOW.date(), Verdict.KEEP, (), 1)],
    }
    origin = typing.get_origin(kind) or kind
    if origin in kinds:
        return kinds[origin]
    if origin is list:
        return [person.rows[Collection]]
    if origin is Mapping:
        return {"code": "1"}
    return {types.UnionType: None, Iterable: ()}[origin]


def reached(person: Person, *modules: types.ModuleType) -> set[str]:
    """The mails that are really sent to this person."""
    sent = set()
    for name, message in messages(person, *modules).items():
        to = {"to": "kari@example.test", "subject_id": person.subject.pk, "language": "nb", "at": made.NOW}
        author = made.StaffFactory() if message.message_class == MessageClass.MARKETING else None
        mail = mails.queue(message, **to, by=author)
        mails.send(pk=mail.pk, at=made.NOW)
        if OutgoingMail.objects.get(pk=mail.pk).state == MailState.SENT:
            sent.add(name)
    return sent


def leaky_mail() -> types.ModuleType:
    """A mail somebody adds who has not heard of restriction."""

    def newsletter(*, case: InboxCase) -> Message:
        return Message("privacy/email/case_received", activity="enquiries", context={"case": case})

    module = types.ModuleType("leaky_mail")
    newsletter.__module__ = module.__name__
    module.newsletter = newsletter
    return module


MAILS = (
    about_presenting,
    about_references,
    about_sharing,
    to_candidates,
    about_checks,
    about_interviews,
    about_outcome,
    about_credit,
    about_enquiries,
    to_clients,
    about_accounts,
    about_rights,
    about_breaches,
    about_cases,
    about_copies,
    about_requests,
    about_sources,
)


def test_only_mails_for_storage_rights_and_own_access_reach_the_restricted(first, second):
    for code in (
        "applications",
        "background_checks",
        "access_control",
        "candidate_base",
        "agreements",
        "clients",
        "company_credit",
        "enquiries",
        "presentations",
        "references",
        "rights",
        "tests_interviews",
    ):
        made.ProcessingActivityFactory(code=code)

    assert reached(first, *MAILS) == REACHES_RESTRICTED
    assert reached(second, *MAILS) == {*messages(second, *MAILS)} > REACHES_RESTRICTED


def test_a_mail_without_the_flag_does_not_reach_the_restricted(first, second):
    made.ProcessingActivityFactory(code="enquiries")

    assert (reached(first, leaky_mail()), reached(second, leaky_mail())) == (set(), {"newsletter"})


def test_every_app_with_mails_is_walked():
    names = {f"{config.name}.emails" for config in map(apps.get_app_config, walk.OURS)}
    found = {name for name in names if importlib.util.find_spec(name)}
    packages = [module for module in map(importlib.import_module, found) if hasattr(module, "__path__")]
    found |= {f"{each.__name__}.{part.name}" for each in packages for part in pkgutil.iter_modules(each.__path__)}

    assert {name for name in found if builds_mails(importlib.import_module(name))} == {each.__name__ for each in MAILS}


def builds_mails(module: types.ModuleType) -> bool:
    """Others of the room say how every mail looks."""
    written = [
        each for _name, each in inspect.getmembers(module, inspect.isfunction) if each.__module__ == module.__name__
    ]
    return any(_hints(each).get("return") is Message for each in written)
