"""A process that is asked to fill the site with ads, and how often its pages ask the database."""

import datetime
from itertools import cycle

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.inside.asked import serve
from clients.choices import AgreementKind, EmploymentForm, Extent
from clients.choices.ads import County
from clients.models import AdRequirement, Agreement, ClientCompany, JobAd, JobOrder
from fremrykk.accounts.choices import Role
from fremrykk.accounts.management.scale.agency import MANAGER, employ

OCCUPATIONS = ("2221", "2512", "3313", "4321", "5120", "5321", "7115", "8322")
BODY = "<p>Du får varierte dager i et lag som kjenner hverandre.</p><h2>Oppgavene</h2><ul><li>Oppfølging.</li></ul>" * 4


def fill(number: int) -> str:
    """So many ads on the site, each with what it requires; the address of the first."""
    now, there = timezone.now(), JobAd.objects.count()
    order = JobOrder.objects.first() or _order(now)
    facts = zip(cycle(OCCUPATIONS), cycle(County.values), cycle(Extent.values), cycle(EmploymentForm.values))
    new = [
        JobAd(
            order=order, slug=f"stilling-{there + each}", title=f"Stilling nummer {there + each}", body=BODY, employer="Fjellvik AS",
            summary="Du gir trygg hjelp, i et lag som kjenner hverandre.", place="Oslo", municipality="Oslo", postal_code="0155",
            occupation=occupation, county=county, extent=extent, form=form, remote="not_possible", starts="Så snart som mulig",
            pay_from=520_000, pay_to=610_000, pay_per="year", published_at=now, created_at=now, changed_at=now,
        )
        for each, (occupation, county, extent, form) in zip(range(number - there), facts, strict=False)
    ]  # fmt: skip
    JobAd.objects.bulk_create(new)
    AdRequirement.objects.bulk_create(
        AdRequirement(ad=ad, order=place, what="Fagbrev", why="Du arbeider alene på vakt.")
        for ad in new for place in (1, 2, 3)
    )  # fmt: skip
    return str(JobAd.objects.earliest("pk").get_absolute_url())


def _order(now: datetime.datetime) -> JobOrder:
    company = ClientCompany.objects.create(org_number="310000003", name="Fjellvik AS", created_at=now)
    manager = employ(now, MANAGER, [Role.MANAGER])
    agreement = Agreement.objects.create(
        company=company, kind=AgreementKind.RECRUITMENT, valid_from=now.date(), signed_by=manager, signed_at=now
    )
    return JobOrder.objects.create(
        company=company, agreement=agreement, title="Stilling", adviser=manager, opened_at=now, created_at=now
    )


def queries(ad: str) -> dict[str, int]:
    """Of a visitor's request, once the process has read what it keeps."""
    client, asked = Client(headers={"host": "localhost"}), {}
    for name, path in (("front page", "/"), ("list", "/stillinger/"), ("ad", ad)):
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        asked[name] = len(seen)
    return asked


if __name__ == "__main__":
    serve({"fill": lambda number: fill(int(number)), "queries": queries})
