"""Figures: counts and medians that tell of nobody, the same for every reader."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.queries import figures, periods
from candidates.queries.figures import Scope
from candidates.queries.small_counts import shown, shown_days
from privacy.actions import restrictions
from privacy.choices import RestrictionGround
from tests import factories as made
from tests import workspace

AT = datetime.datetime(2026, 5, 4, 9, tzinfo=timezone.get_default_timezone())  # in the second quarter
SPAN = periods.Span(periods.Quarter(2026, 1), periods.Quarter(2026, 2))
PAGE, SHEET = reverse("admin:figures"), reverse("admin:figures_csv")


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def order():
    return made.JobOrderFactory(title="Sykepleier", opened_at=AT - datetime.timedelta(days=10))


@pytest.fixture
def texts():
    kinds = {"notice": made.NoticeFactory(), "sharing_notice": made.NoticeFactory(kind="sharing")}
    return kinds | {"terms": made.TermsVersionFactory(), "job_ad": None}


def applications(texts, order, count, at=AT, **values):
    given = texts | {"job_order": order, "submitted_at": at, "origin": "applied"} | values
    return [made.ApplicationFactory(**given) for _ in range(count)]


def moved(rows, to="screening", days=4, frm="new", **values):
    by = made.StaffFactory()
    for row in rows:
        at = row.submitted_at + datetime.timedelta(days=days)
        made.StageChangeFactory(application=row, from_stage=frm, to_stage=to, at=at, by=by, **values)


# --- what a number tells ---
def test_few_are_hidden_and_all_else_is_rounded():
    assert [shown(count) for count in (0, 1, 4, 5, 7, 8, 12, 13)] == [0, None, None, 5, 5, 10, 10, 15]
    assert [shown_days(4, 3.0), shown_days(5, 3.4), shown_days(5, None)] == [None, 3, None]


def test_quarters_go_by_the_norwegian_calendar_and_cannot_be_made_narrower():
    spans = periods.spans(datetime.date(2026, 11, 28))

    assert list(spans)[:4] == ["year", "all", "2026-4", "2026-3"]
    assert len(spans) == 2 + periods.QUARTERS
    assert spans["2026-4"].between[1].isoformat() == "2027-01-01T00:00:00+01:00"


# --- what is counted ---
@pytest.mark.django_db
def test_applications_are_counted_by_quarter_source_and_position(order, texts):
    rows = applications(texts, order, 6)
    moved(rows[:5], to="interview")
    wording = made.CampaignFactory(channel="facebook").wordings.get()
    applications(texts, made.JobOrderFactory(title=" SYKEPLEIER"), 5, origin="lead", wording=wording)
    applications(texts, made.JobOrderFactory(title="Kokk"), 2)
    applications(texts, None, 1, at=AT - datetime.timedelta(days=60), origin="registered")

    quarters, sources = figures.by_quarter(Scope(), SPAN), figures.by_source(Scope(), SPAN)
    titles = figures.by_title(Scope(), SPAN)

    assert [(str(each.key), each.received) for each in quarters] == [("2026-1", None), ("2026-2", 15)]
    assert [(each.key, each.received) for each in sources] == [
        (("applied", ""), 10), (("registered", ""), None), (("lead", "facebook"), 5),
    ]  # fmt: skip
    assert sources[0].reached == (5, 0, 0)
    assert [(each.key, each.received) for each in titles] == [("Sykepleier", 10), (None, None)]
    assert figures.by_quarter(Scope(title="sykepleier"), SPAN)[1].received == 10
    assert figures.by_quarter(Scope(order=order.pk), SPAN)[1].received == 5
    assert figures.choices(SPAN).titles == [("sykepleier", "Sykepleier")]


@pytest.mark.django_db
def test_days_in_a_stage_and_until_an_order_is_filled(order, texts):
    rows = applications(texts, order, 5)
    moved(rows)
    moved(rows, frm="screening", to="interview", days=6)
    moved(rows[:4], frm="interview", to="offer", days=7)
    for _ in range(5):
        filled = made.JobOrderFactory(opened_at=AT, adviser=order.adviser)
        placed = made.ApplicationFactory(**texts, job_order=filled, origin="applied", stage="placed", submitted_at=AT)
        made.PlacementFactory(application=placed, registered_at=AT + datetime.timedelta(days=30))

    stays, fill = figures.time_in_stage(Scope(), SPAN), figures.time_to_fill(Scope(), SPAN)

    assert [(each.key, each.count, each.days) for each in stays[:3]] == [
        ("new", 5, 4), ("screening", 5, 2), ("interview", None, None),
    ]  # fmt: skip
    assert (fill.count, fill.days) == (5, 30)
    assert figures.time_to_fill(Scope(order=order.pk), SPAN).count == 0


@pytest.mark.django_db
def test_whoever_is_set_aside_is_counted_for_nobody(order, texts):
    rows = applications(texts, order, 5)
    moved(rows)
    assert (figures.by_source(Scope(), SPAN)[0].received, figures.time_in_stage(Scope(), SPAN)[0].count) == (5, 5)

    restrictions.place(
        subject_id=rows[0].candidate.subject_id, ground=RestrictionGround.ACCURACY, category="", by=made.StaffFactory(),
        at=AT,
    )  # fmt: skip

    assert (figures.by_source(Scope(), SPAN)[0].received, figures.time_in_stage(Scope(), SPAN)[0].count) == (
        None,
        None,
    )
    assert figures.choices(SPAN).titles == []


# --- the page ---
@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_however_much_there_is(count, client, order, texts, django_assert_num_queries):
    workspace.sign_in(client, "adviser")
    moved(applications(texts, order, count, at=timezone.now() - datetime.timedelta(days=9)))
    client.get(PAGE)

    with django_assert_num_queries(17):
        response = client.get(PAGE, {"period": "all"})

    assert response.context["parts"][0].panel.rows[-2:] and response.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [
    {"period": "2026-5"}, {"period": "x", "of": "order:²"}, {"of": "order:999999999999999999999"}, {"of": "title:' OR 1=1"},
])  # fmt: skip
def test_nonsense_is_said_to_be_so_and_counts_all(asked, client):
    workspace.sign_in(client, "manager")

    response = client.get(PAGE, asked)

    assert (response.status_code, client.get(SHEET, asked).status_code) == (200, 200)
    assert set(response.context["form"].errors) == set(asked)
    assert response.context["csv_url"] == SHEET


@pytest.mark.django_db
def test_a_cell_of_the_sheet_runs_nothing(client, texts):
    workspace.sign_in(client, "adviser")
    evil = made.JobOrderFactory(title='=HYPERLINK("http://evil.example.test")')
    applications(texts, evil, 5, at=timezone.now())

    response = client.get(SHEET)

    rows = list(csv.reader(io.StringIO(response.text.lstrip("\ufeff")), delimiter=";"))
    (row,) = [row for row in rows if row and "HYPERLINK" in row[0]]
    assert row == ['\'=HYPERLINK("http://evil.example.test")', "5", "0", "0", "0"]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]
