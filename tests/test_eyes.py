"""What only shows when a page is looked at: dates in fields, states in words, ways on, tables on a phone."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format, localize_input
from django.utils.translation import override

from clients.actions import orders
from privacy.admin.show import Panel, plain_day
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    ClientCompanyFactory,
    FactSheetFactory,
    JobAlertFactory,
    JobOrderFactory,
)
from tests.source import ROOT
from tests.workspace import sign_in

DAY = datetime.date(2026, 11, 28)
FILTERS = re.compile(r"<li[^>]*>\s*<a href=\"[^\"]*isempty=\d\"[^>]*>([^<]+)</a>")


def norwegian(*roles: str) -> Client:
    client = Client(headers={"accept-language": "nb"})
    sign_in(client, *roles)
    return client


def page(client: Client, name: str, *which: object) -> str:
    return client.get(reverse(f"admin:{name}", args=which)).content.decode()


@pytest.mark.parametrize(("language", "written"), [("nb", "28.11.2026"), ("en", "2026-11-28")])
def test_a_date_in_a_field_reads_as_its_language_writes_it(language, written):
    with override(language):
        assert localize_input(DAY) == written


@pytest.mark.parametrize(("language", "written"), [("nb", "3. okt 2026"), ("en", "3 Oct 2026")])
def test_a_short_date_names_its_month_as_its_language_does(language, written):
    with override(language):
        assert (
            plain_day(datetime.date(2026, 10, 3)),
            date_format(datetime.date(2026, 10, 3), "SHORT_DATE_FORMAT"),
        ) == (
            written,
            written,
        )


def test_no_template_writes_norwegian_dates_for_everybody():
    fixed = [path.name for path in (ROOT / "templates").rglob("*.*") if 'date:"j. ' in path.read_text()]

    assert fixed == []


def test_a_list_is_filtered_by_words_of_its_own(db, approved_periods):
    manager = norwegian("manager")

    assert FILTERS.findall(page(manager, "clients_clientcontact_changelist")) == ["I kontakt", "Avsluttet"]
    assert FILTERS.findall(page(manager, "clients_orderreader_changelist")) == ["Leser det", "Trukket tilbake"]
    assert FILTERS.findall(page(manager, "candidates_presentation_changelist")) == [
        "Ikke sendt",
        "Sendt",
        "Ikke trukket tilbake",
        "Trukket tilbake",
    ]


def test_a_row_says_on_a_phone_what_each_of_its_cells_is():
    panel = Panel("Agreements", ("kind", "version"), [("frame", 1), ("staffing", 2, "a cell without a head")])

    assert panel.lines == [
        [("kind", "frame"), ("version", 1)],
        [("kind", "staffing"), ("version", 2), ("", "a cell without a head")],
    ]


def test_the_page_of_a_client_leads_on_to_what_is_added_to_it(db, approved_periods):
    company = ClientCompanyFactory()

    shown = page(norwegian("manager"), "clients_clientcompany_change", company.pk)

    added = re.findall(rf'href="/admin/clients/(\w+)/add/\?company={company.pk}"', shown)
    assert added == ["joborder", "clientcontact", "agreement", "subunit", "timelineentry"]


@pytest.mark.parametrize(("role", "leads_on"), [("manager", True), ("adviser", False)])
def test_nobody_is_led_to_a_page_that_refuses_them(db, approved_periods, role, leads_on):
    order = JobOrderFactory(agreement=None, opened_at=None)

    shown = page(norwegian(role), "clients_joborder_change", order.pk)

    assert ("/admin/clients/agreement/add/" in shown, "Daglig leder registrerer den." in shown) == (
        leads_on,
        not leads_on,
    )


def test_the_fee_of_an_order_is_written_as_numbers_are_here(db, approved_periods):
    order = JobOrderFactory(agreement=None, opened_at=None)
    AgreementFactory(company=order.company, fee_model="percent", fee="17.50")

    orders.open(order=order, by=order.adviser, at=NOW)

    assert "17,50 prosent" in page(norwegian("manager"), "clients_joborder_change", order.pk)


def test_a_saved_search_has_a_norwegian_name_where_its_storage_is_shown(db, approved_periods):
    alert = JobAlertFactory(q="kokk")

    shown = page(norwegian("manager"), "candidates_candidate_panel", alert.candidate.pk, "storage")

    assert ("Job alert" in shown, "Stillingsvarsel: " in shown) == (False, True)


def test_the_fact_sheet_says_when_each_part_is_told(db, approved_periods):
    order = JobOrderFactory(opened_at=NOW)
    FactSheetFactory(order=order)

    shown = page(norwegian("manager"), "clients_joborder_change", order.pk)

    assert re.findall(r'<th scope="col">([^<]+)</th><th scope="col">tekst</th>', shown) == ["når det fortelles"]


def test_who_closes_an_order_reads_before_what_goes_with_it(db, approved_periods):
    order = JobOrderFactory(opened_at=NOW)

    shown = page(norwegian("manager"), "clients_joborder_step", order.pk, "close")

    said = ("avsluttet, kan ikke åpnes igjen", "presentasjonene kan ikke lenger leses", "referansepersoner har sagt")
    assert [each for each in said if each not in shown] == []


def test_a_statement_nobody_demanded_is_refused_with_why(db, approved_periods):
    application = ApplicationFactory()

    answer = norwegian("manager").post(
        reverse("admin:candidates_application_step", args=[application.pk, "answer-statement"]),
        {"education": "Bachelor"},
    )

    assert [str(each) for each in answer.context["messages"]] == [
        "Ingen opplysning om kvalifikasjoner ventes her: Søkeren har ikke krevd noen, eller den er gitt. En søker som ble "
        "forbigått, krever den på Min side."
    ]
