"""P21 as far as candidates go: that who somebody is was seen. A kind, a day, a colleague; no number, no copy."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.actions import identities
from candidates.models import IdentitySeen
from candidates.queries.identity_promises import seen_before_confirmed
from privacy import declarations
from privacy.models import TrailEntry
from privacy.queries import promises
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db
NOW = made.NOW
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
FACTS = {"kind": "passport", "seen_on": TODAY}


def note(candidate, **facts):
    return identities.note(candidate=candidate, by=made.StaffFactory(), at=NOW, **{**FACTS, **facts})


def raw(candidate, **values):
    values = {"kind": "passport", "seen_on": TODAY, "seen_by": made.StaffFactory(), "noted_at": NOW, **values}
    with transaction.atomic():
        return IdentitySeen.objects.create(candidate=candidate, **values)


def test_it_is_noted_told_in_the_trail_and_gives_way_to_the_next():
    candidate = made.CandidateFactory()

    note(candidate)
    note(candidate, kind="driving_licence")

    assert [(each.kind, each.seen_on) for each in IdentitySeen.objects.all()] == [("driving_licence", TODAY)]
    entries = TrailEntry.objects.filter(subject_uuid=candidate.subject_id, object_label="candidates.identityseen")
    assert [(each.verb, each.fields) for each in entries] == [("collected", ["kind"])] * 2


def test_the_note_can_be_removed_once():
    candidate = made.IdentitySeenFactory().candidate

    identities.remove(candidate=candidate, by=made.StaffFactory(), at=NOW)

    with pytest.raises(identities.NotNoted):
        identities.remove(candidate=candidate, by=made.StaffFactory(), at=NOW)


@pytest.mark.parametrize("address", ["not confirmed", "none"])
def test_the_address_comes_first(address):
    typed = "kari@example.test" if address == "not confirmed" else ""
    candidate = made.CandidateFactory(unconfirmed_email=typed, account=False)

    with pytest.raises(identities.NotConfirmed):
        note(candidate)
    with pytest.raises(IntegrityError, match="address is confirmed"):
        raw(candidate)


def test_not_on_a_day_that_has_not_come():
    candidate = made.CandidateFactory()

    with pytest.raises(identities.NotYet):
        note(candidate, seen_on=TODAY + DAY)
    with pytest.raises(IntegrityError, match="before it was seen"):
        raw(candidate, seen_on=TODAY + DAY)


def test_a_colleague_sees_it_once_and_it_is_never_changed():
    candidate = made.CandidateFactory()
    account = candidate.subject.user

    with pytest.raises(IntegrityError, match="a colleague sees"):
        raw(candidate, seen_by=account)
    with pytest.raises(identities.YourOwn):
        identities.note(candidate=candidate, by=account, at=NOW, **FACTS)
    raw(candidate)
    with pytest.raises(IntegrityError, match="candidate_id"):
        raw(candidate)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        IdentitySeen.objects.update(seen_on=TODAY - DAY)


def test_a_broken_row_shows_in_the_promises():
    candidate = made.IdentitySeenFactory().candidate
    candidate.subject.user.emailaddress_set.update(verified=False)

    broken = {each.check.find for each in promises.checked(NOW) if each.count and each.check.number == "P21"}

    assert broken == {seen_before_confirmed}


@pytest.mark.asvs("INP-11")
def test_no_candidate_has_a_field_for_a_national_id():
    """Only an employment has one: nothing else is called like it, and what is said of an identity is a closed list."""
    about = [each.model for each in declarations.personal_models() if each.model._meta.app_label == "candidates"]
    called = [
        f"{model._meta.label}.{field.name}"
        for model in about
        for field in model._meta.get_fields()
        if any(word in field.name for word in ("national_id", "birth", "ssn", "fnr", "personnummer", "id_number"))
    ]
    free = [
        field.name
        for field in apps.get_model("candidates.IdentitySeen")._meta.get_fields()
        if isinstance(field, models.TextField | models.FileField | models.JSONField)
        or (isinstance(field, models.CharField) and not field.choices)
    ]

    assert (called, free) == (["candidates.Employment.national_id"], [])


def test_the_card_says_why_and_shows_it(client, settings):
    settings.LANGUAGE_CODE = "en"
    workspace.sign_in(client, "adviser")
    unreached = made.CandidateFactory(account=False)
    candidate = made.CandidateFactory()

    def step(row, **typed):
        page = reverse("admin:candidates_candidate_step", args=[row.pk, "see-identity"])
        return client.post(page, typed, follow=True)

    assertContains(step(unreached, kind="passport", seen_on="2026-11-01"), "has not confirmed an e-mail address")
    assertContains(step(candidate, kind="passport", seen_on="2999-01-01"), "That day has not come yet")
    assertContains(step(candidate, kind="x", seen_on=""), "This field is required")
    assertContains(step(candidate, kind="passport", seen_on="2026-11-01"), "Identity seen")
