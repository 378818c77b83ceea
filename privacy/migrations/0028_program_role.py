"""What a role that owns no table cannot do by itself: have the planner forget names of erased people."""

from django.db import migrations

GUARDS = """
-- The samples of one table of ours are taken anew. PostgreSQL leaves those of an empty table alone: they are cleared,
-- where it can (18). Owned by whoever migrates, since only the owner of a table may.
CREATE FUNCTION privacy_sample(wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE is_empty boolean;
BEGIN
  PERFORM 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = wanted;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no table of ours by that name' USING ERRCODE = 'undefined_table';
  END IF;
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', wanted) INTO is_empty;
  IF NOT is_empty THEN
    EXECUTE format('ANALYZE public.%I', wanted);
  ELSIF current_setting('server_version_num')::int >= 180000 THEN
    EXECUTE $clear$
      SELECT pg_clear_attribute_stats(schemaname::text, tablename::text, attname::text, inherited) FROM pg_stats
      WHERE schemaname = 'public'
        AND tablename IN (SELECT $1 UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = $1)
    $clear$ USING wanted;
  END IF;
END $$;
"""

UNDO = "DROP FUNCTION privacy_sample;"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0027_cookie_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
