"""A candidate becomes an employee: the law's checklist, two numbers that rest encrypted, next of kin (P21, P51, P52)."""

import base64
import datetime
import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from candidates.actions import employments, next_of_kin, sealed_numbers
from candidates.choices.employment import ContractItem, RevealReason, Sealed
from candidates.models import Candidate, Employment, EmploymentFile, NextOfKin, PayAccount
from candidates.queries import employment_promises
from privacy.actions import erasure, holds, purge, retention, subjects
from privacy.choices import ErasureCause, HoldReason
from privacy.deadlines import Period
from privacy.grounds import Known, Pause, Paused
from privacy.models import JournalEntry, Subject, TrailEntry
from privacy.queries import explain
from privacy.queries.promises import engine
from privacy.storage import FileTampered, fields
from privacy.validators import account_number, national_id
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    EmploymentFactory,
    NextOfKinFactory,
    RestrictionFactory,
    StaffFactory,
    employed,
)
from tests.factories import EmploymentFileFactory as FileFactory
from tests.privacy.package.world import copy_of
from tests.workspace import colleague, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
D = datetime.date
NUMBER, ACCOUNT = "03851598730", "12345678903"  # synthetic, of the Tax Administration's own test numbers
TERMS = {
    "first_name": "Kari", "last_name": "Lønnestad", "title": "Sykepleier", "occupation_code": "3231109", "form": "permanent",
    "temporary_ground": "", "percentage": 80, "pay_kind": "hourly", "pay": 250, "starts_on": NOW.date(), "ends_on": None,
    "full_time_hours": 37.5, "working_time": "ikkeSkift",
}  # fmt: skip
WHOLE = {"covered": [*ContractItem], "not_relevant": [], "signed_on": NOW.date(), "phone": ""}


@pytest.fixture
def payroll():
    return StaffFactory(roles=["payroll"])


def begun(payroll):
    """Handed over by an adviser, and everything filled in."""
    candidate = CandidateFactory(first_name="Kari", phone="+4790000009")
    row = employments.begin(candidate=candidate, title="Sykepleier", starts_on=NOW.date(), by=StaffFactory(), at=NOW)
    employments.write_terms(employment=row, by=payroll, at=NOW, **TERMS)
    employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE)
    sealed_numbers.note_national_id(employment=row, number=NUMBER, by=payroll, at=NOW)
    sealed_numbers.note_account(employment=row, number=ACCOUNT, by=payroll, at=NOW)
    return row


def refused(pattern, act):
    with pytest.raises(IntegrityError, match=pattern), transaction.atomic():
        act()


# --- numbers ---
@pytest.mark.parametrize("number", ["03851598730", "30908299902", "41819077302", "41819077906", "038515 98730"])
def test_synthetic_numbers_of_today_and_of_2032_are_taken(number):
    assert national_id(number) == number.replace(" ", "")


@pytest.mark.parametrize("number", ["03851598731", "0385159873", "abcdefghijk", "", "٠٣٨٥١٥٩٨٧٣٠"])
def test_what_is_no_national_identity_number_is_refused(number):
    with pytest.raises(ValidationError):
        national_id(number)


def with_check_digits(nine):
    """All numbers that begin so: the first check digit leaves 0 today, 0 to 3 from 2032."""
    for tail in range(100):
        try:
            yield national_id(f"{nine}{tail:02d}")
        except ValidationError:
            continue


def test_both_rules_hold_side_by_side_and_no_day_that_never_was():
    assert (len(list(with_check_digits("038515987"))) > 1, list(with_check_digits("298285987"))) == (
        True,
        [],
    )  # 1985, in none
    assert list(with_check_digits("318415987")) == []  # the 31st of April
    assert list(with_check_digits("298216987")) != []  # 1916 or 2016: nobody asks which


def test_an_account_number_has_its_check_digit():
    assert account_number("1234 56 78903") == ACCOUNT
    with pytest.raises(ValidationError):
        account_number("12345678904")


