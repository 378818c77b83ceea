"""Figures: counts and medians that tell of nobody, the same for every reader."""

import csv
import datetime
import io
import pickle
from contextlib import closing, contextmanager

import psycopg
import pytest
from celery import current_app
from django.core.cache import cache
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
from tests.programs import database_of_the_test

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

    assert (response.status_code, client.get(SHEET, asked).status_code) == (200, 400)
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
def held(monkeypatch):
    """Somebody holds these tables, so that the database takes longer for what is counted of them than anybody waits."""
    monkeypatch.setattr(search, "LONGEST_WAIT", "500ms")
    with closing(psycopg.connect(database_of_the_test())) as other:

        @contextmanager
        def hold(*tables):
            other.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()

        yield hold


STAGES, APPLICATIONS = "candidates_stagechange", "candidates_application"


def work():
    """What the worker was asked for."""
    current_app.loader.import_default_modules()
    current_app.tasks["candidates.jobs.count_figures"]()


def received(response):
    return {row[0]: row[1] for part in response.context["parts"] for row in part.panel.rows}


@pytest.mark.django_db(transaction=True)
def test_what_nobody_would_wait_for_is_counted_by_the_worker_and_then_shown(client, order, texts, held):
    workspace.sign_in(client, "manager")
    now = timezone.now()
    applications(texts, order, 5, at=now)

    with held(STAGES):
        told = [client.get(PAGE, {"period": "all"}), client.get(SHEET, {"period": "all"}), client.get(PAGE)]
    question = cache.get(counting.ASKED)
    work()
    with held(STAGES):
        shown, sheet, other = (
            client.get(url, asked) for url, asked in [(PAGE, {"period": "all"}), (SHEET, {"period": "all"}), (PAGE, {})]
        )

    assert [each.status_code for each in told] == [200, 503, 200]
    assert ("parts" in told[0].context, told[1]["Retry-After"]) == (False, "60")
    assertContains(told[0], f'href="{PAGE}?period=all">Look again</a>')
    assert (question.span, cache.get(counting.ASKED).span) == tuple(reversed(asked_for()))  # one question at a time
    assertContains(shown, "Counted ")
    assert received(shown)["Sykepleier"] == "5"
    assert "Sykepleier;5;" in sheet.text
    assert now < shown.context["counted_at"] < timezone.now()
    assertContains(other, "Look again")


def asked_for():
    """The quarters of the page as it is opened, and all there are."""
    spans = periods.spans(timezone.localdate())
    return spans["year"], spans["all"]


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_shown_without_counting_and_counted_anew_after_an_hour(
    client, order, texts, held, time_machine
):
    workspace.sign_in(client, "manager")
    applications(texts, order, 5, at=timezone.now())
    with held(STAGES):
        client.get(PAGE)
    work()
    applications(texts, order, 5, at=timezone.now())

    kept = client.get(PAGE)
    nobody = cache.get(counting.ASKED)
    time_machine.move_to(timezone.now() + counting.FRESH + datetime.timedelta(seconds=1))
    workspace.sign_in(client, "manager")
    older = client.get(PAGE)
    work()

    assert [received(each)["Sykepleier"] for each in (kept, older, client.get(PAGE))] == ["5", "5", "10"]
    assert nobody is None


@pytest.mark.django_db(transaction=True)
def test_also_what_there_is_to_choose_from_is_found_by_the_worker(client, order, texts, held, time_machine):
    workspace.sign_in(client, "manager")
    applications(texts, order, 5, at=timezone.now())
    of_order = {"of": f"order:{order.pk}"}
    with held(APPLICATIONS):
        told = client.get(PAGE, of_order)
    work()
    kept = cache.get(counting.OFFERED)

    with held(APPLICATIONS):
        shown = client.get(PAGE, of_order)
    time_machine.move_to(timezone.now() + counting.FRESH + datetime.timedelta(seconds=1))
    workspace.sign_in(client, "manager")
    with held(APPLICATIONS):
        older = client.get(PAGE, of_order)

    assertContains(told, "Look again")
    for page in (shown, older):
        assertContains(page, f"Sykepleier – {order.company.name}")
        assert not page.context["form"].errors
    assert order.company.name not in repr(kept)  # a client may be a person


@pytest.mark.django_db
def test_a_client_set_aside_meanwhile_is_offered_no_more(client, texts):
    workspace.sign_in(client, "manager")
    company = made.SoleProprietorFactory().company
    applications(texts, made.JobOrderFactory(title="Sykepleier", company=company), 5, at=timezone.now())
    counting.ask(counting.Question(Scope(), *asked_for()))
    work()
    before = client.get(PAGE)
    made.RestrictionFactory(subject=company.proprietor.subject)

    after = client.get(PAGE)

    assert [f"Sykepleier – {company.name}" in each.text for each in (before, after)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_without_a_cache_the_page_says_the_same_and_what_is_little_is_counted(client, order, held, settings):
    workspace.sign_in(client, "manager")
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    with held(STAGES):
        told = client.get(PAGE)

    assertContains(told, "Look again")
    assert "parts" in client.get(PAGE).context


@pytest.mark.django_db
def test_while_one_counts_no_other_does_and_nobody_counts_unasked(django_assert_num_queries):
    cache.set(counting.COUNTING, timezone.now())
    counting.ask(counting.Question(Scope(), *asked_for()))
    with django_assert_num_queries(0):
        counting.count(at=timezone.now())
        cache.delete_many([counting.ASKED, counting.COUNTING])
        counting.count(at=timezone.now())


@pytest.mark.django_db
def test_figures_another_version_has_kept_are_counted_anew(client, order):
    workspace.sign_in(client, "manager")
    foreign = pickle.dumps(counting.Choices([], [])).replace(
        b"candidates.queries.figures", b"candidates.queries.gone_one"
    )
    for key in (counting.OFFERED, counting.Question(Scope(), *asked_for()).key):
        cache._cache.get_client(key, write=True).set(cache.make_key(key), foreign)

    assert "parts" in client.get(PAGE).context


def test_in_another_quarter_it_is_another_question():
    days = (datetime.date(2026, 12, 31), datetime.date(2027, 1, 1), datetime.date(2027, 1, 2))
    spans = [periods.spans(day) for day in days]

    keys = [counting.Question(Scope(), each["year"], each["all"]).key for each in spans]

    assert [len({*keys}), keys[1] == keys[2]] == [2, True]
