"""The board and list of an order, many answered at once, and reading through a stage."""

import datetime

import pytest
from django.urls import reverse

from candidates.actions import applications
from candidates.choices import Stage
from candidates.models import Application, Candidate, StageChange
from privacy.actions import erasure, restrictions
from privacy.models import OutgoingMail, TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def adviser(client):
    return workspace.sign_in(client, "adviser")


@pytest.fixture
def order(adviser):
    return made.JobOrderFactory(adviser=adviser)


def applicants(order, count=1, **values):
    """Applications for an order, of persons with proved addresses, each waiting a day longer than the next."""
    rows = []
    for number in range(count):
        candidate = made.CandidateFactory()
        since = made.NOW - datetime.timedelta(days=count - number)
        rows.append(
            made.ApplicationFactory(
                candidate=candidate, job_order=order, job_ad=None, stage_since=since, language="nb", **values
            )
        )
    return rows


def board(order, **asked) -> str:
    return reverse("admin:pipeline", args=[order.pk], query=asked or None)


def reading(row) -> str:
    return reverse("admin:review_application", args=[row.pk])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def stage(row) -> str:
    return Application.objects.get(pk=row.pk).stage


# --- the board ---
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("asked", "queries"), [({}, 7), ({"view": "list"}, 8)])
def test_a_pipeline_costs_the_same_however_long(asked, queries, count, client, order, django_assert_num_queries):
    applicants(order, count)
    client.get(board(order, **asked))

    with django_assert_num_queries(queries):
        client.get(board(order, **asked))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("asked", "queries"), [({}, 7), ({"view": "list"}, 8), ({"stage": "offer"}, 8)])
def test_a_board_with_somebody_in_every_stage_costs_no_more(
    asked, queries, count, client, order, adviser, django_assert_num_queries
):
    for stage in Stage:
        applicants(order, count, stage=stage)
    Candidate.objects.update(adviser=adviser)
    client.get(board(order, **asked))

    with django_assert_num_queries(queries):
        shown = client.get(board(order, **asked)).context["board"]

    assert [column.count for column in shown.columns] == [count] * 6


def test_a_button_of_a_card_moves_it(client, order):
    (row,) = applicants(order)

    response = client.post(board(order), {"move": f"{row.pk} screening"}, follow=True)

    assert (stage(row), said(response)) == ("screening", ["1 moved to: screening."])


def test_what_a_colleague_moved_meanwhile_is_not_moved_on_an_old_page(client, order, adviser):
    (row,) = applicants(order)
    applications.advance(application=row, to="interview", by=made.StaffFactory(), at=made.NOW)

    response = client.post(board(order), {"move": f"{row.pk} screening", f"seen-{row.pk}": "new"}, follow=True)

    why = "A colleague has moved it meanwhile: look where it stands now, then decide again."
    assert (stage(row), said(response)) == ("interview", [f"{row.candidate}: {why}"])


def test_those_ticked_are_moved_together_and_nobody_of_another_order(client, order):
    rows = applicants(order, 2)
    (stranger,) = applicants(made.JobOrderFactory())

    ticked = {"action": "screening", "_selected_action": [row.pk for row in (*rows, stranger)]}
    client.post(board(order), ticked)

    assert [stage(row) for row in (*rows, stranger)] == ["screening", "screening", "new"]


@pytest.mark.parametrize("sent", [{}, {"move": "x y"}, {"action": "reject"}, {"move": "² new"}])
def test_nonsense_from_a_page_moves_nobody(sent, client, order):
    (row,) = applicants(order)

    response = client.post(board(order), sent, follow=True)

    assert (response.status_code, stage(row)) == (200, "new")
    assert said(response) == ["Choose between 1 and 100 applications."]


# --- answered together ---
def answer(client, order, rows, **words):
    ticked = {"action": "reject", "_selected_action": [row.pk for row in rows]}
    ticked |= {f"seen-{row.pk}": row.stage for row in rows}
    asked = client.post(board(order), ticked)
    address = reverse("admin:applications_batch", args=["reject"])
    typed = ticked | {"asked": "yes", "back": board(order)} | words
    return asked, address, typed


@pytest.mark.promise("P71")
def test_a_batch_is_rejected_by_a_human_with_a_reason_after_every_mail_was_read(client, order, adviser):
    rows = applicants(order, 2)
    asked, address, typed = answer(client, order, rows, text_nb="Andre hadde mer erfaring.")

    empty = client.post(address, typed | {"text_nb": " "})
    shown = client.post(address, typed)
    before = StageChange.objects.count()
    done = client.post(address, typed | {"read": shown.context["digest"]}, follow=True)

    assert (asked.status_code, asked.context["digest"], empty.context["form"].errors["text_nb"]) == (
        200, "", ["This field is required."],
    )  # fmt: skip
    assert [cells[0] for cells in shown.context["panels"][0].rows] == [str(row.candidate) for row in rows]
    assert (before, said(done)) == (0, ["Reject: done for 2."])
    changes = StageChange.objects.values_list("to_stage", "by", "reason")
    assert [*changes] == [("rejected", adviser.pk, "Andre hadde mer erfaring.")] * 2
    mails = OutgoingMail.objects.filter(template="candidates/email/rejected")
    assert {text for cells in shown.context["panels"][0].rows for text in [cells[1]]} == {
        mail.subject_line for mail in mails
    }