# --- from candidate to employee ---
@pytest.mark.promise("P50")
def test_each_step_stores_when_to_look_at_the_person_next(payroll):
    candidate = CandidateFactory()

    def look():
        assert list(engine.looked_at_too_late(NOW)) == []
        Subject.objects.filter(pk=candidate.subject_id).update(due_on=None)

    row = employments.begin(candidate=candidate, title="Kokk", starts_on=NOW.date(), by=StaffFactory(), at=NOW)
    look()
    employments.write_terms(employment=row, by=payroll, at=NOW, **TERMS)
    look()
    employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE)
    look()
    sealed_numbers.note_national_id(employment=row, number=NUMBER, by=payroll, at=NOW)
    employments.activate(employment=row, by=payroll, at=NOW)
    look()
    employments.end(employment=row, ends_on=NOW.date(), end_cause="resigned", by=payroll, at=NOW)
    look()


def test_a_candidate_becomes_an_employee_with_name_and_telephone_and_nothing_else(payroll):
    row = begun(payroll)

    employments.activate(employment=row, by=payroll, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.first_name, row.file.phone) == ("in_force", "Kari", "")
    told = TrailEntry.objects.filter(subject_uuid=row.subject_id, activity="employment").order_by("pk")
    assert [each.verb for each in told] == ["collected", *["changed"] * 5]


@pytest.mark.parametrize(
    ("lacking", "said"),
    [({"covered": [ContractItem.PARTIES]}, "hvor lange pausene er"), ({"signed_on": None}, "avtale underskrevet")],
)
def test_nobody_starts_before_the_contract_says_what_the_law_wants(payroll, lacking, said):
    row = begun(payroll)
    employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE | lacking)

    with pytest.raises(employments.Unfinished) as raised:
        employments.activate(employment=row, by=payroll, at=NOW)

    assert said in employments.Unfinished(raised.value.missing).missing
    values = {"state": "in_force", "activated_at": NOW, "activated_by": payroll}
    refused("14-6", lambda: Employment.objects.filter(pk=row.pk).update(**values))


def test_the_contract_of_one_in_force_stays_whole():
    row = employed()

    refused("14-6", lambda: EmploymentFile.objects.filter(employment=row).update(covered=["parties"]))
    refused("14-6", lambda: EmploymentFile.objects.filter(employment=row).update(signed_on=None))
    refused("not prepared again", lambda: Employment.objects.filter(pk=row.pk).update(state="draft"))


@pytest.mark.parametrize(
    "values", [{"occupation_code": "323"}, {"percentage": 101}, {"pay": None}, {"pay": -1}, {"national_id": ""}]
)
def test_one_in_force_is_whole(values):
    row = employed()

    refused("employment_", lambda: Employment.objects.filter(pk=row.pk).update(**values))


def test_temporary_needs_a_ground_and_a_last_day(payroll):
    row = begun(payroll)

    for wrong in (
        {"form": "temporary"},
        {"form": "temporary", "temporary_ground": "substitute"},
        {"temporary_ground": "sport"},
    ):
        with pytest.raises(employments.GroundMissing):
            employments.write_terms(employment=row, by=payroll, at=NOW, **TERMS | wrong)
        refused("has_a_ground", lambda wrong=wrong: Employment.objects.filter(pk=row.pk).update(**wrong))


def test_nobody_is_employed_twice_at_a_time(payroll):
    row = begun(payroll)
    candidate = Candidate.objects.get(subject=row.subject_id)

    with pytest.raises(employments.AlreadyEmployed):
        employments.begin(candidate=candidate, title="Kokk", starts_on=NOW.date(), by=payroll, at=NOW)
    refused("one_at_a_time", lambda: EmploymentFactory(subject=row.subject))


def test_what_comes_to_nothing_leaves_the_candidate(payroll):
    row = begun(payroll)

    employments.drop(employment=row, by=payroll, at=NOW)

    assert [model.objects.count() for model in (Employment, EmploymentFile, PayAccount, Candidate)] == [0, 0, 0, 1]
    assert JournalEntry.objects.get(kind="erased").details == {"rows": [["candidates.Employment", str(row.pk)]]}


