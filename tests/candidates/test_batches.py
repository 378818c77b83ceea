"""Many answered at once, when some are refused: the others are done, and what was typed stands for those who are left."""

import datetime
import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.actions import applications
from candidates.models import Application, StageChange
from privacy.actions import erasure
from privacy.models import OutgoingMail
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db
NUMBER = "7d3f3ac0-94f1-4a58-9e1b-4f4c2f4ab112"
MOVED = "A colleague has moved it meanwhile: look where it stands now, then decide again."
UNCONFIRMED = "no e-mail went: the address is not confirmed. Call instead."
WORDS = {"text_nb": "Andre hadde mer erfaring."}
LETTER = {"subject_line_nb": "Vi leser nå", "text_nb": "Du hører fra oss."}


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def order(client):
    return made.JobOrderFactory(adviser=workspace.sign_in(client, "adviser"))


@pytest.fixture
def rows(order):
    return [applicant(order, day) for day in range(3)]


def applicant(order, day=0, **person):
    """Who waits longest was there on the earliest day."""
    candidate, since = made.CandidateFactory(**person), made.NOW + datetime.timedelta(days=day)
    return made.ApplicationFactory(candidate=candidate, job_order=order, job_ad=None, stage_since=since, language="nb")


def page(name="reject") -> str:
    return reverse("admin:applications_batch", args=[name])


def ticked(rows, **words):
    seen = {f"seen-{row.pk}": row.stage for row in rows}
    return {"_selected_action": [row.pk for row in rows], "asked": "yes", "form_number": NUMBER, **seen, **words}


def read(client, name, asked):
    """What is sent once every mail was read."""
    return asked | {"read": client.post(page(name), asked).context["digest"]}


def move(row, to):
    applications.advance(application=row, to=to, by=made.StaffFactory(), at=made.NOW)


def turn_down(row):
    later = made.NOW + datetime.timedelta(hours=1)
    applications.reject(application=row, reason="Nei.", by=made.StaffFactory(), at=later)


def values(response, name) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', response.text)


def words(response) -> dict[str, str]:
    return {field.name: field.value() for field in response.context["form"]}


def reasons(response) -> list[str]:
    return response.context["form"].non_field_errors()


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def stages(rows) -> list[str]:
    return [Application.objects.get(pk=row.pk).stage for row in rows]


def written_to() -> list:
    mails = OutgoingMail.objects.filter(template="candidates/email/application_message")
    return sorted(mails.values_list("subject_id", flat=True))


# --- refused ---
def test_whoever_was_moved_meanwhile_stands_in_the_form_with_all_that_was_typed(client, rows):
    sent = read(client, "reject", ticked(rows, **WORDS))
    move(rows[1], "interview")

    refused = client.post(page(), sent)

    assert stages(rows) == ["rejected", "interview", "rejected"]
    assert (said(refused), reasons(refused)) == (["Reject: done for 2."], [f"{rows[1]}, now in “interview”: {MOVED}"])
    assert (words(refused), refused.context["digest"], values(refused, "form_number")) == (WORDS, "", [NUMBER])
    assert values(refused, "_selected_action") == [str(rows[1].pk)]
    assert values(refused, f"seen-{rows[1].pk}") == ["interview"]


def test_what_was_refused_is_read_and_sent_once_more_and_the_others_hear_nothing_twice(client, rows):
    sent = read(client, "reject", ticked(rows, **WORDS))
    move(rows[1], "interview")
    client.post(page(), sent)
    client.post(page(), sent)
    rows[1].refresh_from_db()

    again = client.post(page(), read(client, "reject", ticked(rows[1:2], **WORDS)))

    assert (again.status_code, stages(rows)) == (302, ["rejected"] * 3)
    told = OutgoingMail.objects.filter(template="candidates/email/rejected").values_list("subject_id", flat=True)
    assert sorted(told) == sorted(row.candidate.subject_id for row in rows)
    assert StageChange.objects.filter(to_stage="rejected").count() == 3


def test_whoever_can_never_be_done_is_left_out_of_the_form_and_named(client, order):
    rows = [applicant(order), applicant(order, day=1)]
    sent = read(client, "reject", ticked(rows, **WORDS))
    move(rows[0], "interview")
    turn_down(rows[1])

    refused = client.post(page(), sent)

    assert reasons(refused) == [f"{rows[0]}, now in “interview”: {MOVED}", f"{rows[1]}, now in “rejected”: {MOVED}"]
    assert ([row for row, _stage in refused.context["rows"]], words(refused)) == ([rows[0]], WORDS)


