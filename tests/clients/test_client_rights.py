"""A client from its agreement to erasure: what goes at once, what the law locks, and that it goes by itself (P14, P49, P53)."""

import datetime
import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings as site
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from clients.actions import agreements, companies, expiry, orders, relations
from clients.models import Agreement, ClientCompany, ClientContact, JobAd, JobOrder, OrderTerms, Signatory
from clients.queries import promises
from privacy.actions import erasure, files, purge, requests
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.models import Erasure, FileTombstone, OutgoingMail, Subject, Suppression, TrailEntry
from privacy.queries.residue import in_database
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    ClientCompanyFactory,
    ClientContactFactory,
    DisclosureFactory,
    HoldFactory,
    InvoiceProfileFactory,
    JobAdFactory,
    JobOrderFactory,
    OrderTermsFactory,
    OutgoingMailFactory,
    RecipientFactory,
    RequestFactory,
    SignatoryFactory,
    StaffFactory,
    UserFactory,
)
from tests.workspace import log_in, sign_in

pytestmark = [pytest.mark.usefixtures("approved_periods"), pytest.mark.django_db]

TODAY, DAY = NOW.date(), datetime.timedelta(days=1)
LAST = datetime.date(2030, 6, 30)  # three and a half years after the financial year 2026
GONE = LAST + DAY
PARAGRAPH = "bokføringsloven § 13"
OLA, KARI = "ola.signerer@example.test", "kari.kontakt@example.test"


def at(day):
    return datetime.datetime.combine(day, datetime.time(2), datetime.UTC)


class World:
    """A client with two contact persons, one of whom signed the agreement its one order was opened on."""

    def __init__(self):
        self.manager, self.adviser = StaffFactory(roles=["manager"]), StaffFactory()
        self.company = ClientCompanyFactory(adviser=self.adviser)
        who = {"company": self.company, "by": self.adviser, "at": NOW}
        self.ola = companies.add_contact(name="Ola Signerer", email=OLA, position="Daglig leder", **who)
        self.kari = companies.add_contact(name="Kari Kontakt", email=KARI, phone="+4722334455", **who)
        self.agreement = companies.sign(
            company=self.company, kind="frame", valid_from=TODAY, signatories=[self.ola], by=self.manager, at=NOW
        )
        self.order = orders.register(
            company=self.company, kind="recruitment", title="Kokk", adviser=self.adviser, at=NOW
        )
        orders.open(order=self.order, by=self.adviser, at=NOW)

    def end(self):
        orders.close(order=self.order, by=self.adviser, at=NOW)
        relations.end(company=self.company, by=self.adviser, at=NOW)

    def asks_to_be_erased(self, contact):
        """By the form, with the link used, and settled by a colleague whose it is."""
        asked = RequestFactory(right="erasure", email=contact.email, received_at=NOW, owner=self.manager)
        requests.attach(
            request=asked, subject_id=contact.subject_id, identity_note="Ringt opp.", by=self.manager, at=NOW
        )
        return erasure.erase_person(subject_id=contact.subject_id, cause=ErasureCause.STAFF, by=self.manager, at=NOW)


@pytest.fixture
def world():
    return World()


def found(*identifiers):
    return [finding for finding in in_database(list(identifiers)) if "pg_stats" not in str(finding)]


@pytest.mark.promise("P49")
@pytest.mark.promise("P53")
def test_who_signed_is_reduced_to_name_and_position_and_gone_the_day_after_the_lock(world):
    world.end()
    OutgoingMailFactory(subject=world.ola.subject, to=OLA, state="sent", sent_at=NOW)

    answer = world.asks_to_be_erased(world.ola)

    assert (answer.is_erased, [each.due_on for each in answer.kept]) == (False, [GONE])
    assert list(Signatory.objects.values_list("name", "position")) == [("Ola Signerer", "Daglig leder")]
    letter = OutgoingMail.objects.get(template="privacy/letters/kept_by_law_1")
    assert (letter.to, letter.subject_id, letter.is_secret) == (OLA, None, True)
    for said in (PARAGRAPH, "1. juli 2030", str(world.agreement), "Datatilsynet"):
        assert said in letter.body_text
    letter.delete()  # as it is when sent
    assert (ClientContact.objects.filter(subject=world.ola.subject).count(), found(OLA)) == (0, [])
    purge.run(as_of=LAST, at=at(LAST), hands=1)
    expiry.expire(at=at(LAST))
    assert (Signatory.objects.count(), Agreement.objects.count(), JobOrder.objects.count()) == (1, 1, 1)
    purge.run(as_of=GONE, at=at(GONE), hands=1)
    counts = expiry.expire(at=at(GONE))
    assert (Signatory.objects.count(), counts) == (0, {"orders": 1, "agreements": 1, "drafts": 0, "companies": 0})
    assert (Subject.objects.filter(pk=world.ola.subject_id).exists(), found("Ola Signerer")) == (False, [])
    proof = Erasure.objects.filter(subject_uuid=world.ola.subject_id).order_by("pk")
    assert list(proof.values_list("scope", "cause")) == [("part", "staff"), ("person", "purge")]


