"""The scan finds what is there, however it is written and wherever it lies, and nothing else."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from candidates.actions import words
from privacy.queries import residue
from privacy.queries.residue import database
from tests.database_role import by_force
from tests.factories import CandidateFactory, DocumentFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db


def found(look, *identifiers):
    """What is found, but for the copy of the seeds beside the tests' tables."""
    with by_force():  # as the one who owns the tables, who sees everything
        return sorted((each.number, each.place, each.times) for each in look(identifiers))


def test_each_identifier_is_counted_where_it_stands():
    CandidateFactory(first_name="Blåveis", phone="+4722999888")
    OutgoingMailFactory(to="blåveis@example.test", body_text="Hei BLÅVEIS!")

    assert found(residue.in_database, "+4722999888", "hvitveis", "blåveis") == [
        (1, "candidates_candidate.phone", 1),
        (3, "candidates_candidate.first_name", 1),
        (3, "privacy_outgoingmail.body_text", 1),
        (3, "privacy_outgoingmail.to", 1),
    ]


@pytest.mark.parametrize(
    "stored",
    [
        "kari.o'brien+jobb@example.test",
        "KARI.O'BRIEN+JOBB@EXAMPLE.TEST",
        "kari.o%27brien%2Bjobb%40example.test",
        "<p>kari.o&#x27;brien+jobb@example.test</p>",
    ],
)
def test_an_address_is_found_as_programs_rewrite_it(stored):
    OutgoingMailFactory(body_text=stored)

    assert found(residue.in_database, "kari.o'brien+jobb@example.test") == [(1, "privacy_outgoingmail.body_text", 1)]


def test_a_word_with_quotes_is_found_in_json():
    CandidateFactory(account__name='Kari "Kaos"')
    with by_force() as cursor:
        cursor.execute("CREATE TABLE left_over (said jsonb, bytes bytea)")
        cursor.execute("INSERT INTO left_over VALUES (%s, %s)", ['{"name": "Kari \\"Kaos\\" Ås"}', b'x Kari "Kaos"'])

    assert found(residue.in_database, 'Kari "Kaos"') == [
        (1, "accounts_user.name", 1),
        (1, "left_over.bytes", 1),
        (1, "left_over.said", 1),
    ]


def test_a_table_no_model_owns_and_another_schema_are_looked_through():
    with by_force() as cursor:
        cursor.execute("CREATE SCHEMA copies; CREATE TABLE copies.people AS SELECT 'Kari Nordmann' AS who")

    assert found(residue.in_database, "kari nordmann") == [(1, "copies.people.who", 1)]


def test_a_random_number_is_found_without_its_dashes():
    candidate = CandidateFactory()
    OutgoingMailFactory(body_text=f"/soknad/{candidate.pk.hex}/")

    assert found(residue.in_database, str(candidate.pk)) == [
        (1, "candidates_candidate.id", 1),
        (1, "privacy_outgoingmail.body_text", 1),
    ]


def test_the_search_index_is_asked_and_the_vocabulary_knows_only_the_stem():
    document = DocumentFactory(text="Hun har ledet sykepleiere")
    words.learn(document_id=document.pk)
    with by_force() as cursor:
        cursor.execute("CREATE TABLE other_index AS SELECT search FROM candidates_document")

    assert found(residue.in_database, "sykepleiere") == [
        (1, "candidates_document.search", 1),
        (1, "candidates_document.text", 1),
        (1, "candidates_searchword.word", 1),
        (1, "other_index.search", 1),
    ]


def test_a_short_identifier_is_sought_as_a_whole_word():
    OutgoingMailFactory(body_text="Bosted: Oslo")
    OutgoingMailFactory(body_text="Hei Bosse, hilsen Bos.")

    assert found(residue.in_database, "bos") == [(1, "privacy_outgoingmail.body_text", 1)]


@pytest.mark.parametrize("identifiers", [["Kari Nordmann", "ab"], ["Kari Nordmann", "  a  "]])
def test_what_would_be_found_everywhere_is_refused(identifiers):
    with pytest.raises(residue.TooShort) as refused:
        list(residue.in_database(identifiers))

    assert refused.value.number == 2


def test_a_large_table_is_read_in_parts_and_no_row_is_left_out(monkeypatch):
    with by_force() as cursor:
        cursor.execute(
            "CREATE TABLE many AS SELECT 'person' || n || '@example.test' AS email FROM generate_series(1, 5000) n"
        )
    monkeypatch.setattr(database, "AT_A_TIME", 8192)

    assert found(residue.in_database, "person1@example.test", "person5000@example.test", "@example.test") == [
        (1, "many.email", 1),
        (2, "many.email", 1),
        (3, "many.email", 5000),
    ]


def test_a_session_is_unpacked():
    session = SessionStore()
    session["typed"] = "kari.merkelig@example.test " + "x" * 1000
    session.save()

    assert found(residue.in_database, "kari.merkelig@example.test") == []
    assert found(residue.in_sessions, "kari.merkelig@example.test") == [(1, "django_session.session_data", 1)]


def test_samples_of_the_planner_are_read_until_the_table_is_analysed_again():
    CandidateFactory(last_name="Merkeligsen")
    CandidateFactory.create_batch(2, last_name="Vanligsen")
    with by_force() as cursor:
        cursor.execute("ANALYZE candidates_candidate")
        kept = found(residue.in_statistics, "vanligsen")
        cursor.execute("UPDATE candidates_candidate SET last_name = 'Ny'; ANALYZE candidates_candidate")

    indexes = [
        "candidate_by_name.candidates_name_key",
        "candidate_last_name_parts.upper",
        "candidate_plain_name.candidates_plain_name",
    ]
    assert kept == [(1, f"pg_stats: {place}", 1) for place in [*indexes, "candidates_candidate.last_name"]]
    assert found(residue.in_statistics, "vanligsen") == []


def test_letters_a_file_may_not_know_are_not_left_out_of_the_word(files):
    files[0].save("x", ContentFile(b"en odki til vinden"))

    assert found(residue.in_files, "Łodźki") == []


@pytest.fixture
def files(settings, tmp_path):
    """A storage of its own."""
    raw = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"files_raw": raw}
    return storages["files"], storages["files_raw"]


def test_files_are_read_as_they_lie_there_and_as_their_reader_sees_them(files):
    sealed, raw = files
    sealed.save("x", ContentFile(b"x" * 65_530 + "Blåveis Nordmann".encode()))
    raw.save("by-hand/blåveis nordmann.txt", ContentFile("BLÅVEIS NORDMANN".encode("utf-16")))

    assert found(residue.in_files, "blåveis nordmann") == [
        (0, "storage files", 1),  # planted by hand, it is no sealed file
        (1, "storage files", 2),
        (1, "storage files_raw", 1),
    ]


def test_a_file_that_cannot_be_opened_is_said(files):
    files[1].save("by-hand", ContentFile(b"not ours"))

    assert found(residue.in_files, "kari nordmann") == [(0, "storage files", 1)]


def test_names_values_and_waiting_tasks_are_read_in_the_cache():
    cache.set("seen:kari.merkelig@example.test", 1)
    cache.set("other", {"who": "Kari.Merkelig@example.test"})

    assert found(residue.in_cache, "kari.merkelig@example.test") == [(1, "valkey string", 2)]
