"""Figures: counts and medians that tell of nobody, the same for every reader."""

import csv
import datetime
import io

import pytest
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from candidates.actions import counting
from candidates.queries import figures, periods, search
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

    with django_assert_num_queries(23):  # the limits of time among them
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


# --- too much for a page ---
@pytest.fixture
def much(monkeypatch):
    """The database takes longer for one of the tables than anybody waits; lets go when called."""

    def slow(*asked):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    def let_go():
        monkeypatch.setattr(figures, "by_source", by_source)

    by_source = figures.by_source
    monkeypatch.setattr(search, "LONGEST_WAIT", "50ms")
    monkeypatch.setattr(figures, "by_source", slow)
    return let_go


@pytest.fixture
def asked(monkeypatch):
    """What the worker is asked to count."""
    current_app.loader.import_default_modules()
    found = []
    monkeypatch.setattr(counting, "nudge", lambda task, key: found.append((task, key)))
    return found


def asked_for():
    spans = periods.spans(timezone.localdate())
    return spans["year"], spans["all"]


def work(asked):
    for task, key in asked:
        current_app.tasks[task](key)


def received(response):
    return [row[0] for part in response.context["parts"] for row in part.panel.rows if row[1] == "5"]


@pytest.mark.django_db
def test_what_nobody_would_wait_for_is_counted_by_the_worker_and_then_shown(client, order, texts, much, asked):
    workspace.sign_in(client, "manager")
    now = timezone.now()
    applications(texts, order, 5, at=now)

    told = [
        client.get(PAGE, {"period": "all"}),
        client.get(PAGE, {"period": "all"}),
        client.get(SHEET, {"period": "all"}),
    ]
    much()
    work(asked)
    shown, sheet = client.get(PAGE, {"period": "all"}), client.get(SHEET, {"period": "all"})

    assert [each.status_code for each in told] == [200, 200, 503]
    assert ("parts" in told[0].context, told[2]["Retry-After"]) == (False, "60")
    assertContains(told[0], f'href="{PAGE}?period=all">Look again</a>')
    assert len(asked) == 1  # however many look
    assertContains(shown, "Counted ")
    assert "Sykepleier" in received(shown)
    assert "Sykepleier;5;" in sheet.text
    assert now < shown.context["counted_at"] < timezone.now()


@pytest.mark.django_db
def test_what_is_kept_is_shown_without_counting_and_counted_anew_after_an_hour(
    client, order, texts, much, asked, time_machine
):
    workspace.sign_in(client, "manager")
    applications(texts, order, 5, at=timezone.now())
    client.get(PAGE)
    much()
    work(asked)
    applications(texts, order, 5, at=timezone.now())

    kept = client.get(PAGE)
    time_machine.move_to(timezone.now() + counting.FRESH + datetime.timedelta(seconds=1))
    workspace.sign_in(client, "manager")
    older = client.get(PAGE)
    work(asked[1:])

    assert ["Sykepleier" in received(each) for each in (kept, older, client.get(PAGE))] == [True, True, False]
    assert len(asked) == 2


@pytest.mark.django_db
def test_also_what_there_is_to_choose_from_is_found_by_the_worker(client, order, texts, monkeypatch, asked):
    def slow(span):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    workspace.sign_in(client, "manager")
    applications(texts, order, 5, at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(search, "LONGEST_WAIT", "50ms")
        patched.setattr(figures, "choices", slow)
        told = client.get(PAGE, {"of": f"order:{order.pk}"})
    work(asked)
    monkeypatch.setattr(figures, "choices", slow)
    name = order.company.name

    shown = client.get(PAGE, {"of": f"order:{order.pk}"})

    assertContains(told, "Look again")
    assertContains(shown, f"Sykepleier – {name}")
    assert not shown.context["form"].errors
    assert name not in repr(cache.get(counting.OFFERED))  # a client may be a person


@pytest.mark.django_db
def test_a_client_set_aside_meanwhile_is_offered_no_more(client, texts):
    workspace.sign_in(client, "manager")
    company = made.SoleProprietorFactory().company
    applications(texts, made.JobOrderFactory(title="Sykepleier", company=company), 5, at=timezone.now())
    counting.ask(question := counting.Question(Scope(), *asked_for()))
    counting.count(key=question.key, at=timezone.now())
    before = client.get(PAGE)
    made.RestrictionFactory(subject=company.proprietor.subject)

    after = client.get(PAGE)

    assert [f"Sykepleier – {company.name}" in each.text for each in (before, after)] == [True, False]


@pytest.mark.django_db
def test_without_a_cache_the_page_says_the_same_and_what_is_little_is_counted(client, order, much, settings):
    workspace.sign_in(client, "manager")
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    told = client.get(PAGE)
    much()

    assertContains(told, "Look again")
    assert "parts" in client.get(PAGE).context


def test_a_question_that_was_answered_meanwhile_is_not_counted_twice(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        counting.count(key="figures-1-x", at=timezone.now())


def test_in_another_quarter_it_is_another_question():
    days = (datetime.date(2026, 12, 31), datetime.date(2027, 1, 1), datetime.date(2027, 1, 2))
    spans = [periods.spans(day) for day in days]

    keys = [counting.Question(Scope(), each["year"], each["all"]).key for each in spans]

    assert [len({*keys}), keys[1] == keys[2]] == [2, True]