# --- what rests encrypted ---
@pytest.mark.promise("P21")
def test_no_row_of_any_table_holds_the_numbers_readable(payroll):
    row = begun(payroll)
    assert (
        sealed_numbers.reveal(employment=row, which=Sealed.ACCOUNT, reason=RevealReason.PAYMENT, by=payroll, at=NOW)
        == ACCOUNT
    )

    whole = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            whole += [line for (line,) in cursor.fetchall()]

    assert [line for line in whole if NUMBER in line or ACCOUNT in line] == []
    assert {field.name for field in Candidate._meta.get_fields()} & {"national_id", "birth_date"} == set()


@pytest.mark.promise("P21")
def test_the_database_takes_no_readable_number():
    row = employed()

    refused("rests encrypted", lambda: Employment.objects.filter(pk=row.pk).update(national_id=NUMBER))
    refused("rests encrypted", lambda: PayAccount.objects.create(employment=row, number=ACCOUNT, noted_at=NOW))
    assert list(employment_promises.numbers_readable(NOW)) == []


def test_a_new_key_reads_the_old_and_another_row_does_not(settings):
    row, other = employed(), employed()
    settings.FIELD_KEYS = ["new:" + "bmV3" * 10 + "bmU=", *settings.FIELD_KEYS]

    assert fields.opened(row, "national_id") == NUMBER
    other.national_id = row.national_id
    with pytest.raises(FileTampered):
        fields.opened(other, "national_id")


def test_each_look_at_a_number_is_told_with_its_reason_and_payroll_alone_may(payroll):
    row = begun(payroll)
    for other in (StaffFactory(), StaffFactory(roles=["manager"]), StaffFactory(roles=["finance"])):
        with pytest.raises(sealed_numbers.NotPayroll):
            sealed_numbers.reveal(
                employment=row, which=Sealed.NATIONAL_ID, reason=RevealReason.REPORT, by=other, at=NOW
            )

    sealed_numbers.reveal(employment=row, which=Sealed.NATIONAL_ID, reason=RevealReason.REPORT, by=payroll, at=NOW)

    entry = TrailEntry.objects.latest("pk")
    assert (entry.verb, entry.fields, entry.role) == ("revealed", ["for_report", "national_id"], "payroll")


def test_the_page_shows_a_number_to_payroll_once_and_to_nobody_else(client, payroll):
    row = begun(payroll)
    page, shown = row.get_absolute_url(), reverse("admin:reveal_number", args=[row.pk])
    answers = {}
    for role in ("adviser", "manager", "finance", "privacy", "system"):
        sign_in(client, role)
        told = client.get(page)
        answers[role] = (
            told.status_code,
            client.post(shown, {"which": "account", "reason": "for_payment"}).status_code,
        )
        assert (NUMBER in told.text, ACCOUNT in told.text) == (False, False)
    sign_in(client, "payroll")
    sent_with = re.search(r'name="form_number" value="([^"]+)"', client.get(shown).text)[1]
    answer = client.post(shown, {"which": "account", "reason": "for_payment", "form_number": sent_with})

    assert answers == {
        "adviser": (403, 403),
        "manager": (200, 403),
        "finance": (404, 403),
        "privacy": (403, 403),
        "system": (403, 403),
    }
    assert (ACCOUNT in answer.text, "no-store" in answer["Cache-Control"]) == (True, True)
    assert (ACCOUNT in client.get(page).text, NUMBER in client.get(page).text, "•••" in client.get(page).text) == (
        False,
        False,
        True,
    )
    again = client.post(shown, {"which": "account", "reason": "for_payment", "form_number": sent_with}, follow=True)
    assert ACCOUNT not in again.text
    assert client.post(shown, {"which": "account", "reason": ""}).context["number"] == ""


def test_the_employee_finds_the_own_numbers_in_the_copy(payroll):
    row = begun(payroll)

    copy = copy_of(row.subject_id)

    assert (
        copy.values("candidates.Employment")[0]["national_id"],
        copy.values("candidates.PayAccount")[0]["number"],
    ) == (NUMBER, ACCOUNT)


