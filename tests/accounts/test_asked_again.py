"""Exports, storage times, accounts and factors ask once more who it is: a screen left open must not be enough (AUT-08)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from fremrykk.accounts.models import User
from privacy.choices import PeriodCode
from privacy.models import PurgeRun, RetentionPeriod, SentForm
from tests import factories as made
from tests import workspace
from tests.accounts.logins import PASSWORD, make_staff, totp, with_totp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("logins"), pytest.mark.asvs("AUT-08")]
PERIOD = {"code": PeriodCode.LEAD, "length": 3, "unit": "months", "ceiling": 6, "authority": "loven"}
LIST, PERIODS = "/admin/accounts/user/", "/admin/privacy/retentionperiod/"
ASKED = ("/konto/reauthenticate/", "/konto/2fa/reauthenticate/")


@pytest.fixture
def manager(client):
    """Logged in with both factors, and asked nothing since."""
    user = with_totp(make_staff("sjef@example.test", "manager", "payroll"))
    workspace.log_in(client, user)
    return user


def state():
    """What none of the doors may have changed."""
    return (
        sorted(User.objects.values_list("pk", "roles", "is_active", "password")),
        sorted(Authenticator.objects.values_list("pk", "type")),
        sorted(RetentionPeriod.objects.values_list("pk", "approved_at")),
        sorted(PurgeRun.objects.values_list("pk", "approved_at")),
        SentForm.objects.count(),
    )


def posts():
    colleague, closed = workspace.colleague("adviser"), made.StaffFactory(is_active=False)
    period = made.RetentionPeriodFactory(code=PeriodCode.LEAD)
    run = made.PurgeRunFactory(braked_at=made.NOW, brake_cause="share")
    steps = {name: f"{LIST}{colleague.pk}/step/{name}/" for name in ("roles", "invite", "reset", "close", "hand-over")}
    taking_over = workspace.colleague("adviser").pk
    yield from ((address, {"roles": ["finance"], "to": taking_over}) for address in steps.values())
    yield f"{LIST}{closed.pk}/step/open/", {}
    yield f"{LIST}add/", {"email": "ny2@example.test", "name": "Ny", "roles": ["adviser"]}
    yield f"{PERIODS}add/", PERIOD
    yield f"{PERIODS}{period.pk}/step/approve/", {}
    yield PERIODS, {"action": "approve", "_selected_action": [period.pk], "confirmed": "yes"}
    yield f"/admin/privacy/purgerun/{run.pk}/step/approve/", {}
    yield "/konto/2fa/totp/deactivate/", {}
    yield "/konto/2fa/recovery-codes/generate/", {}


def test_what_everything_hangs_on_is_changed_only_after_being_asked_again(client, manager):
    doors = list(posts())
    before = state()

    answers = {address: client.post(address, data) for address, data in doors}

    asked = [address for address, answer in answers.items() if answer.get("Location", "").startswith(ASKED)]
    assert (asked, len(asked) > 11) == (list(answers), True)
    assert state() == before


def test_many_persons_data_leave_only_after_being_asked_again(client, manager):
    run, report = made.ImportFactory(), made.AuthorityReportFactory()
    own = made.PackageFactory(subject=manager.subject)
    files = [reverse("admin:import_problems", args=[run.pk]), reverse("fetch_copy", args=[own.pk]),
             reverse("admin:report_pay_file", args=[report.pk]) + "?to-fill=yes"]  # fmt: skip

    led = [client.get(address, follow=True).redirect_chain[-1][0] for address in files]

    assert [each for each in led if not each.startswith(ASKED)] == []


@pytest.mark.parametrize(
    "page", ["totp/deactivate", "webauthn/add", "recovery-codes", "recovery-codes/generate", "recovery-codes/download"]
)
def test_the_pages_about_factors_are_shown_only_after_being_asked_again(client, manager, page):
    RecoveryCodes.activate(manager)

    assert client.get(f"/konto/2fa/{page}/").url.startswith(ASKED)


@pytest.mark.parametrize("door", ["password", "mfa"])
def test_once_confirmed_what_was_asked_for_goes_on(client, manager, door):
    period = made.RetentionPeriodFactory(code=PeriodCode.LEAD)
    step = f"{PERIODS}{period.pk}/step/approve/"
    client.post(step)

    ways = {"password": ("/konto/reauthenticate/", lambda: {"password": PASSWORD}),
            "mfa": ("/konto/2fa/reauthenticate/", lambda: {"code": totp()})}  # fmt: skip
    address, typed = ways[door]
    client.post(f"{address}?next={step}", typed() | {"next": step})

    assert RetentionPeriod.objects.get(pk=period.pk).approved_by == manager


def test_a_file_is_taken_from_the_page_one_comes_back_to(client, manager):
    run = made.ImportFactory()
    problems = reverse("admin:import_problems", args=[run.pk])
    asked = client.get(problems, follow=True).redirect_chain[-1][0]

    back = client.post(asked, {"password": PASSWORD, "next": f"{problems}?confirm=yes"}, follow=True)
    taken = client.get(problems)

    assert back.redirect_chain[-1][0] == reverse("admin:candidates_import_change", args=[run.pk])
    assert taken["Content-Type"] == "text/csv; charset=utf-8"


def test_five_minutes_later_it_is_asked_again(client, manager):
    workspace.confirm(client, manager)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()

    assert client.post(f"{PERIODS}add/", PERIOD).url.startswith(ASKED)
