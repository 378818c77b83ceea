"""How a transactional test leaves the database: as the migrations made it.

Django's own way, TRUNCATE, is refused by the append-only tables and forgets what data migrations seeded. Here the
triggers are lifted (session_replication_role), every row goes, and the seeds come back from their copy. A trigger the
test put out of action acts again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.test import TransactionTestCase

from tests.database_role import by_force

REMEMBER = """
CREATE SCHEMA seeds;
DO $$ DECLARE name text; has_rows boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO has_rows;
    IF has_rows THEN
      EXECUTE format('CREATE TABLE seeds.%1$I AS TABLE public.%1$I', name);
    END IF;
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA seeds TO fremrykk_app;
GRANT SELECT ON ALL TABLES IN SCHEMA seeds TO fremrykk_app;
"""

RESTORE = """
DO $$ DECLARE name text; columns text; trigger text; BEGIN
  SET LOCAL session_replication_role = replica;
  SET LOCAL lock_timeout = '20s';
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', name);
  END LOOP;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'seeds' LOOP
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
      WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM seeds.%1$I', name, columns);
  END LOOP;
  SET LOCAL session_replication_role = DEFAULT;
  FOR name, trigger IN SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgenabled = 'D' LOOP
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', name, trigger);
  END LOOP;
END $$;
"""


def remember_seeds() -> None:
    _by_force(REMEMBER)


def restore(_: TransactionTestCase | None = None) -> None:
    _by_force(RESTORE)


@contextmanager
def as_now() -> Iterator[Callable[[], None]]:
    """Hands over what brings the tables back to how they are now: for a test that begins many times."""
    _by_force(REMEMBER.replace("seeds", "now_and_then"))
    try:
        yield lambda: _by_force(RESTORE.replace("seeds", "now_and_then"))
    finally:
        _by_force("DROP SCHEMA now_and_then CASCADE")


def _by_force(statement: str) -> None:
    with by_force() as cursor:
        cursor.execute(statement)


TransactionTestCase._fixture_teardown = restore