# --- the screens ---
def test_payroll_takes_over_what_an_adviser_hands_over(client, settings):
    settings.LANGUAGE_CODE = "en"
    candidate = CandidateFactory()
    sign_in(client, "adviser")
    step = lambda model, pk, name: reverse(f"admin:candidates_{model}_step", args=[pk, name])  # noqa: E731
    client.post(step("candidate", candidate.pk, "employ-here"), {"title": "Kokk", "starts_on": "2026-12-01"})
    row = Employment.objects.get()
    sign_in(client, "payroll")
    home = client.get(reverse("admin:index")).text

    wrong = client.post(step("employment", row.pk, "national-id"), {"number": "03851598731"})
    terms = client.post(
        step("employment", row.pk, "terms"), TERMS | {"form": "temporary", "ends_on": "", "starts_on": "2026-12-01"}
    )
    early = client.post(step("employment", row.pk, "put-in-force"), follow=True)

    where = f"{reverse('admin:candidates_employment_changelist')}?state__exact=draft"
    assert (f'href="{where}"' in home, str(row) in client.get(where).text) == (True, True)
    assert "This is no national identity number" in wrong.text
    assert "03851598731" not in wrong.text
    assert "A temporary employment has a ground and a last day" in terms.text
    assert "Something is missing yet: national identity number" in early.text
    assert "Signed by both on" in client.get(step("employment", row.pk, "contract")).text


@pytest.mark.parametrize("typed", ["42 000,50", "42\u00a0000,50", "42000.50"])
def test_pay_is_typed_as_people_write_it(client, payroll, settings, typed):
    settings.LANGUAGE_CODE = "nb"
    row = begun(payroll)
    sign_in(client, "payroll")

    client.post(
        reverse("admin:candidates_employment_step", args=[row.pk, "terms"]),
        TERMS | {"pay": typed, "ends_on": "", "starts_on": "2026-12-01"},
    )

    row.refresh_from_db()
    assert str(row.pay) == "42000.50"


def write(row, payroll, **terms):
    employments.write_terms(employment=row, by=payroll, at=NOW, **TERMS | terms)


def test_what_is_in_force_stays_whole_and_every_refusal_has_its_sentence(client, payroll):
    row = begun(payroll)
    employments.activate(employment=row, by=payroll, at=NOW)
    relevant = WHOLE | {
        "covered": [*set(ContractItem) - {ContractItem.DURATION}],
        "not_relevant": [ContractItem.DURATION],
    }
    employments.write_contract(employment=row, by=payroll, at=NOW, **relevant)
    sign_in(client, "payroll")
    address = reverse("admin:candidates_employment_step", args=[row.pk, "terms"])
    temporary = {"form": "temporary", "temporary_ground": "substitute", "ends_on": "2026-12-31"}

    cleared = client.post(address, TERMS | {"pay": "", "ends_on": ""})
    changed = client.post(address, TERMS | temporary)

    assert [page.status_code for page in (cleared, changed)] == [200, 200]
    assert ["forblir hel" in page.text for page in (cleared, changed)] == [True, True]
    assert Employment.objects.values_list("pay", "form").get() == (250, "permanent")


def test_a_last_day_stays_while_another_employment_is_prepared(payroll):
    row = begun(payroll)
    employments.activate(employment=row, by=payroll, at=NOW)
    employments.end(employment=row, ends_on=NOW.date(), end_cause="resigned", by=payroll, at=NOW)
    EmploymentFactory(subject=row.subject)

    with pytest.raises(employments.AlreadyEmployed):
        write(row, payroll)


def test_what_goes_on_has_not_ended_for_any_reason(payroll):
    row = begun(payroll)
    employments.activate(employment=row, by=payroll, at=NOW)
    employments.end(employment=row, ends_on=NOW.date(), end_cause="resigned", by=payroll, at=NOW)

    write(row, payroll)

    assert Employment.objects.values_list("ends_on", "end_cause").get() == (None, "")
    refused("employment_cause_of_an_end", lambda: Employment.objects.update(end_cause="resigned"))


def test_when_the_file_is_gone_nothing_is_written_anew(payroll):
    row = employed(starts_on=D(2025, 1, 1), ends_on=D(2026, 1, 31), end_cause="resigned")
    EmploymentFile.objects.all().delete()

    for act in (
        lambda: write(row, payroll),
        lambda: employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE),
        lambda: employments.end(employment=row, ends_on=NOW.date(), end_cause="resigned", by=payroll, at=NOW),
        lambda: sealed_numbers.note_account(employment=row, number=ACCOUNT, by=payroll, at=NOW),
        lambda: sealed_numbers.note_national_id(employment=row, number=NUMBER, by=payroll, at=NOW),
    ):
        with pytest.raises(employments.Over):
            act()


