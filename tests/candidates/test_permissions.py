"""Whether somebody may be presented is the person's own word, on a fact sheet; a no stands, a yes is taken back."""

from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from candidates.actions import permissions
from candidates.admin.sharing import REFUSALS
from candidates.models import BlockedEmployer, SharingPermission
from candidates.queries import permissions as asked
from clients.actions import fact_sheets
from clients.models import ClientCompany, FactSheet, JobOrder
from privacy.actions import erasure, subjects
from privacy.choices import ErasureCause
from privacy.models import OutgoingMail, Subject, TrailEntry
from tests.factories import (
    NOW,
    ApplicationFactory,
    BlockedEmployerFactory,
    CandidateFactory,
    FactSheetFactory,
    JobOrderFactory,
    NoticeFactory,
    RestrictionFactory,
    SharingPermissionFactory,
    StaffFactory,
)
from tests.workspace import log_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

YES = {"interest": "interested", "has_acknowledged": "on"}


@pytest.fixture
def order():
    return FactSheetFactory().order


@pytest.fixture
def candidate(time_machine):
    time_machine.move_to(NOW)
    NoticeFactory(kind="sharing")
    return ApplicationFactory(sharing_scope="ask_first").candidate


def ask(candidate, order):
    return permissions.ask(candidate=candidate, order=order, by=StaffFactory(), at=NOW)


def link(permission) -> str:
    return reverse("answer_permission", args=[asked.token(permission)])


@pytest.mark.promise("P38")
def test_asked_by_a_link_that_changes_nothing_when_opened_and_answers_when_sent(candidate, order, client):
    permission = ask(candidate, order)
    page = client.get(link(permission))
    before = SharingPermission.objects.get().answer

    client.post(link(permission), YES)

    now = SharingPermission.objects.get()
    assert (page.status_code, page["Cache-Control"], before) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
        "",
    )
    assert order.fact_sheets.get().after_screening in page.text
    assert order.fact_sheets.get().after_offer not in page.text
    assert order.company.privacy_statement_url in page.text
    assert (now.answer, now.channel, now.sharing_notice.kind) == ("interested", "mail_link", "sharing")
    assert TrailEntry.objects.filter(verb="consented", company_uuid=order.company_id).count() == 1
    assert OutgoingMail.objects.get(template="candidates/email/permission_asked").is_secret is True


@pytest.mark.parametrize("typed", [{}, {"interest": "interested"}, {"interest": "question"}, {"interest": "x"}])
def test_half_an_answer_is_none_and_says_what_is_missing(candidate, order, client, typed):
    permission = ask(candidate, order)

    page = client.post(link(permission), typed)

    assert (page.status_code, page.context["form"].is_valid()) == (200, False)
    assert SharingPermission.objects.get().is_open


@pytest.mark.promise("P38")
def test_a_question_first_is_answered_and_leaves_the_answer_open(candidate, order, client):
    permission = ask(candidate, order)
    client.post(link(permission), {"interest": "question", "question": "Er det turnus?"})

    permissions.reply(permission=permission, text="Hver tredje helg.", by=StaffFactory(), at=NOW)
    with pytest.raises(permissions.NothingAsked):
        permissions.reply(permission=permission, text="En gang til.", by=StaffFactory(), at=NOW)
    client.post(link(permission), {"interest": "not_interested"})

    assert "Hver tredje helg." in client.get(link(permission)).text
    assert SharingPermission.objects.get().answer == "not_interested"


@pytest.mark.promise("P38")
def test_a_yes_is_taken_back_and_a_no_stands(candidate, order, client):
    permission = ask(candidate, order)
    log_in(client, candidate.subject.user)
    page = reverse("my_permission", args=[permission.pk])
    client.post(page, YES)

    client.post(page, {"answer": "take-back"})
    again = client.post(page, YES, follow=True)

    now = SharingPermission.objects.get()
    assert (now.is_standing, now.ended_at is not None, now.channel) == (False, True, "own_pages")
    assert "Dette er besvart før. Ingenting ble endret." in again.text


def test_a_candidate_says_no_unasked(candidate, order):
    permissions.stop(candidate=candidate, order=order, by=candidate.subject.user, at=NOW)

    said = SharingPermission.objects.get()
    assert (said.answer, said.asked_by, said.fact_sheet) == ("not_interested", None, None)


def closed(order):
    JobOrder.objects.filter(pk=order.pk).update(closed_at=NOW)


def without_a_statement(order):
    ClientCompany.objects.update(privacy_statement_url="")


def without_a_sheet(order):
    FactSheet.objects.all().delete()


def asked_before(order):
    SharingPermissionFactory(candidate=ApplicationFactory._meta.model.objects.get().candidate, job_order=order)


def only_for_the_position(order):
    ApplicationFactory._meta.model.objects.update(sharing_scope="this_position")


