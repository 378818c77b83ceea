"""Whoever leads an interview that is ahead works here, as whoever answers for somebody does (P64)."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION accounts_refuse_leaderless() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM candidates_interview WHERE led_by_id = NEW.id AND state IN ('proposed', 'set')) THEN
    RAISE EXCEPTION 'this colleague still leads interviews: hand it over first'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_orphaned';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_leaderless BEFORE UPDATE OF is_active, is_staff ON accounts_user FOR EACH ROW
  WHEN (OLD.is_active AND OLD.is_staff AND NOT (NEW.is_active AND NEW.is_staff))
  EXECUTE FUNCTION accounts_refuse_leaderless();

CREATE FUNCTION accounts_refuse_absent_leader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.led_by_id, NEW.state) IS NOT DISTINCT FROM (OLD.led_by_id, OLD.state) THEN
    RETURN NEW;
  END IF;
  -- Held until the end, so that nobody closes the account in the same moment.
  PERFORM 1 FROM accounts_user WHERE id = NEW.led_by_id AND is_active AND is_staff FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'whoever leads an interview works here' USING ERRCODE = 'check_violation', CONSTRAINT = 'leader_works_here';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_absent_leader BEFORE INSERT OR UPDATE OF led_by_id, state ON candidates_interview FOR EACH ROW
  WHEN (NEW.state IN ('proposed', 'set')) EXECUTE FUNCTION accounts_refuse_absent_leader();
"""
NONE = """
DROP TRIGGER refuse_absent_leader ON candidates_interview;
DROP TRIGGER refuse_leaderless ON accounts_user;
DROP FUNCTION accounts_refuse_absent_leader();
DROP FUNCTION accounts_refuse_leaderless();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_nobody_orphaned"), ("candidates", "0002_models")]
    operations = [migrations.RunSQL(GUARDS, NONE)]