def test_a_contract_is_signed_before_it_counts_and_its_file_stays_while_somebody_works_here(payroll):
    row, tomorrow = begun(payroll), NOW.date() + datetime.timedelta(days=1)
    with pytest.raises(employments.SignedTooEarly):
        employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE | {"signed_on": tomorrow})
    EmploymentFile.objects.update(signed_on=tomorrow)
    refused("signed later", lambda: employments.activate(employment=row, by=payroll, at=NOW))
    EmploymentFile.objects.update(signed_on=NOW.date())
    employments.activate(employment=row, by=payroll, at=NOW)

    refused("file of whoever works for us stays", lambda: EmploymentFile.objects.all().delete())


def test_the_trail_says_what_was_changed_and_nothing_of_what_was_not(payroll):
    row = begun(payroll)
    before = TrailEntry.objects.count()

    write(row, payroll)
    employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE)
    unchanged = TrailEntry.objects.count()
    employments.write_contract(employment=row, by=payroll, at=NOW, **WHOLE | {"phone": "+4790000002"})

    assert (unchanged, TrailEntry.objects.latest("pk").fields) == (before, ["phone"])


def test_a_key_that_is_lost_is_a_sentence(client, payroll, settings):
    row = begun(payroll)
    settings.FIELD_KEYS = ["other:" + base64.b64encode(bytes(32)).decode()]
    sign_in(client, "payroll")

    page = client.post(reverse("admin:reveal_number", args=[row.pk]), {"which": "national_id", "reason": "for_report"})

    assert (page.status_code, "nøkkelen" in page.text) == (200, True)


@pytest.mark.promise("P52")
def test_what_is_overdue_is_found_also_under_a_number_that_was_merged_away():
    row = employed(starts_on=D(2019, 1, 1), ends_on=D(2020, 1, 31), end_cause="resigned")
    person = CandidateFactory().subject

    subjects.merge(lost=row.subject, into=person, by=None, at=NOW)

    assert [*employment_promises.kept_after_the_law(NOW)] == [str(row.pk)]


def test_the_restricted_are_out_of_sight_and_out_of_reach(payroll):
    row = employed()
    RestrictionFactory(subject=row.subject)

    assert list(Employment.objects.visible_to(payroll)) == []
    with pytest.raises(sealed_numbers.subjects.IsRestricted):
        sealed_numbers.reveal(employment=row, which=Sealed.NATIONAL_ID, reason=RevealReason.REPORT, by=payroll, at=NOW)


# --- next of kin ---
def test_next_of_kin_are_told_first_and_of_somebody_who_is_employed(payroll):
    row, prepared = employed(), EmploymentFactory()
    given = {"name": "Ola", "phone": "+4790000001", "relation": "bror", "by": payroll, "at": NOW}

    with pytest.raises(next_of_kin.NotTold):
        next_of_kin.name(employment=row, told_on=NOW.date() + datetime.timedelta(days=1), **given)
    with pytest.raises(next_of_kin.NotInForce):
        next_of_kin.name(employment=prepared, told_on=NOW.date(), **given)
    refused("somebody who is employed", lambda: NextOfKinFactory(employment=prepared))
    refused("told before", lambda: NextOfKinFactory(employment=row, told_on=NOW.date() + datetime.timedelta(days=1)))
    kin = next_of_kin.name(employment=row, told_on=NOW.date(), **given)
    erasure.erase_person(subject_id=kin.subject_id, cause=ErasureCause.STAFF, by=payroll, at=NOW)
    assert (NextOfKin.objects.count(), Subject.objects.filter(pk=kin.subject_id).exists()) == (0, False)


# --- how long ---
def nights(*days):
    for day in days:
        purge.run(as_of=day, at=datetime.datetime.combine(day, datetime.time(3), tzinfo=datetime.UTC))


