"""What no client sees, asked by the database: files with a national identity number as they are, copies of somebody else."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("candidates.migrations.0025_presentation_guards").GUARDS


def before(name):
    """The function as it was."""
    start = BEFORE.index(f"CREATE FUNCTION {name}()")
    return BEFORE[start : BEFORE.index("CREATE TRIGGER", start)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


NUMBERS = """
-- The same rule as privacy.validators.is_national_id: day, month and check digits, the numbers of 2032 too.
CREATE FUNCTION candidates_is_national_id(number text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE d int[] := string_to_array(number, NULL)::int[];
BEGIN
  RETURN (substr(number, 1, 2)::int % 40) BETWEEN 1 AND 31 AND (substr(number, 3, 2)::int % 40) BETWEEN 1 AND 12
    AND (3*d[1] + 7*d[2] + 6*d[3] + d[4] + 8*d[5] + 9*d[6] + 4*d[7] + 5*d[8] + 2*d[9] + d[10]) % 11 <= 3
    AND (5*d[1] + 4*d[2] + 3*d[3] + 2*d[4] + 7*d[5] + 6*d[6] + 5*d[7] + 4*d[8] + 3*d[9] + 2*d[10] + d[11]) % 11 = 0;
END $$;

CREATE FUNCTION candidates_holds_national_id(words text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT EXISTS (SELECT 1 FROM regexp_matches(words, '(?<![0-9])([0-9]{6}) ?([0-9]{5})(?![0-9])', 'g') AS found
    WHERE candidates_is_national_id(found[1] || found[2]))
$$;

CREATE FUNCTION candidates_look_for_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.holds_number := candidates_holds_national_id(NEW.text);
  RETURN NEW;
END $$;
CREATE TRIGGER look_for_number BEFORE INSERT OR UPDATE OF text, holds_number ON candidates_document
  FOR EACH ROW EXECUTE FUNCTION candidates_look_for_number();
UPDATE candidates_document SET text = text WHERE text <> '';
"""

KINDS = """
-- What of a candidate can be shown by now; the others wait for what they are made of.
CREATE FUNCTION candidates_item_kind_is_there(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT kind IN ('introduction', 'document', 'client_copy')
$$;

CREATE OR REPLACE FUNCTION candidates_guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whole candidates_presentation%ROWTYPE;
BEGIN
  -- What is about to be sent is waited for.
  SELECT * INTO whole FROM candidates_presentation WHERE id = NEW.presentation_id FOR SHARE;
  IF TG_OP = 'UPDATE' THEN
    IF whole.sent_at IS NOT NULL AND (to_jsonb(NEW) - ARRAY['candidate_id', 'disclosure']) IS DISTINCT FROM
        (to_jsonb(OLD) - ARRAY['candidate_id', 'disclosure']) THEN
      RAISE EXCEPTION 'what was shown is not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF whole.sent_at IS NOT NULL THEN
    RAISE EXCEPTION 'nothing is added to what was sent' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT candidates_item_kind_is_there(NEW.kind) THEN
    PERFORM candidates_refuse('not_there');
  END IF;
  IF NEW.document_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM candidates_document WHERE id = NEW.document_id
      AND candidate_id = NEW.candidate_id AND (sha256 = NEW.sha256 OR NEW.client_copy_id IS NOT NULL)) THEN
    RAISE EXCEPTION 'a document is shown with its own candidate, by its own fingerprint' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.client_copy_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM candidates_clientcopy copy
      WHERE copy.id = NEW.client_copy_id AND copy.document_id = NEW.document_id AND copy.sha256 = NEW.sha256) THEN
    RAISE EXCEPTION 'a client copy is shown with its own document, by its own fingerprint' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.client_copy_id IS NULL AND EXISTS (SELECT 1 FROM candidates_document WHERE id = NEW.document_id AND holds_number) THEN
    PERFORM candidates_refuse('holds_number');
  END IF;
  RETURN NEW;
END $$;
"""

COPIES = """
CREATE FUNCTION candidates_guard_client_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
      RAISE EXCEPTION 'another marking is another copy' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF candidates_holds_national_id(NEW.text) THEN
    PERFORM candidates_refuse('holds_number');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_client_copy BEFORE INSERT OR UPDATE ON candidates_clientcopy
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_client_copy();

-- Besides what candidates_guard_presentation asks: of each file is known what stands in it, and nothing that may not.
CREATE FUNCTION candidates_guard_papers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item candidates_presentationitem%ROWTYPE; file candidates_document%ROWTYPE;
BEGIN
  IF NEW.sent_at IS NULL OR OLD.sent_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  FOR item IN SELECT * FROM candidates_presentationitem WHERE presentation_id = NEW.id
      AND document_id IS NOT NULL ORDER BY id LOOP
    SELECT * INTO file FROM candidates_document WHERE id = item.document_id;
    IF NOT (file.state = 'clean' OR (file.state = 'unscanned' AND NEW.shows_unscanned)) THEN
      PERFORM candidates_refuse('not_scanned');
    ELSIF file.text_state = 'waiting' THEN
      PERFORM candidates_refuse('not_read');
    ELSIF item.client_copy_id IS NULL AND file.holds_number THEN
      PERFORM candidates_refuse('holds_number');
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_presentation_papers BEFORE UPDATE OF sent_at ON candidates_presentation
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_papers();

CREATE OR REPLACE FUNCTION candidates_guard_download() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item candidates_presentationitem%ROWTYPE; file candidates_document%ROWTYPE; whole candidates_presentation%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - 'reader_id') IS DISTINCT FROM (to_jsonb(OLD) - 'reader_id') THEN
      RAISE EXCEPTION 'what was taken along stays known' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO item FROM candidates_presentationitem WHERE id = NEW.item_id;
  SELECT * INTO whole FROM candidates_presentation WHERE id = item.presentation_id;
  SELECT * INTO file FROM candidates_document WHERE id = item.document_id;
  IF file.id IS NULL OR NOT candidates_is_shown(item.presentation_id, item.candidate_id, NEW.reader_id, NEW.at)
      OR NOT whole.may_download OR (item.client_copy_id IS NULL AND (whole.is_anonymous OR file.holds_number))
      OR NOT (file.state = 'clean' OR (file.state = 'unscanned' AND whole.shows_unscanned)) THEN
    RAISE EXCEPTION 'a document is taken along by whoever is shown it, where that is allowed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

UNDO_COPIES = """
DROP TRIGGER guard_presentation_papers ON candidates_presentation; DROP FUNCTION candidates_guard_papers();
DROP TRIGGER guard_client_copy ON candidates_clientcopy; DROP FUNCTION candidates_guard_client_copy();
"""
UNDO_NUMBERS = """
DROP TRIGGER look_for_number ON candidates_document; DROP FUNCTION candidates_look_for_number();
DROP FUNCTION candidates_holds_national_id(text); DROP FUNCTION candidates_is_national_id(text);
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0032_client_copies")]

    operations = [
        migrations.RunSQL(NUMBERS, UNDO_NUMBERS),
        migrations.RunSQL(
            KINDS, before("candidates_guard_item") + "DROP FUNCTION candidates_item_kind_is_there(text);"
        ),
        migrations.RunSQL(COPIES, before("candidates_guard_download") + UNDO_COPIES),
    ]
