"""The agency invented people apply to: colleagues, a client with positions, a contact person who reads presentations."""

import datetime
import uuid
from collections.abc import Iterable

from clients.actions import companies
from clients.choices import AgreementKind
from clients.models import Agreement, ClientCompany, ClientContact, JobAd, JobOrder
from fremrykk.accounts.actions import roles as permissions
from fremrykk.accounts.choices import Role
from fremrykk.accounts.management.scale import words
from fremrykk.accounts.management.scale.people import Surroundings, key
from fremrykk.accounts.models import User
from privacy.actions import periods, recipients
from privacy.choices import NoticeKind
from privacy.models import Notice, ProcessingActivity, RetentionPeriod, Subject, TermsVersion

ADVISERS = 20
FEWEST, EACH = 50, 200  # positions: one for so many people, and never fewer
CLIENT = "310999008"
MANAGER, ADVISER = "leder@skala.example.test", "radgiver{}@skala.example.test"


def settle(seed: int, candidates: int, now: datetime.datetime) -> Surroundings:
    """What there has to be before people come; what is there already stays. The manager approves every storage time."""
    manager = employ(now, MANAGER, [Role.MANAGER, Role.ADVISER])
    for period in RetentionPeriod.objects.filter(approved_at=None, superseded_at=None).order_by("pk"):
        periods.approve(period=period, by=manager, at=now)
    advisers = [employ(now, ADVISER.format(number), [Role.ADVISER]) for number in range(1, ADVISERS + 1)]
    return Surroundings(
        seed=seed,
        now=now,
        advisers=tuple(each.pk for each in advisers),
        activity=ProcessingActivity.objects.get(code="applications").pk,
        statement=_shown(NoticeKind.STATEMENT),
        sharing=_shown(NoticeKind.SHARING),
        further_storage=_shown(NoticeKind.FURTHER_STORAGE),
        terms=TermsVersion.objects.latest("version").pk,
        ads=tuple(_positions(manager, advisers, max(FEWEST, candidates // EACH), now)),
    )


def employ(now: datetime.datetime, email: str, roles: list[Role]) -> User:
    """A colleague nobody can log in as: without password and second factor."""
    if known := User.objects.filter(email=email).first():
        return known
    subject = Subject.objects.create(pk=key(0, email, 0), created_at=now)
    user = User.objects.create(subject=subject, email=email, password="!", is_staff=True, roles=roles, joined_at=now)  # noqa: S106
    permissions.follow(user)
    return user


def contact() -> ClientContact:
    return ClientContact.objects.get(company__org_number=CLIENT)


def _shown(kind: NoticeKind) -> int:
    return Notice.objects.filter(kind=kind).latest("version").pk


def _client(manager: User, now: datetime.datetime) -> ClientCompany:
    if known := ClientCompany.objects.filter(org_number=CLIENT).first():
        return known
    company = companies.register(
        org_number=CLIENT, name="Skalavik AS", adviser=manager, by=manager, at=now,
        privacy_statement_url="https://skalavik.example.test/personvern",
    )  # fmt: skip
    companies.add_contact(company=company, name="Gro Skalavik", email="gro@skalavik.example.test", by=manager, at=now)
    recipients.for_client(
        company_uuid=company.pk, name=company.name, org_number=CLIENT, purpose="Vurderer kandidater til egne stillinger"
    )
    return company


def _positions(
    manager: User, advisers: list[User], wanted: int, now: datetime.datetime
) -> Iterable[tuple[uuid.UUID, int]]:
    company = _client(manager, now)
    there = list(JobAd.objects.filter(order__company=company).order_by("pk").values_list("pk", "order"))
    agreement = Agreement.objects.filter(company=company).first() or Agreement.objects.create(
        company=company, kind=AgreementKind.RECRUITMENT, valid_from=now.date(), signed_by=manager, signed_at=now
    )
    new = [
        JobOrder(
            company=company, agreement=agreement, title=words.word(52 + number % 30).capitalize(),
            adviser=advisers[number % len(advisers)], opened_at=now, created_at=now,
        )
        for number in range(len(there), wanted)
    ]  # fmt: skip
    ads = [
        JobAd(
            order=order, slug=f"skala-{number}", title=order.title, summary="Team", body="<p>Dager.</p>", created_at=now
        )
        for number, order in enumerate(JobOrder.objects.bulk_create(new), len(there))
    ]
    return [*there, *((ad.pk, ad.order_id) for ad in JobAd.objects.bulk_create(ads))]