def test_words_changed_after_reading_are_read_once_more(client, order):
    rows = applicants(order)
    _asked, address, typed = answer(client, order, rows, text_nb="Andre hadde mer erfaring.")
    digest = client.post(address, typed).context["digest"]

    again = client.post(address, typed | {"text_nb": "Noe annet.", "read": digest})

    assert (stage(rows[0]), again.context["digest"] not in ("", digest)) == ("new", True)


def test_whoever_is_erased_set_aside_or_moved_in_the_middle_is_left_out_and_the_others_go_on(
    client, order, approved_periods
):
    gone, aside, moved, left = rows = applicants(order, 4)
    _asked, address, typed = answer(client, order, rows, text_nb="Andre hadde mer erfaring.")
    digest = client.post(address, typed).context["digest"]
    erasure.erase_person(subject_id=gone.candidate.subject_id, cause="request", by=None, at=made.NOW)
    officer = workspace.colleague("privacy")
    restrictions.place(
        subject_id=aside.candidate.subject_id, ground="claim", explanation="Krav", by=officer, at=made.NOW
    )
    applications.advance(application=moved, to="interview", by=made.StaffFactory(), at=made.NOW)
    fewer = client.post(address, typed | {"read": digest})

    client.post(address, typed | {"read": fewer.context["digest"]}, follow=True)

    assert len(fewer.context["rows"]) == 2
    assert [stage(row) for row in (aside, moved, left)] == ["new", "interview", "rejected"]


def test_applicants_are_written_to_in_one_go(client, order, adviser):
    rows = applicants(order, 2)
    typed = {
        "_selected_action": [row.pk for row in rows], "asked": "yes", "subject_line_nb": "Vi leser nå",
        "text_nb": "Du hører fra oss.",
    }  # fmt: skip
    address = reverse("admin:applications_batch", args=["write"])
    digest = client.post(address, typed).context["digest"]

    response = client.post(address, typed | {"read": digest}, follow=True)

    assert said(response) == ["Write to them: done for 2."]
    mails = OutgoingMail.objects.filter(template="candidates/email/application_message")
    assert [(mail.subject_line, mail.message_class, mail.author_uuid) for mail in mails] == [
        ("Vi leser nå", "service", adviser.subject_id)
    ] * 2


# --- read through ---
@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_however_many_wait(count, client, order, django_assert_num_queries):
    rows = applicants(order, count)
    client.get(reading(rows[0]))

    with django_assert_num_queries(15):
        client.get(reading(rows[0]))


def test_one_key_moves_and_shows_the_next_and_each_opened_cv_is_in_the_trail(client, order, adviser):
    first, second, third = applicants(order, 3)
    document = made.DocumentFactory(candidate=second.candidate, kind="cv", text="Sykepleier i ti år")
    made.ApplicationDocumentFactory(application=second, document=document)

    response = client.post(reading(first), {"to": "screening", f"seen-{first.pk}": "new"}, follow=True)

    assert (stage(first), response.context["application"], response.context["place"].after) == (
        "screening", second, third.pk,
    )  # fmt: skip
    assert "Sykepleier i ti år" in response.text
    entries = TrailEntry.objects.filter(subject_uuid=second.candidate.subject_id).order_by("pk")
    assert [(entry.verb, entry.object_label) for entry in entries] == [
        ("viewed", "candidates.application"), ("opened", "candidates.document"),
    ]  # fmt: skip


def test_after_the_last_one_comes_the_pipeline(client, order):
    (row,) = applicants(order)

    response = client.post(reading(row), {"to": "screening"}, follow=True)

    assert response.redirect_chain[-1][0] == board(order)
    assert said(response)[-1] == "That was the last one in this stage."


@pytest.mark.parametrize(("role", "answer"), [("finance", 403), ("privacy", 200)])
def test_who_may_see_applications_reads_and_only_advisers_decide(role, answer, client):
    workspace.sign_in(client, role)
    (row,) = applicants(made.JobOrderFactory())

    pages = [client.get(board(row.job_order)), client.get(reading(row))]
    pressed = [client.post(board(row.job_order), {"move": f"{row.pk} screening"}), client.post(reading(row), {})]

    assert [page.status_code for page in pages] == [answer] * 2
    assert ([page.status_code for page in pressed], stage(row)) == ([403] * 2, "new")


# --- home ---
@pytest.mark.parametrize("count", [1, 3])
def test_home_shows_my_orders_and_their_new_applications_longest_waiting_first(
    count, client, order, django_assert_num_queries
):
    rows = applicants(order, count)
    applicants(made.JobOrderFactory())
    client.get(reverse("admin:index"))

    with django_assert_num_queries(32):
        _today, orders, new = client.get(reverse("admin:index")).context["panels"]

    assert [cells[2:4] for cells in orders.rows] == [(count, count)]
    assert len(new.rows) == len(rows)
