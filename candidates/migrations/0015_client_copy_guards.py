"""What no client sees, asked by the database: files with a national identity number as they are, copies of somebody else."""

from django.db import migrations

GUARDS = """
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

-- What of a candidate can be shown by now; the others wait for what they are made of.
CREATE FUNCTION candidates_item_kind_is_there(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT kind IN ('introduction', 'document', 'client_copy', 'test', 'reference')
$$;

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
"""

UNDO = """
DROP TRIGGER guard_presentation_papers ON candidates_presentation; DROP FUNCTION candidates_guard_papers;
DROP TRIGGER guard_client_copy ON candidates_clientcopy; DROP FUNCTION candidates_guard_client_copy; DROP FUNCTION candidates_item_kind_is_there;
DROP TRIGGER look_for_number ON candidates_document; DROP FUNCTION candidates_look_for_number; DROP FUNCTION candidates_holds_national_id;
DROP FUNCTION candidates_is_national_id;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0014_reference_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
