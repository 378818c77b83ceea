"""Client copies: what was marked is gone from the file, and a document with a national identity number goes out no other way."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from candidates.actions import client_copies, documents, presentations
from candidates.adapters.paper import SandboxPaper
from candidates.choices.presentations import Refusal
from candidates.models import ClientCopy, Document, Presentation, PresentationItem
from candidates.queries import presentations as reading
from privacy.models import FileTombstone, JournalEntry, TrailEntry
from privacy.validators import holds_national_id
from tests.candidates.adapters.test_paper import NUMBER, cv, plain
from tests.candidates.test_presentation_files import bytes_of, read, taken
from tests.candidates.test_presentations import candidate_of, confirmed, draft, link_of, send  # noqa: F401
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientCopyFactory,
    DocumentFactory,
    PresentationItemFactory,
    StaffFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
TEXT = f"Kari Nordmann\nFødselsnummer {NUMBER[:6]} {NUMBER[6:]}\nSykepleier i Bergen"


@pytest.fixture
def numbered(draft):  # noqa: F811
    """A CV with a national identity number in it, of somebody in a draft without documents."""
    PresentationItem.objects.filter(kind="document").delete()
    return DocumentFactory(candidate=candidate_of(draft), content=cv(), text=TEXT)


def made(document, **marks):
    given = {"areas": [], "words": [], "without": []} | marks
    return client_copies.make(document=document, paper=SandboxPaper(), by=StaffFactory(), at=NOW, **given)[0]


@pytest.mark.parametrize(
    "words",
    ["", NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}", "41819077302 og 41819077906", "03851598730", "11111111111", f"9{NUMBER}",
     "309082 99903", "Konto 12345678903", "30908299902\n"],
)  # fmt: skip
@pytest.mark.asvs("INP-11")
def test_the_database_knows_a_number_by_the_rule_of_the_program(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT candidates_holds_national_id(%s)", [words])
        assert cursor.fetchone()[0] is holds_national_id(words)


@pytest.mark.asvs("INP-11")
def test_a_text_with_a_number_is_known_by_the_database_whoever_writes_it():
    document = DocumentFactory(text="Uten nummer", holds_number=True)
    assert not Document.objects.get().holds_number

    Document.objects.update(text=TEXT)
    Document.objects.filter(pk=document.pk).update(holds_number=False)
    assert Document.objects.get().holds_number


@pytest.mark.asvs("INP-11")
def test_a_document_with_a_number_is_refused_until_there_is_a_copy_without(draft, numbered, client):  # noqa: F811
    sign_in(client, "adviser")
    step = lambda name: reverse("admin:candidates_presentation_step", args=[draft.pk, name])  # noqa: E731
    page = client.post(step("document"), {"document": numbered.pk}, follow=True)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        PresentationItemFactory(presentation=draft, candidate=numbered.candidate, document=numbered)

    assert str(Refusal.HOLDS_NUMBER.label) in page.text
    assert refused.value.__cause__.diag.constraint_name == "holds_number"
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientCopyFactory(document=numbered, text=TEXT)

    client.post(
        reverse("admin:client_copy", args=[numbered.pk]), {"words": "Kari Nordmann", "areas": "", "without": ""}
    )
    copy = ClientCopy.objects.get()
    client.post(step("copy"), {"copy": copy.pk})
    send(draft)

    item = PresentationItem.objects.get(kind="client_copy")
    assert (item.sha256, item.client_copy, Presentation.objects.get().is_draft) == (copy.sha256, copy, False)
    with copy.file.open() as file:
        stored = file.read()
    assert read(stored) == ""
    for secret in (b"Nordmann", NUMBER[:6].encode(), NUMBER[6:].encode(), b"Hemmelig", b"Sykepleier"):
        assert secret in plain(cv())
        assert secret not in plain(stored)


@pytest.mark.promise("P34")
def test_the_client_sees_and_takes_along_the_copy_and_never_the_original(draft, numbered, client):  # noqa: F811
    Presentation.objects.update(may_download=True, is_anonymous=True)
    presentations.add_copy(presentation=draft, copy=made(numbered, words=["Kari Nordmann"]), by=StaffFactory(), at=NOW)
    send(draft)
    from_mail = confirmed(client, link_of(draft))
    page = from_mail.get(link_of(draft)).text
    item = PresentationItem.objects.get(kind="client_copy")
    response = taken(from_mail, draft, item)
    data = bytes_of(response)

    assert "Sykepleier i Bergen" in page
    assert "filename=" in response["Content-Disposition"] and "cv.pdf" not in response["Content-Disposition"]
    assert draft.job_order.company.name in read(data)
    for secret in ("Nordmann", NUMBER[:6], NUMBER[6:], numbered.original_name):
        assert secret not in page
        assert secret.encode() not in plain(data)


def test_somebody_with_papers_of_another_day_is_in_it_once(draft, numbered):  # noqa: F811
    later = NOW + datetime.timedelta(hours=1)
    PresentationItemFactory(presentation=draft, client_copy=ClientCopyFactory(document=numbered), added_at=later,
                            candidate=numbered.candidate)  # fmt: skip

    assert [*reading.in_it(draft)] == [numbered.candidate]


def test_an_anonymous_presentation_takes_no_copy_with_the_name(draft, numbered):  # noqa: F811
    Presentation.objects.update(is_anonymous=True)
    with pytest.raises(presentations.NamesSomebody):
        presentations.add_copy(presentation=draft, copy=made(numbered), by=StaffFactory(), at=NOW)


def test_a_copy_is_shown_with_its_own_candidate_and_never_changed(draft, numbered):  # noqa: F811
    copy = ClientCopyFactory(document=numbered)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationItemFactory(presentation=draft, candidate=CandidateFactory(), client_copy=copy)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientCopy.objects.update(text="Noe annet")


def test_a_copy_goes_with_its_document_and_its_file_with_it(draft, numbered):  # noqa: F811
    copy = made(numbered)
    presentations.add_copy(presentation=draft, copy=copy, by=StaffFactory(), at=NOW)
    with pytest.raises(client_copies.IsShown):
        client_copies.remove(copy=copy, by=StaffFactory(), at=NOW)

    documents.remove(document=numbered, by=StaffFactory(), at=NOW)

    assert not ClientCopy.objects.exists()
    assert set(FileTombstone.objects.values_list("name", flat=True)) == {str(copy.file), str(numbered.file)}
    assert not PresentationItem.objects.filter(kind="client_copy").exists()


def test_a_copy_that_turned_out_wrong_is_removed(numbered, client):
    sign_in(client, "adviser")
    copy = made(numbered)
    client.post(reverse("admin:client_copy", args=[numbered.pk]), {"remove": copy.pk})

    assert FileTombstone.objects.get().name == str(copy.file)
    assert JournalEntry.objects.filter(details={"rows": [["candidates.ClientCopy", str(copy.pk)]]}).count() == 1
    assert [*TrailEntry.objects.filter(object_id=str(copy.pk)).order_by("pk").values_list("verb", flat=True)] == [
        "changed", "removed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"areas": "1 0 0 100"}, "er ikke noe område"),
        ({"areas": "1 50 0 10 20"}, "venstre kommer før høyre"),
        ({"areas": "1 0 0 100 2000"}, "venstre kommer før høyre"),
        ({"without": "to"}, "Skriv sidetall"),
        ({"without": "1-9"}, "Ingen kopi kunne lages"),
        ({"words": "a"}, "Skriv hele ord"),
    ],
)
def test_what_cannot_be_covered_is_said_and_what_was_typed_stays(numbered, client, typed, sentence):
    sign_in(client, "adviser")
    page = client.post(
        reverse("admin:client_copy", args=[numbered.pk]), {"words": "Kari", "areas": "", "without": ""} | typed
    )

    assert (page.status_code, ClientCopy.objects.count()) == (200, 0)
    assert sentence in page.text
    assert all(value in page.text for value in typed.values())


def test_looking_at_the_pages_is_opening_the_file(numbered, client):
    sign_in(client, "adviser")
    page = client.get(reverse("admin:client_copy", args=[numbered.pk]))

    assert "data:image/jpeg;base64," in page.text
    assert TrailEntry.objects.filter(verb="opened", object_id=str(numbered.pk)).count() == 1
    sign_in(client, "finance")
    assert client.get(reverse("admin:client_copy", args=[numbered.pk])).status_code == 403
