"""Fills an empty database: the migrations, an agency with everything approved, and its people by COPY.

Ends as the night before a great purge: the brake has stopped a run and the manager has let it on.
"""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import AutoField, DateTimeField, GeneratedField, Model
from django.utils import timezone
from psycopg import sql

from bench.inside.people import TABLES, Person, Row, Surroundings
from clients.choices import AgreementKind
from clients.models import Agreement, ClientCompany, JobAd, JobOrder
from fremrykk.accounts.choices import Role
from fremrykk.accounts.models import User
from privacy.actions import brake, periods, purge
from privacy.choices import NoticeKind
from privacy.models import Notice, ProcessingActivity, RetentionPeriod, Subject, TermsVersion

ADS = 50


def seed(number: int, candidates: int, now: datetime.datetime) -> None:
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        manager = employ(now)
        for period in RetentionPeriod.objects.filter(approved_at=None):
            periods.approve(period=period, by=manager, at=now)
        around = surroundings(number, manager, now)
    for model, rows in TABLES:
        copy(model, (row for each in range(candidates) for row in rows(Person(each, around))), now)
    analyze()
    braked = purge.run(as_of=timezone.localdate(now), at=now, has_clock_jumped=True)  # stops, however few are due
    brake.release(run=braked, by=manager, at=now)
    analyze()


def employ(now: datetime.datetime) -> User:
    subject = Subject.objects.create(created_at=now)
    roles = [Role.MANAGER, Role.ADVISER]
    return User.objects.create(subject=subject, email="leder@example.test", is_staff=True, roles=roles, joined_at=now)


def surroundings(seed: int, manager: User, now: datetime.datetime) -> Surroundings:
    def shown(kind: NoticeKind) -> int:
        return Notice.objects.filter(kind=kind).latest("version").pk

    return Surroundings(
        seed=seed,
        now=now,
        adviser=manager.pk,
        activity=ProcessingActivity.objects.get(code="applications").pk,
        statement=shown(NoticeKind.STATEMENT),
        sharing=shown(NoticeKind.SHARING),
        further_storage=shown(NoticeKind.FURTHER_STORAGE),
        terms=TermsVersion.objects.latest("version").pk,
        first_user=manager.pk + 1,
        ads=tuple(positions(manager, now)),
    )


def positions(manager: User, now: datetime.datetime) -> Iterator[tuple[uuid.UUID, int]]:
    company = ClientCompany.objects.create(org_number="310000003", name="Fjellvik AS", created_at=now)
    agreement = Agreement.objects.create(
        company=company, kind=AgreementKind.RECRUITMENT, valid_from=now.date(), signed_by=manager, signed_at=now
    )
    for each in range(ADS):
        order = JobOrder.objects.create(
            company=company, agreement=agreement, title="Sykepleier", adviser=manager, opened_at=now, created_at=now
        )
        ad = JobAd.objects.create(
            order=order,
            slug=f"sykepleier-{each}",
            title="Sykepleier",
            summary="Team",
            body="<p>Dager.</p>",
            created_at=now,
        )
        yield ad.pk, order.pk


def copy(model: type[Model], rows: Iterator[Row], now: datetime.datetime) -> None:
    """Every column a row does not name has the model's own default, worked out once."""
    first = next(rows)
    usual = {column: value for column, value in defaults(model, now) if column not in first}
    columns = [*first, *usual]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    same = tuple(usual.values())
    with connection.cursor() as cursor, cursor.copy(statement) as out:
        for row in chained(first, rows):
            out.write_row((*row.values(), *same))


def chained(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def defaults(model: type[Model], now: datetime.datetime) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, AutoField | GeneratedField):
            continue
        value = now if isinstance(field, DateTimeField) and field.has_default() else field.get_default()
        yield str(field.column), value


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