def test_whoever_has_no_proved_address_is_named_and_the_text_is_there_to_be_read_out(client, order):
    rows = [applicant(order), applicant(order, day=1, unconfirmed_email="ny@example.test")]
    sent = read(client, "write", ticked(rows, **LETTER))

    refused = client.post(page("write"), sent)

    assert (said(refused), reasons(refused)) == (["Write to them: done for 1."], [f"{rows[1]}: {UNCONFIRMED}"])
    assert (refused.context["rows"], words(refused)) == ([], LETTER)
    assert written_to() == [rows[0].candidate.subject_id]
    assertContains(refused, "Nobody this can be sent to is left on the list. What you wrote stands below.")
    assertContains(refused, "Read it first", count=0)


def test_in_two_languages_all_that_was_typed_stands(client, rows):
    rows.append(made.ApplicationFactory(job_order=rows[0].job_order, job_ad=None, language="en"))
    both = WORDS | {"text_en": "Others had more experience."}
    sent = read(client, "reject", ticked(rows, **both))
    move(rows[0], "interview")

    assert words(client.post(page(), sent)) == both


@pytest.mark.parametrize("again", [{}, {"begin": "yes"}])
def test_with_nobody_left_on_the_list_what_was_typed_is_shown(again, client, order, approved_periods):
    row = applicant(order)
    sent = read(client, "write", ticked([row], **LETTER))
    erasure.erase_person(subject_id=row.candidate.subject_id, cause="request", by=None, at=made.NOW)

    shown = client.post(page("write"), sent | again)

    assert (shown.status_code, shown.context["rows"], words(shown)) == (200, [], LETTER)
    assertContains(shown, "Nobody this can be sent to is left on the list. What you wrote stands below.")


def test_refused_in_the_read_through_one_stays_with_the_applicant(client, rows):
    reading = reverse("admin:review_application", args=[rows[0].pk])
    asked = client.post(reading, {"to": "reject", f"seen-{rows[0].pk}": "new"})
    back, leave = values(asked, "back"), values(asked, "leave")
    sent = read(client, "reject", ticked(rows[:1], **WORDS, back=back[0], leave=leave[0]))
    move(rows[0], "interview")

    refused = client.post(page(), sent)

    assert (back, leave) == ([f"{reverse('admin:review_application', args=[rows[1].pk])}?stage=new"], [reading])
    assert (refused.status_code, words(refused), refused.context["leave"]) == (200, WORDS, reading)
    assertContains(refused, f'<a href="{reading}" class="ds-button" data-variant="tertiary">Back</a>', html=True)


# --- begun with a text ---
def test_enter_in_the_subject_line_reads_it_first_and_keeps_what_was_typed(client, rows):
    made.StageTextFactory(stage="interview")

    shown = client.post(page("write"), ticked(rows, **LETTER))
    form = re.search(r'<form method="post" action="[^"]*" class="ws-batch".*?</form>', shown.text, re.DOTALL)
    first = re.search(r"<button[^>]*>", form.group()).group()

    assert first == '<button type="submit" name="again" class="ds-sr-only" tabindex="-1" aria-hidden="true">'
    assert form.group().count('name="begin"') == 1


def test_enter_on_the_page_that_was_read_sends_nothing(client, rows):
    asked = read(client, "write", ticked(rows, **LETTER))

    entered = client.post(page("write"), asked | {"again": ""})

    assert (entered.status_code, words(entered), OutgoingMail.objects.count()) == (200, LETTER, 0)
    assert client.post(page("write"), asked).status_code == 302


def test_putting_in_a_text_leaves_what_somebody_wrote_and_says_so(client, rows):
    text = made.StageTextFactory(stage="interview", subject_line_nb="Intervju")
    asked = ticked(rows, begin="yes", text=text.pk)

    begun = client.post(page("write"), asked | {"subject_line_nb": "Mitt eget", "text_nb": " "})
    gone = client.post(page("write"), asked | LETTER | {"text": "0"})

    assert words(begun) == {"subject_line_nb": "Mitt eget", "text_nb": text.text_nb}
    assert said(begun) == ["What you wrote yourself stands. Empty a field to have the words of the text there."]
    assert (words(gone), said(gone)) == (LETTER, [])


def test_one_text_takes_the_place_of_another_that_nobody_changed(client, rows):
    first, second = (made.StageTextFactory(text_nb=f"Tekst {number}.\nMer.") for number in (1, 2))

    begun = client.post(page(), ticked(rows, begin="yes", text=second.pk, text_nb="Tekst 1.\r\nMer."))

    assert (words(begun), said(begun)) == ({"text_nb": second.text_nb}, [])
    assert first.text_nb != second.text_nb
