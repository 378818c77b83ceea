"""What keeps a presentation from being sent is said before the last button, with the page where it is put right."""

import re
from html import unescape

import pytest
from django.urls import reverse

from candidates.choices.presentations import Refusal
from candidates.models import Presentation
from candidates.queries import presentation_obstacles
from candidates.queries import presentations as reading
from tests.candidates.test_presentations import NOW, REFUSING, draft, drafted, order_closed, sent  # noqa: F401
from tests.factories import ClientContactFactory, DocumentFactory
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P32", "P33", "P35")]

WHILE_OPEN = [each for each in REFUSING if each[0] is not order_closed]


def send_page(client, whole) -> str:
    address = reverse("admin:candidates_presentation_step", args=[whole.pk, "send"])
    return client.get(address, headers={"accept-language": "nb"}, follow=True).text


def form_in(page: str) -> str:
    return page.partition('class="ws-step"')[2].partition("</form>")[0]


@pytest.mark.parametrize(("happens", "code"), REFUSING, ids=lambda value: getattr(value, "__name__", value))
def test_what_the_database_would_refuse_is_known_before(draft, happens, code):  # noqa: F811
    whole = Presentation.objects.get()
    before = presentation_obstacles.of(whole, at=NOW)
    happens(draft)

    after = presentation_obstacles.of(Presentation.objects.get(), at=NOW)

    assert (before, [each.code for each in after]) == ([], [code])


@pytest.mark.parametrize(
    ("happens", "code"),
    [each for each in REFUSING if each[0] is not order_closed],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_last_page_says_it_and_leads_to_where_it_is_put_right(draft, client, happens, code):  # noqa: F811
    happens(draft)
    sign_in(client, "adviser")
    form = form_in(send_page(client, draft))
    ways = [unescape(href) for href in re.findall(r'<td data-head="Hvor det rettes"><a href="([^"]+)"', form)]

    assert ('type="submit"' in form, str(Refusal(code).label) in unescape(form)) == (False, True)
    assert [client.get(way).status_code for way in ways] == [200]


def test_of_a_closed_order_nothing_is_sent_and_the_draft_says_so(draft, client):  # noqa: F811
    order_closed(draft)
    sign_in(client, "adviser")

    page = send_page(client, draft)

    assert (form_in(page), str(Refusal.ORDER_NOT_OPEN.label) in unescape(page)) == ("", True)


def test_with_nothing_in_the_way_there_is_the_button(draft, client):  # noqa: F811
    sign_in(client, "adviser")

    form = form_in(send_page(client, draft))

    assert ('type="submit"' in form, "Ingenting er i veien" in form) == (True, True)


def test_of_what_was_taken_back_the_page_does_not_say_that_it_may_be_shown(sent, client):  # noqa: F811
    sign_in(client, "adviser")
    address = reverse("admin:candidates_presentation_change", args=[sent.pk])
    shown = lambda: unescape(client.get(address, headers={"accept-language": "nb"}).text)  # noqa: E731
    before = shown()

    Presentation.objects.update(revoked_at=NOW, revoked_by=sent.created_by)

    assert ("Nei, den er over" in before, "Nei, den er over" in shown()) == (False, True)


def test_where_a_document_is_chosen_stands_which_are_shown_as_copies_only(draft, client):  # noqa: F811
    other = DocumentFactory(candidate=reading.in_it(draft)[0], text="Født 309082 99902")
    sign_in(client, "adviser")
    address = reverse("admin:candidates_presentation_step", args=[draft.pk, "document"])

    form = form_in(client.get(address, headers={"accept-language": "nb"}).text)

    assert reverse("admin:client_copy", args=[other.pk]) in form


def test_a_list_with_nothing_in_it_says_so(draft, client):  # noqa: F811
    sign_in(client, "adviser")
    address = reverse("admin:candidates_presentation_step", args=[draft.pk, "test-result"])

    form = form_in(client.get(address, headers={"accept-language": "nb"}).text)

    assert "ingenting å velge her ennå" in form


def test_only_contact_persons_of_the_order_s_client_are_offered(draft, client):  # noqa: F811
    stranger = ClientContactFactory()
    sign_in(client, "adviser")
    address = reverse("admin:candidates_presentation_add")
    theirs = {"job_order": draft.job_order_id, "contact": stranger.pk, "last_day": "2026-12-07"}

    answer = client.post(address, theirs, headers={"accept-language": "nb"})
    offered = answer.context["adminform"].form.fields["contact"].queryset

    assert list(offered) == [draft.readers.get().contact]
    assert str(Refusal.NO_READER.label) in unescape(answer.text)
    assert client.post(address, theirs | {"job_order": "x"}).status_code == 400