@pytest.mark.parametrize(
    ("happens", "refusal"),
    [
        (closed, permissions.PositionClosed),
        (without_a_statement, permissions.NoClientStatement),
        (without_a_sheet, permissions.NoFactSheet),
        (asked_before, permissions.AlreadyAsked),
        (only_for_the_position, permissions.NotAskable),
    ],
)
def test_whoever_cannot_be_asked_is_not_and_the_screen_says_why(candidate, order, client, happens, refusal):
    happens(order)
    with pytest.raises(refusal):
        ask(candidate, order)
    mails = OutgoingMail.objects.count()

    sign_in(client, "adviser")
    step = reverse("admin:candidates_candidate_step", args=[candidate.pk, "ask-permission"])
    page = client.post(step, {"order": order.pk}, follow=True)

    assert str(REFUSALS[refusal]) in unescape(page.text) or page.context["form"].errors["order"]  # closed: no choice
    assert OutgoingMail.objects.count() == mails


def test_the_restricted_and_the_erased_are_not_asked(candidate, order):
    RestrictionFactory(subject=candidate.subject)
    with pytest.raises(subjects.IsRestricted):
        ask(candidate, order)

    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)
    with pytest.raises(subjects.PersonIsGone):
        ask(candidate, order)


def test_the_link_of_somebody_erased_is_over(candidate, order, client):
    permission = ask(candidate, order)
    address = link(permission)

    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert [client.get(address).status_code, client.post(address, YES).status_code] == [410, 410]
    assert client.get(reverse("answer_permission", args=["made-up"])).status_code == 410


@pytest.mark.parametrize(
    "row",
    [
        {"answer": "interested", "answered_at": NOW, "channel": "own_pages"},
        {"ended_at": NOW},
        {"fact_sheet": None},
        {"question": "", "question_at": NOW},
    ],
)
def test_the_database_takes_no_yes_nobody_was_asked_for(order, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingPermissionFactory(job_order=order, **row)


@pytest.mark.parametrize("change", [{"answer": "not_interested"}, {"level": "offer"}, {"sharing_notice": None}])
def test_the_database_changes_no_answer(candidate, order, change):
    permission = ask(candidate, order)
    permissions.answer(
        permission=permission, interest="interested", has_acknowledged=True, channel="own_pages", by=None, at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingPermission.objects.update(**change)


def test_the_database_changes_no_fact_sheet(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        FactSheet.objects.update(in_ad="Noe annet")


def test_a_new_version_follows_and_the_same_again_does_not(order, client):
    sign_in(client, "adviser")
    step = reverse("admin:clients_joborder_step", args=[order.pk, "fact-sheet"])
    parts = {name: getattr(order.fact_sheets.get(), name) for name in fact_sheets.PARTS}

    client.post(step, parts)
    same = order.fact_sheets.count()
    client.post(step, parts | {"after_offer": "Tre måneders prøvetid."})

    assert (same, order.fact_sheets.count()) == (1, 2)


def test_an_employer_is_blocked_once_and_let_go(candidate, client):
    log_in(client, candidate.subject.user)
    employer = BlockedEmployerFactory.build()
    typed = {"org_number": f"NO {employer.org_number} MVA", "name": "Arbeidsgiveren AS"}

    for wrong in ({"org_number": "123"}, typed, typed):
        client.post(reverse("block_employer"), wrong)
    kept = BlockedEmployer.objects.get()
    other = BlockedEmployerFactory()
    answers = [client.post(reverse("unblock_employer", args=[row.pk])).status_code for row in (kept, other)]

    assert (kept.org_number, answers, BlockedEmployer.objects.get()) == (employer.org_number, [302, 404], other)


def test_another_candidates_question_does_not_exist(candidate, order):
    permission, other = ask(candidate, order), Client()
    log_in(other, CandidateFactory().subject.user)

    assert other.get(reverse("my_permission", args=[permission.pk])).status_code == 404
    assert other.post(reverse("my_permission", args=[permission.pk]), YES).status_code == 404


def test_merged_persons_keep_what_both_said(candidate, order):
    twin = CandidateFactory()
    ask(candidate, order)
    SharingPermissionFactory(candidate=twin, job_order=order)
    SharingPermissionFactory(candidate=twin, job_order=JobOrderFactory())
    same = BlockedEmployerFactory(candidate=candidate).org_number
    BlockedEmployerFactory(candidate=twin, org_number=same)

    subjects.merge(lost=twin.subject, into=Subject.objects.get(pk=candidate.subject_id), by=None, at=NOW)

    assert (candidate.permissions.count(), candidate.blocked_employers.count()) == (2, 1)


@pytest.mark.promise("P38")
def test_where_somebody_is_asked_stands_which_orders_are_not_ready_and_what_they_lack(candidate, order, client):
    FactSheetFactory(order=order, version=2)
    bare, silent = JobOrderFactory(), FactSheetFactory().order
    ClientCompany.objects.filter(pk=silent.company_id).update(privacy_statement_url="")
    sign_in(client, "adviser")
    address = reverse("admin:candidates_candidate_step", args=[candidate.pk, "ask-permission"])

    (panel,) = client.get(f"{address}?order={order.pk}").context["panels"]
    lacking = {str(row[0]): row[1] for row in panel.rows}

    assert str(order) not in lacking
    assert reverse("admin:clients_joborder_change", args=[bare.pk]) in lacking[str(bare)]
    assert silent.company.get_absolute_url() in lacking[str(silent)]