@pytest.mark.promise("P53")
def test_who_signed_nothing_goes_altogether(world):
    world.end()

    answer = world.asks_to_be_erased(world.kari)

    farewell = OutgoingMail.objects.get(template="privacy/email/erased")
    assert (answer.is_erased, answer.kept, farewell.to) == (True, (), KARI)
    farewell.delete()
    assert found(KARI, "Kari Kontakt", "+4722334455") == []


def test_while_the_agreement_is_in_force_no_day_is_known_and_the_letter_says_so(world):
    orders.close(order=world.order, by=world.adviser, at=NOW)

    answer = world.asks_to_be_erased(world.ola)

    assert [(each.due_on, each.active[0].code) for each in answer.kept] == [(None, "agreement_in_force")]
    assert PARAGRAPH in OutgoingMail.objects.get(template="privacy/letters/kept_by_law_1").body_text
    agreements.end_agreement(agreement=world.agreement, last_day=TODAY, at=NOW)
    assert Subject.objects.get(pk=world.ola.subject_id).due_on == GONE


@pytest.mark.promise("P61")
def test_whom_only_the_law_keeps_is_seen_by_those_who_keep_the_accounts(world, settings):
    settings.LANGUAGE_CODE = "en"
    world.end()
    world.asks_to_be_erased(world.ola)
    pages = {
        role: [reverse("admin:clients_agreement_change", args=[world.agreement.pk]),
               reverse("admin:clients_clientcompany_change", args=[world.company.pk]),
               reverse("admin:clients_clientcontact_changelist")]
        for role in ("adviser", "finance")
    }  # fmt: skip
    listed = reverse("admin:clients_signatory_changelist")

    for role, addresses in pages.items():
        browser = Client()
        sign_in(browser, role)
        for number, address in enumerate(addresses):
            check = assertContains if (role, number) == ("finance", 0) else assertNotContains
            check(browser.get(address), "Ola Signerer")
        assert browser.get(listed).status_code == (200 if role == "finance" else 403)


def test_an_agreement_is_over_with_its_last_order_whoever_writes(world):
    agreements.end_agreement(agreement=world.agreement, last_day=TODAY, at=NOW)
    in_use = Agreement.objects.get().ended_on

    orders.close(order=world.order, by=world.adviser, at=NOW + 40 * DAY)

    assert (in_use, Agreement.objects.get().ended_on) == (None, TODAY + 40 * DAY)
    assert Subject.objects.get(pk=world.ola.subject_id).due_on == datetime.date(2031, 7, 1)
    Agreement.objects.update(ended_on=TODAY)
    assert Agreement.objects.get().ended_on == TODAY + 40 * DAY


def test_a_client_with_an_open_order_stays_one(world, client, settings):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "manager")

    with pytest.raises(relations.OrderIsOpen):
        relations.end(company=world.company, by=world.adviser, at=NOW)
    page = client.post(
        reverse("admin:clients_clientcompany_step", args=[world.company.pk, "end-relation"]), follow=True
    )
    with pytest.raises(IntegrityError, match="does not end while an order is open"), transaction.atomic():
        ClientCompany.objects.update(ended_at=NOW, ended_by=world.manager)

    assertContains(page, "An order of this client is open: close it first.")
    assert list(ClientCompany.objects.values_list("ended_at", flat=True)) == [None]