def there(row):
    return [
        model.objects.filter(**{name: row.pk}).exists()
        for model, name in (
            (NextOfKin, "employment"),
            (PayAccount, "employment"),
            (EmploymentFile, "employment"),
            (Employment, "pk"),
        )
    ]


@pytest.mark.promise("P50")
def test_the_next_of_kin_are_looked_at_when_the_last_day_moves(payroll):
    row, last = employed(), NOW.date() + datetime.timedelta(days=30)
    kin = NextOfKinFactory(employment=row)
    retention.refresh(kin.subject_id)

    employments.write_terms(employment=row, by=payroll, at=NOW, **TERMS | {"ends_on": last})

    assert Subject.objects.get(pk=kin.subject_id).due_on == last + datetime.timedelta(days=1)
    assert list(engine.looked_at_too_late(NOW)) == []


@pytest.mark.promise("P52")
def test_after_the_end_it_goes_category_by_category_and_what_the_law_keeps_last(payroll):
    row = employed(starts_on=D(2026, 1, 1))
    sealed_numbers.note_account(employment=row, number=ACCOUNT, by=payroll, at=NOW)
    kin = NextOfKinFactory(employment=row)
    employments.end(employment=row, ends_on=D(2027, 1, 31), end_cause="resigned", by=payroll, at=NOW)
    told = {item.key[0].split(".")[1]: item.due_on for item in explain(row.subject_id, D(2027, 1, 31)).items}
    left = []

    for last, first in [
        ("2027-01-31", "2027-02-01"),
        ("2027-03-30", "2027-03-31"),
        ("2027-07-30", "2027-07-31"),
        ("2032-12-31", "2033-01-01"),
    ]:
        for day in (last, first):
            nights(D.fromisoformat(day))
            left.append(there(row))

    assert told == {"PayAccount": D(2027, 3, 31), "EmploymentFile": D(2027, 7, 31), "Employment": D(2033, 1, 1)}
    assert left == [
        [True, True, True, True], [False, True, True, True], [False, True, True, True], [False, False, True, True],
        [False, False, True, True], [False, False, False, True], [False, False, False, True], [False, False, False, False],
    ]  # fmt: skip
    assert Subject.objects.filter(pk__in=[row.subject_id, kin.subject_id]).count() == 0


@pytest.mark.promise("P52")
def test_next_of_kin_on_hold_stay_when_the_employment_goes_and_go_when_the_hold_ends(payroll):
    row = employed(starts_on=D(2025, 1, 1))
    kin = NextOfKinFactory(employment=row)
    officer, manager = StaffFactory(roles=["privacy"]), StaffFactory(roles=["manager"])
    hold = holds.place(
        subject_id=kin.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="Krav.", ends_on=D(2033, 6, 1), by=officer, at=NOW
    )  # fmt: skip
    holds.approve(hold=hold, by=manager, at=NOW)
    employments.end(employment=row, ends_on=D(2026, 12, 31), end_cause="resigned", by=payroll, at=NOW)

    nights(D(2027, 1, 1), D(2027, 7, 1), D(2032, 1, 1))
    held = [Employment.objects.exists(), *NextOfKin.objects.values_list("name", "employment")]
    last = explain(kin.subject_id, D(2032, 1, 1)).due_on
    nights(last - datetime.timedelta(days=1))
    before = NextOfKin.objects.exists()
    nights(last)

    assert held == [False, ("Ola Lønnestad", None)]
    assert (before, NextOfKin.objects.exists()) == (True, False)
    assert not Subject.objects.filter(pk=kin.subject_id).exists()


def test_what_only_the_law_keeps_is_out_of_daily_view(payroll):
    row = employed(ends_on=D(2026, 11, 24))
    roles = {role: colleague(role) for role in ("payroll", "manager", "finance", "adviser")}
    seen = lambda: {role for role, each in roles.items() if Employment.objects.visible_to(each).exists()}  # noqa: E731
    before = seen()

    EmploymentFile.objects.filter(employment=row).delete()

    assert (before, seen()) == ({"payroll", "manager"}, {"finance"})


