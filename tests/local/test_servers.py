from django.db import connection


def test_norwegian_letters_are_letters(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÆØÅ'), current_setting('server_encoding')")

        assert cursor.fetchone() == ("æøå", "UTF8")
