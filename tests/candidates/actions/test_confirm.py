import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import connection

from candidates import emails
from candidates.actions import applications
from candidates.models import Application, Candidate, Document
from privacy.actions.subjects import PersonIsGone
from privacy.models import OutgoingMail, Subject, TrailEntry
from tests.candidates.sent import sent
from tests.factories import NOW, CandidateFactory, JobAdFactory, StaffFactory, UserFactory

DAY = datetime.timedelta(days=1)
LATER = NOW + DAY


def submitted(**values):
    return applications.submit(position=JobAdFactory(), by=None, at=NOW, **sent(**values)).application


def test_confirming_opens_an_account_without_a_password(db):
    application = submitted()

    confirmed = applications.confirm(token=emails.confirm_token(application), at=LATER)

    candidate = Candidate.objects.get()
    account = get_user_model().objects.get(subject=candidate.subject)
    assert confirmed == application
    assert (confirmed.confirmed_at, candidate.unconfirmed_email, candidate.last_active_at) == (LATER, "", LATER)
    assert (account.email, account.has_usable_password(), account.is_staff) == (
        "kari.nordmann@example.test",
        False,
        False,
    )
    assert list(account.emailaddress_set.values_list("email", "verified", "primary")) == [(account.email, True, True)]
    assert list(OutgoingMail.objects.order_by("pk").values_list("template", "to")) == [
        ("candidates/email/receipt", account.email),
        ("candidates/email/address_confirmed", account.email),
    ]


def test_twice_is_once(db):
    token = emails.confirm_token(submitted())

    first = applications.confirm(token=token, at=LATER)
    again = applications.confirm(token=token, at=LATER + 40 * DAY)

    assert (again, again.confirmed_at) == (first, LATER)
    assert (get_user_model().objects.filter(is_staff=False).count(), OutgoingMail.objects.count()) == (1, 2)


def test_an_address_somebody_has_brings_the_application_to_that_person(db):
    owner = CandidateFactory(account__email="kari.nordmann@example.test", phone="", created_at=LATER)
    application = submitted(phone="+4799887766")
    lost = application.candidate.subject

    confirmed = applications.confirm(token=emails.confirm_token(application), at=LATER)

    assert confirmed.candidate == owner
    assert list(Candidate.objects.values_list("pk", "phone", "created_at", "last_active_at")) == [
        (owner.pk, "+4799887766", NOW, LATER)
    ]
    assert list(Document.objects.values_list("candidate", flat=True)) == [owner.pk]
    assert Subject.objects.get(pk=lost.pk).merged_into == owner.subject
    assert get_user_model().objects.filter(is_staff=False).count() == 1
    trail = TrailEntry.objects.filter(subject_uuid=owner.subject_id).order_by("pk").values_list("verb", flat=True)
    assert list(trail) == ["merged", "confirmed"]


def test_a_colleague_who_applies_becomes_a_candidate_of_the_same_person(db):
    staff = StaffFactory(email="kari.nordmann@example.test")
    application = submitted()

    applications.confirm(token=emails.confirm_token(application), at=LATER)

    candidate = Candidate.objects.get()
    assert (candidate.subject, candidate.unconfirmed_email) == (staff.subject, "")
    assert candidate.applications.get() == application


def test_two_applications_from_a_new_address_end_as_one_person(db):
    first, second = submitted(), submitted(message="En til")

    for application in (first, second):
        applications.confirm(token=emails.confirm_token(application), at=LATER)

    assert Candidate.objects.get().applications.count() == 2
    assert get_user_model().objects.filter(is_staff=False).count() == 1


def test_confirming_two_at_the_same_moment_makes_one_account(transactional_db):
    tokens = [emails.confirm_token(submitted(message=str(number))) for number in range(6)] * 2

    def confirm(token):
        try:
            return applications.confirm(token=token, at=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(confirm, tokens))

    candidate = Candidate.objects.get()
    assert {answer.pk for answer in answers} == set(Application.objects.values_list("pk", flat=True))
    assert candidate.applications.count() == candidate.documents.count() == 6
    assert EmailAddress.objects.filter(email="kari.nordmann@example.test").count() == 1
    assert Subject.objects.filter(merged_into=candidate.subject).count() == 5
    assert OutgoingMail.objects.filter(template="candidates/email/address_confirmed").count() == 6


@pytest.mark.parametrize(
    "token", ["", "x", "a:b", "æøå", "\0", signing.Signer(salt="other").sign_object({"a": 1})], ids=range(6)
)
def test_a_link_we_did_not_make_is_unknown(db, token):
    with pytest.raises(applications.LinkUnknown):
        applications.confirm(token=token, at=NOW)


def test_a_changed_link_is_unknown(db):
    token = emails.confirm_token(submitted())

    with pytest.raises(applications.LinkUnknown):
        applications.confirm(token=token[:-1] + ("A" if token[-1] != "A" else "B"), at=NOW)


def test_the_link_works_for_fourteen_days(db):
    first, second = submitted(), submitted(message="En til")

    in_time = applications.confirm(token=emails.confirm_token(first), at=NOW + 14 * DAY)

    assert in_time.confirmed_at == NOW + 14 * DAY
    with pytest.raises(applications.LinkExpired):
        applications.confirm(token=emails.confirm_token(second), at=NOW + 14 * DAY + datetime.timedelta(seconds=1))


def test_the_link_says_nothing_of_the_person(db):
    token = emails.confirm_token(submitted())

    assert sorted(emails.read_confirm_token(token)) == ["address", "application", "until"]


def test_who_is_deleted_meanwhile_is_told(db):
    application = submitted()
    token = emails.confirm_token(application)
    application.uses.all().delete()
    application.delete()

    with pytest.raises(PersonIsGone):
        applications.confirm(token=token, at=NOW)


def test_an_unverified_address_elsewhere_gives_nobody_the_application(db):
    other = UserFactory(email="other@example.test")
    EmailAddress.objects.create(user=other, email="kari.nordmann@example.test", verified=False)

    application = applications.confirm(token=emails.confirm_token(submitted()), at=LATER)

    assert application.candidate.subject_id != other.subject_id


def test_a_look_alike_address_is_a_person_of_its_own(db):
    owner = CandidateFactory(account__email="kari@example.test")
    application = submitted(email="kar\u0131@example.test")  # to PostgreSQL's UPPER it is KARI

    applications.confirm(token=emails.confirm_token(application), at=LATER)

    application.refresh_from_db()
    assert application.candidate.subject_id != owner.subject_id
    assert get_user_model().objects.filter(is_staff=False).count() == 2