@pytest.mark.promise("P51")
def test_whoever_works_here_stays_whatever_is_asked_and_the_candidate_goes(payroll):
    row = begun(payroll)
    employments.activate(employment=row, by=payroll, at=NOW)
    candidate = Candidate.objects.get()

    answer = erasure.erase_person(subject_id=row.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert (answer.is_erased, Candidate.objects.filter(pk=candidate.pk).exists()) == (False, False)
    assert there(row) == [False, True, True, True]


DAY = datetime.timedelta(days=1)
APPLIED = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)  # kept until the 1st of March 2027
HIRED = datetime.datetime(2027, 1, 30, 12, tzinfo=datetime.UTC)  # on day 700; 30 days are left


def hired(**more):
    """Applied on day 0, put in force on day 700."""
    candidate = CandidateFactory(created_at=APPLIED, last_active_at=APPLIED)
    application = ApplicationFactory(candidate=candidate, submitted_at=APPLIED)
    row = employed(subject=candidate.subject, starts_on=D(2027, 2, 1), **more)
    Employment.objects.filter(pk=row.pk).update(activated_at=HIRED)
    retention.refresh(row.subject_id)
    return row, candidate, application


def still(row):
    return type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.promise("P51")
def test_hired_on_day_700_nobody_is_deleted_on_day_731_and_the_rest_of_the_time_runs_from_the_end(payroll):
    row, candidate, application = hired()
    nights(APPLIED.date() + 731 * DAY, D(2029, 6, 1))
    assert (still(candidate), still(application)) == (True, True)
    codes = {ground.code for each in explain(row.subject_id, D(2029, 6, 1)).decision.outcomes for ground in each.active}
    assert codes == {"clock_stopped", "employed"}

    employments.end(employment=row, ends_on=D(2029, 6, 30), end_cause="resigned", by=payroll, at=NOW)
    told = {item.key[0]: item.due_on for item in explain(row.subject_id, D(2029, 6, 30)).items}
    nights(D(2029, 7, 30))
    before = still(application)
    nights(D(2029, 7, 31))

    assert (told["candidates.Application"], before) == (D(2029, 7, 31), True)  # 30 days, as were left
    assert (still(application), still(candidate), still(row)) == (False, False, True)


@pytest.mark.promise("P51")
def test_the_night_finds_whoever_was_forgotten_and_erases_nobody_who_works_here():
    row, candidate, application = hired()
    Subject.objects.filter(pk=row.subject_id).update(due_on=None)

    nights(D(2027, 3, 1), D(2027, 3, 2))

    assert (still(candidate), still(application), Subject.objects.get(pk=row.subject_id).due_on) == (True, True, None)


@pytest.mark.parametrize(
    ("pauses", "until"),
    [
        ((), D(2027, 3, 1)),
        ((Pause(D(2027, 1, 30), None),), None),
        ((Pause(D(2027, 3, 1), None),), D(2027, 3, 1)),  # it was over
        ((Pause(D(2020, 1, 1), D(2025, 3, 10)),), D(2027, 3, 11)),  # from the day of the application: ten days
        ((Pause(D(2020, 1, 1), D(2024, 1, 1)),), D(2027, 3, 1)),  # before the application
        ((Pause(D(2026, 1, 1), D(2026, 1, 10)), Pause(D(2026, 1, 5), D(2026, 1, 20))), D(2027, 3, 21)),  # two at once
    ],
)
def test_a_clock_stands_still_through_each_pause_and_no_longer(pauses, until):
    rule = Paused("submitted_at", "candidate_base")

    found = rule.read({"submitted_at": APPLIED}, Known({"candidate_base": Period(2, "years")}, {}, pauses))

    assert [ground.until for ground in found.grounds] == [until]


def test_one_prepared_keeps_nobody_and_goes_by_itself():
    row = EmploymentFactory(begun_at=datetime.datetime(2026, 8, 31, 12, tzinfo=datetime.UTC))
    FileFactory(employment=row)
    candidate = CandidateFactory(subject=row.subject, account=False, last_active_at=NOW)

    nights(D(2026, 11, 29), D(2026, 11, 30))

    assert (there(row), Candidate.objects.filter(pk=candidate.pk).exists()) == ([False] * 4, True)