def test_the_end_of_the_relation_ends_everything_and_anything_new_begins_it_again(world):
    draft = agreements.draft(company=world.company, kind="staffing", valid_from=TODAY)
    waiting = orders.register(company=world.company, kind="recruitment", title="Baker", adviser=world.adviser, at=NOW)

    world.end()

    assert set(ClientContact.objects.values_list("ended_at", flat=True)) == {NOW}
    assert Agreement.objects.filter(pk=draft.pk).exists() is False
    assert (Agreement.objects.get().valid_until, Suppression.objects.count()) == (TODAY, 2)
    with pytest.raises(orders.NoAgreement):
        orders.open(order=waiting, by=world.adviser, at=NOW)
    with pytest.raises(IntegrityError, match="relation with this client has ended"), transaction.atomic():
        JobOrder.objects.filter(pk=waiting.pk).update(opened_at=NOW, agreement=world.agreement)
    with pytest.raises(relations.AlreadyEnded):
        relations.end(company=world.company, by=world.adviser, at=NOW)
    agreements.draft(company=world.company, kind="recruitment", valid_from=TODAY)
    assert ClientCompany.objects.get().ended_at is None


# --- the law's time ---------------------------------------------------------------------------------
def closed_order(needs=None, **more):
    order = JobOrderFactory(**more)
    OrderTermsFactory(order=order)
    if needs:
        needs(order)
    JobOrder.objects.filter(pk=order.pk).update(closed_at=NOW)
    Agreement.objects.filter(pk=order.agreement_id).update(valid_until=TODAY)
    return order


@pytest.mark.parametrize("model", [JobOrder, OrderTerms, Agreement])
def test_the_database_deletes_nothing_before_its_time(model):
    closed_order()

    for today in (None, LAST):
        with pytest.raises(IntegrityError, match=PARAGRAPH), transaction.atomic(), connection.cursor() as cursor:
            if today:
                cursor.execute("SELECT set_config('clients.today', %s, true)", [today.isoformat()])
            cursor.execute(f"DELETE FROM {model._meta.db_table}")

    assert model.objects.count() == 1


def test_on_its_day_all_is_gone_with_the_file_and_again_changes_nothing():
    agreement = AgreementFactory(filed=True, valid_until=TODAY)
    name = agreement.file.name
    JobAdFactory(order=closed_order(agreement=agreement, company=agreement.company))
    InvoiceProfileFactory(company=agreement.company)
    ClientCompany.objects.update(ended_at=NOW, ended_by=agreement.signed_by)

    before = expiry.expire(at=at(LAST))
    on_the_day = expiry.expire(at=at(GONE))
    stones = list(FileTombstone.objects.values_list("name", flat=True))
    files.sweep(at=at(GONE))
    later = expiry.expire(at=at(datetime.date(2031, 12, 31)))
    last = expiry.expire(at=at(datetime.date(2032, 1, 1)))

    none = {"orders": 0, "agreements": 0, "drafts": 0, "companies": 0}
    assert (before, on_the_day, later) == (none, {"orders": 1, "agreements": 1, "drafts": 0, "companies": 0}, none)
    assert (stones, storages["files"].exists(name), last["companies"]) == ([name], False, 1)
    assert (JobAd.objects.count(), OrderTerms.objects.count(), ClientCompany.objects.count()) == (0, 0, 0)
    assert expiry.expire(at=at(datetime.date(2032, 1, 2))) == none


def application(order):
    ApplicationFactory(job_ad=None, job_order=order, stage="rejected")


def ad_with_an_application(order):
    ApplicationFactory(job_ad=JobAdFactory(order=order), job_order=None)


def disclosure(order):
    DisclosureFactory(recipient=RecipientFactory(kind="client", company_uuid=order.company_id), at=NOW - DAY)


@pytest.mark.parametrize("needs", [application, ad_with_an_application, disclosure])
def test_what_somebody_still_needs_stays_and_no_other_waits_for_it(needs):
    kept, other = closed_order(needs), closed_order()

    counts = expiry.expire(at=at(GONE))

    assert (counts["orders"], counts["agreements"]) == (1, 1)
    assert (JobOrder.objects.get(), Agreement.objects.get()) == (kept, kept.agreement)
    assert OrderTerms.objects.filter(order=other.pk).exists() is False


