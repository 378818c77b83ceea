"""The agency's papers are written down once; a renewal or a correction is another row, and the newest of each kind counts."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_keep_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a paper of the agency is followed by another, never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_paper BEFORE UPDATE OR DELETE ON clients_agencypaper
  FOR EACH ROW EXECUTE FUNCTION clients_keep_paper();

-- Whether anybody may begin to be hired out on that day: approval and insurance both hold.
CREATE FUNCTION clients_papers_hold(day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) = 2 FROM (
    SELECT DISTINCT ON (kind) kind, valid_from, valid_until FROM clients_agencypaper ORDER BY kind, noted_at DESC, id DESC
  ) standing WHERE day BETWEEN valid_from AND valid_until
$$;
"""

UNDO = """
DROP FUNCTION clients_papers_hold; DROP TRIGGER keep_paper ON clients_agencypaper; DROP FUNCTION clients_keep_paper;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0018_forgotten_questions")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
