"""Nobody is given anything who may not have it, and recipients hear what became of what they have (P7, P36, P53)."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from candidates.actions import people
from clients.actions import orders
from clients.models import JobOrder
from privacy.actions import (
    answers,
    delivery,
    disclosures,
    erasure,
    mails,
    notifying,
    recipients,
    requests,
    restrictions,
    subjects,
)
from privacy.models import Disclosure, OutgoingMail, Recipient, RecipientNotice, SharingAgreement, TrailEntry
from privacy.queries.disclosures import of_person
from privacy.queries.notifying import to_write
from tests.database_role import by_force
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientContactFactory,
    CollectionFactory,
    DisclosureFactory,
    ErasureFactory,
    JobOrderFactory,
    ProcessingActivityFactory,
    RecipientFactory,
    RecipientNoticeFactory,
    SharingAgreementFactory,
    StaffFactory,
    SubjectFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P36")]

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


def authority(**facts):
    return RecipientFactory(**{"kind": "authority", "law": "a-opplysningsloven § 3"} | facts)


def processor(**facts):
    return RecipientFactory(**{"kind": "processor", "agreement_from": TODAY} | facts)


def given(subject, recipient, categories=("identity",)):
    ProcessingActivityFactory(code="rights")
    return disclosures.disclose(
        subject_id=subject.pk, recipient=recipient, categories=categories, activity="rights", by=StaffFactory(), at=NOW
    )


def refused(subject, recipient, error=disclosures.NotAllowed, **more):
    """By the action, and by the database alone."""
    with pytest.raises(error):
        given(subject, recipient, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureFactory(subject_uuid=subject.pk, recipient=recipient, **more)
    return not Disclosure.objects.exists() and not TrailEntry.objects.filter(verb="shared").exists()


def open_order():
    order = JobOrderFactory(opened_at=None)
    orders.open(order=order, by=StaffFactory(), at=NOW)
    return order, Recipient.objects.get(company_uuid=order.company_id)


# --- who may have it ---
def test_an_authority_by_law_and_a_processor_by_agreement_are_given_data():
    person, by_law, by_agreement = SubjectFactory(), authority(), processor()

    first, second = given(person, by_law), given(person, by_agreement, ["contact", "identity"])

    entries = TrailEntry.objects.filter(subject_uuid=person.pk, verb="shared").order_by("pk")
    assert list(entries.values_list("company_uuid", "fields", "activity")) == [
        (by_law.pk, ["identity"], "rights"),
        (by_agreement.pk, ["contact", "identity"], "rights"),
    ]
    assert [each.disclosure for each in of_person(person.pk)] == [second, first]


def test_nobody_outside_the_register_is_given_anything():
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureFactory(recipient=None, recipient_id=uuid.uuid4())


@pytest.mark.parametrize("facts", [{"ended_on": TODAY}, {"ended_on": TODAY - 300 * DAY}])
def test_whoever_has_left_the_register_is_given_nothing(facts):
    assert refused(SubjectFactory(), authority(**facts))


@pytest.mark.parametrize(
    "facts", [{"agreement_from": TODAY + DAY}, {"agreement_from": TODAY - 9 * DAY, "agreement_until": TODAY - DAY}]
)
def test_a_processor_without_an_agreement_in_force_is_given_nothing(facts):
    assert refused(SubjectFactory(), processor(**facts))


@pytest.mark.parametrize(
    "facts", [{"kind": "processor"}, {"kind": "authority"}, {"kind": "friend"}, {"kind": "client"}, {"country": "US"}]
)
def test_the_register_takes_nobody_without_a_reason(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        RecipientFactory(**facts)


def test_somebody_else_is_given_what_the_person_agreed_to():
    agreement = SharingAgreementFactory(categories=["identity", "document"])

    given(agreement.subject, agreement.recipient, ["document"])

    assert Disclosure.objects.get().categories == ["document"]


@pytest.mark.parametrize(
    "terms",
    [
        {"categories": ["contact"]},
        {"starts_on": TODAY + DAY},
        {"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - DAY},
        {"withdrawn_at": NOW},
    ],
)
def test_and_nothing_more_not_before_not_afterwards(terms):
    agreement = SharingAgreementFactory(**terms)

    assert refused(agreement.subject, agreement.recipient)


def test_what_one_person_agreed_to_is_not_anothers():
    assert refused(SubjectFactory(), SharingAgreementFactory().recipient)


def test_an_agreement_holds_under_the_number_somebody_was_merged_into():
    agreement, into = SharingAgreementFactory(), UserFactory().subject
    subjects.merge(lost=agreement.subject, into=into, by=None, at=NOW)

    given(into, agreement.recipient)

    assert Disclosure.objects.get().subject_uuid == into.pk


def test_a_client_is_given_data_while_it_has_an_open_order():
    order, client = open_order()
    person = SubjectFactory()

    given(person, client)

    assert TrailEntry.objects.get(verb="shared").company_uuid == order.company_id
    orders.close(order=JobOrder.objects.get(pk=order.pk), by=StaffFactory(), at=NOW)
    with pytest.raises(disclosures.NotAllowed):
        given(person, client)
    with pytest.raises(IntegrityError, match="without an open order"), transaction.atomic():
        DisclosureFactory(subject_uuid=person.pk, recipient=client)


@pytest.mark.promise("P11")
def test_nothing_is_given_before_the_person_was_told():
    person = CollectionFactory(untold=True).subject

    assert refused(person, authority(), disclosures.NotInformed)


@pytest.mark.promise("P61")
@pytest.mark.parametrize("category", ["", "identity", "contact", "document"])
def test_what_is_set_aside_is_given_to_nobody_but_by_law(category):
    person = UserFactory().subject
    restrictions.place(subject_id=person.pk, ground="accuracy", category=category, by=StaffFactory(), at=NOW)

    assert refused(person, processor(), subjects.IsRestricted, categories=["document"])
    given(person, authority(), ["document"])

    assert Disclosure.objects.count() == 1


def test_a_category_that_is_not_set_aside_is_given():
    person = UserFactory().subject
    restrictions.place(subject_id=person.pk, ground="accuracy", category="document", by=StaffFactory(), at=NOW)

    given(person, processor(), ["application"])

    assert Disclosure.objects.count() == 1


def test_nothing_is_given_of_somebody_who_is_gone():
    with pytest.raises(IntegrityError, match="not there"), transaction.atomic():
        DisclosureFactory(subject_uuid=uuid.uuid4())


@pytest.mark.promise("P7")
@pytest.mark.parametrize("facts", [{"activity": None}, {"categories": []}, {"categories": ["moro"]}])
def test_nothing_is_given_for_nothing(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureFactory(**facts)


# --- the ledger ---
def test_the_ledger_is_only_added_to():
    DisclosureFactory()
    for statement in (
        "UPDATE privacy_disclosure SET at = now()",
        "DELETE FROM privacy_disclosure",
        "TRUNCATE privacy_disclosure CASCADE",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), by_force() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)


@pytest.mark.usefixtures("approved_periods")
def test_it_goes_two_years_after_the_person_and_the_notices_with_it():
    row = DisclosureFactory()
    RecipientNoticeFactory(subject_uuid=row.subject_uuid)
    ErasureFactory(subject_uuid=row.subject_uuid, scope="person", at=NOW)
    others = DisclosureFactory()
    two_years = timezone.localdate(NOW).replace(year=NOW.year + 2)

    def expire(day):
        with connection.cursor() as cursor:
            cursor.execute("SELECT privacy_expire_disclosures(%s)", [day])
            return cursor.fetchone()[0]

    assert (expire(two_years - DAY), expire(two_years)) == (0, 2)
    assert (list(Disclosure.objects.all()), RecipientNotice.objects.count()) == ([others], 0)


# --- what the person agreed to ---
def test_an_agreement_is_written_down_with_a_receipt_and_taken_back():
    user, recipient = UserFactory(), RecipientFactory()
    terms = {
        "categories": ["identity"],
        "purpose": "Kurs",
        "starts_on": TODAY,
        "ends_on": TODAY,
        "through": "phone",
        "evidence": "Sa ja",
    }

    agreement = recipients.agree(subject_id=user.subject_id, recipient=recipient, by=StaffFactory(), at=NOW, **terms)
    recipients.withdraw(agreement=agreement, by=user, at=NOW)

    assert "/personvern/mottakere/" in OutgoingMail.objects.get().body_text
    assert SharingAgreement.objects.get().withdrawn_at == NOW
    assert list(
        TrailEntry.objects.filter(subject_uuid=user.subject_id).order_by("pk").values_list("verb", flat=True)
    ) == [
        "consented",
        "consent_withdrawn",
    ]
    with pytest.raises(recipients.AlreadyEnded):
        recipients.withdraw(agreement=agreement, by=user, at=NOW)
    with pytest.raises(recipients.NotForAgreements):
        recipients.agree(subject_id=user.subject_id, recipient=authority(), by=StaffFactory(), at=NOW, **terms)


# --- what recipients are told ---
@pytest.fixture
def shown():
    """A candidate whose data a course provider was given."""
    candidate = CandidateFactory(first_name="Kari", account__email="kari@example.test")
    agreement = SharingAgreementFactory(subject=candidate.subject, categories=["identity", "document"])
    row = given(candidate.subject, agreement.recipient, ["identity", "document"])
    return candidate, agreement.recipient, row


def told():
    """As the job does every five minutes."""
    for pk in to_write():
        notifying.tell(pk=pk, at=NOW)


def to_companies():
    return OutgoingMail.objects.filter(subject=None).exclude(template="privacy/email/erased")


def sent():
    for pk in list(to_companies().values_list("pk", flat=True)):
        mails.send(pk=pk, at=NOW)


@pytest.mark.promise("P49")
@pytest.mark.promise("P53")
def test_whoever_was_given_data_is_told_of_the_erasure_by_reference(shown, mailoutbox):
    candidate, recipient, row = shown
    erasure.erase_person(subject_id=candidate.subject_id, cause="person", by=None, at=NOW)

    told()
    told()

    mail = to_companies().get()
    assert (mail.to, row.reference in mail.body_text, "Kari" in mail.body_text) == (
        recipient.contact_address,
        True,
        False,
    )
    assert RecipientNotice.objects.get().told_at is None
    sent()
    assert RecipientNotice.objects.get().told_at == NOW
    assert not to_companies().exists()
    assert [each.to for each in mailoutbox] == [[recipient.contact_address]]
    entry = TrailEntry.objects.get(verb="recipient_told")
    assert (entry.subject_uuid, entry.company_uuid, entry.fields) == (candidate.subject_id, recipient.pk, ["erased"])


def test_and_of_a_correction_and_a_restriction(shown):
    candidate, _recipient, _row = shown
    by = StaffFactory()

    people.update_profile(
        candidate=candidate, first_name="Karin", last_name="Berg", phone="", language="nb", by=by, at=NOW
    )
    restrictions.place(subject_id=candidate.subject_id, ground="accuracy", category="document", by=by, at=NOW)
    restrictions.place(subject_id=candidate.subject_id, ground="accuracy", category="client", by=by, at=NOW)

    owed = RecipientNotice.objects.order_by("pk").values_list("reason", "categories")
    assert list(owed) == [("corrected", ["contact", "identity"]), ("restricted", ["document"])]


@pytest.mark.promise("P57")
def test_and_of_what_was_corrected_on_request(shown):
    candidate, _recipient, _row = shown
    asked = requests.register(
        right="rectification", door="phone", subject_id=candidate.subject_id, message="Feil dato", identity_note="Ringt opp",
        by=StaffFactory(), at=NOW,
    )  # fmt: skip

    answers.grant(request=asked, answer="Rettet.", by=StaffFactory(), at=NOW)

    assert list(RecipientNotice.objects.values_list("reason", flat=True)) == ["corrected"]


def test_whoever_was_given_nothing_is_told_nothing():
    candidate = CandidateFactory()
    erasure.erase_person(subject_id=candidate.subject_id, cause="person", by=None, at=NOW)

    assert RecipientNotice.objects.count() == 0


def test_the_person_at_the_client_is_who_is_told():
    order, client = open_order()
    contact = ClientContactFactory(company=order.company, email="ola@example.test")
    person = SubjectFactory()
    disclosures.disclose(
        subject_id=person.pk, recipient=client, contact_uuid=contact.subject_id, categories=["identity"],
        activity="applications", by=StaffFactory(), at=NOW,
    )  # fmt: skip
    restrictions.place(subject_id=person.pk, ground="claim", by=StaffFactory(), at=NOW)

    told()

    assert to_companies().get().to == "ola@example.test"


def test_without_an_address_a_colleague_tells_or_says_why_not(shown):
    candidate, _recipient, _row = shown
    Recipient.objects.update(contact_address="")
    by = StaffFactory()
    restrictions.place(subject_id=candidate.subject_id, ground="claim", category="document", by=by, at=NOW)
    restrictions.place(subject_id=candidate.subject_id, ground="claim", by=by, at=NOW)
    told()
    first, second = RecipientNotice.objects.order_by("pk")

    notifying.told_otherwise(notice=first, through="phone", by=by, at=NOW)
    notifying.leave(notice=second, reason="Firmaet finnes ikke lenger", by=by, at=NOW)

    assert not to_companies().exists()
    assert not RecipientNotice.objects.untold().exists()
    for settled in (first, second):
        with pytest.raises(notifying.AlreadySettled):
            notifying.told_otherwise(notice=settled, through="phone", by=by, at=NOW)
        with pytest.raises(notifying.AlreadySettled):
            notifying.leave(notice=settled, reason="x", by=by, at=NOW)


def test_a_word_nobody_could_deliver_comes_back_to_a_colleague(shown, monkeypatch):
    candidate, _recipient, _row = shown
    restrictions.place(subject_id=candidate.subject_id, ground="claim", by=StaffFactory(), at=NOW)
    told()
    to_companies().update(attempts=len(delivery.BACK_OFF))

    def broken(self, messages):
        raise OSError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    sent()
    told()

    notice = RecipientNotice.objects.get()
    assert (notice.told_at, notice.mail_number, notice.is_unreached) == (None, None, True)
    assert to_companies().get().state == "failed"
