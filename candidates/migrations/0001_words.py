"""Small letters without accents: "José" is found by "jose", "Bjørn" by "bjorn"."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# Every name with its schema, so that an index finds them whoever writes; `unaccent` itself only says STABLE, since its
# dictionary could be changed, which nobody here does.
PLAIN = """
CREATE FUNCTION candidates_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary, words))
$$;
CREATE FUNCTION candidates_plain_name(first_name text, last_name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ' ' || public.candidates_plain(first_name || ' ' || last_name)
$$;
-- æ, ø and å after z, whatever the database is set up to sort by; other accents count for nothing.
CREATE FUNCTION candidates_name_key(last_name text, first_name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.candidates_plain(translate(last_name || ' ' || first_name, 'æøåäöÆØÅÄÖ', '{|}{|{|}{|'))
$$;
"""
UNDO = """
DROP FUNCTION candidates_name_key(text, text); DROP FUNCTION candidates_plain_name(text, text);
DROP FUNCTION candidates_plain(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [TrigramExtension(), UnaccentExtension(), migrations.RunSQL(PLAIN, UNDO)]