def test_a_hold_on_who_signed_keeps_the_agreement():
    signed = SignatoryFactory(agreement__valid_until=TODAY)
    HoldFactory(subject=signed.subject, ends_on=GONE + 365 * DAY, approved_at=NOW, approved_by=StaffFactory())

    purge.run(as_of=GONE, at=at(GONE), hands=1)

    assert (expiry.expire(at=at(GONE))["agreements"], Signatory.objects.count()) == (0, 1)


@pytest.mark.promise("P53")
def test_what_is_kept_past_its_day_breaks_the_promise():
    closed_order()
    SignatoryFactory(agreement__valid_until=TODAY)

    late = GONE + 5 * DAY

    assert list(promises.kept_too_long(at(GONE))) == []
    assert len(list(promises.kept_too_long(at(late)))) == 2
    purge.run(as_of=late, at=at(late), hands=1)
    expiry.expire(at=at(late))
    assert list(promises.kept_too_long(at(late))) == []


# --- the own page -----------------------------------------------------------------------------------
def at_home(contact):
    browser, user = Client(), UserFactory(subject=contact.subject, email=contact.email)
    log_in(browser, user)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    browser.cookies[site.SESSION_COOKIE_NAME] = session.session_key
    browser.cookies["django_language"] = "en"
    return browser


def test_a_contact_person_reads_corrects_and_stops(world):
    browser = at_home(world.ola)
    card = reverse("change_my_contact", args=[world.ola.pk])

    page = browser.get(reverse("my_contact"))
    wrong = browser.post(card, {"name": "", "phone": "12", "position": "Sjef"})
    browser.post(card, {"name": "Ola Nordmann", "phone": "22 33 44 55", "position": "Sjef"})
    browser.post(reverse("stop_my_mailings"))

    for said in (world.company.name, "Daglig leder", "What you have signed", str(world.agreement.company)):
        assertContains(page, said)
    assertContains(wrong, "This is not a telephone number we can call.")
    assertContains(wrong, "Sjef")
    changed = ClientContact.objects.get(pk=world.ola.pk)
    assert (changed.name, changed.phone, changed.position) == ("Ola Nordmann", "+4722334455", "Sjef")
    assert Signatory.objects.get().name == "Ola Signerer"  # as the paper says
    written = TrailEntry.objects.filter(subject_uuid=world.ola.subject_id, role="person").values_list("verb", "fields")
    assert list(written.order_by("pk")) == [("changed", ["name", "phone", "position"]), ("objected", ["marketing"])]
    assert Suppression.objects.count() == 1


def test_nobody_elses_card_is_there_and_a_stranger_reads_that_there_is_none(world):
    other = at_home(ClientContactFactory())
    stranger = Client()
    log_in(stranger, UserFactory())
    stranger.cookies["django_language"] = "en"

    theirs = other.get(reverse("change_my_contact", args=[world.ola.pk]))

    assert theirs.status_code == 404
    assertContains(stranger.get(reverse("my_contact")), "Your account is no contact person")
    assert Client().get(reverse("my_contact")).status_code == 302


@pytest.mark.promise("P49")
def test_a_contact_person_deletes_everything_but_what_is_named(world):
    world.end()
    browser = at_home(world.ola)
    address = reverse("delete_my_contact")

    before = browser.get(address)
    unsure = browser.post(address, {})
    after = browser.post(address, {"understood": "on"})

    for page in (before, after):
        assertContains(page, PARAGRAPH)
        assertContains(page, "1 July 2030")
    assert unsure.status_code == 200
    assertContains(after, "What we could delete is deleted")
    assert (ClientContact.objects.filter(subject=world.ola.subject).exists(), Signatory.objects.count()) == (False, 1)
    assert browser.get(reverse("my_contact")).status_code == 302  # logged out, and the account is gone
    assert OutgoingMail.objects.filter(template="privacy/letters/kept_by_law_1", to=OLA, subject=None).count() == 1


def test_who_is_gone_cannot_be_written_to(world):
    draft = agreements.draft(company=world.company, kind="staffing", valid_from=TODAY)
    world.asks_to_be_erased(world.kari)

    with pytest.raises(PersonIsGone):
        agreements.send(agreement=draft, contact=world.kari, by=world.adviser, at=NOW)
