"""What was sent may be noted as told to be over, once."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION candidates_guard_presentation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ending text[] := ARRAY['ends_at', 'revoked_at', 'revoked_by_id', 'ending_told_at']; code text;
  begins date := (NEW.sent_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.sent_at IS NOT NULL THEN
      PERFORM candidates_refuse('nobody');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.sent_at IS NOT NULL THEN
    IF (to_jsonb(NEW) - ending) IS DISTINCT FROM (to_jsonb(OLD) - ending) OR NEW.ends_at > OLD.ends_at THEN
      RAISE EXCEPTION 'what was sent is not changed, only ended' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
      RAISE EXCEPTION 'what was taken back is not given again' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ending_told_at IS NOT NULL AND NEW.ending_told_at IS DISTINCT FROM OLD.ending_told_at THEN
      RAISE EXCEPTION 'that it is over is told once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.job_order_id <> OLD.job_order_id THEN
    RAISE EXCEPTION 'a presentation is of one order' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.sent_at IS NULL THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM clients_joborder WHERE id = NEW.job_order_id FOR SHARE;
  PERFORM 1 FROM privacy_subject person JOIN candidates_candidate candidate ON candidate.subject_id = person.id
    JOIN candidates_presentationitem item ON item.candidate_id = candidate.id
    WHERE item.presentation_id = NEW.id ORDER BY person.id FOR SHARE OF person;
  code := candidates_why_not_presented(NEW.job_order_id, NULL, NEW.sent_at);
  IF code IS NULL AND (NEW.ends_at <= NEW.sent_at OR (NEW.ends_at AT TIME ZONE 'Europe/Oslo')::date > begins + 91) THEN
    code := 'too_long';
  END IF;
  IF code IS NULL AND NOT EXISTS (SELECT 1 FROM candidates_presentationreader reader WHERE reader.presentation_id = NEW.id
      AND reader.revoked_at IS NULL AND candidates_may_read(NEW.job_order_id, reader.contact_id)) THEN
    code := 'no_reader';
  END IF;
  IF code IS NULL AND NOT EXISTS (SELECT 1 FROM candidates_presentationitem WHERE presentation_id = NEW.id) THEN
    code := 'nobody';
  END IF;
  IF code IS NULL THEN
    SELECT why INTO code FROM (
      SELECT candidates_why_not_presented(NEW.job_order_id, item.candidate_id, NEW.sent_at) AS why
      FROM candidates_presentationitem item WHERE item.presentation_id = NEW.id
    ) AS asked WHERE why IS NOT NULL ORDER BY why LIMIT 1;
  END IF;
  IF code IS NULL AND EXISTS (SELECT 1 FROM candidates_presentationitem item JOIN candidates_document file ON file.id = item.document_id
      WHERE item.presentation_id = NEW.id AND NOT (file.state = 'clean' OR (file.state = 'unscanned' AND NEW.shows_unscanned))) THEN
    code := 'not_scanned';
  END IF;
  IF code IS NULL AND NEW.is_anonymous AND EXISTS (
      SELECT 1 FROM candidates_presentationitem WHERE presentation_id = NEW.id AND kind = 'document') THEN
    code := 'names_somebody';
  END IF;
  IF code IS NOT NULL THEN
    PERFORM candidates_refuse(code);
  END IF;
  RETURN NEW;
END $$;
"""

UNDO = """
CREATE OR REPLACE FUNCTION candidates_guard_presentation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE code text; begins date := (NEW.sent_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.sent_at IS NOT NULL THEN
      PERFORM candidates_refuse('nobody');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.sent_at IS NOT NULL THEN
    IF (to_jsonb(NEW) - ARRAY['ends_at', 'revoked_at', 'revoked_by_id']) IS DISTINCT FROM
       (to_jsonb(OLD) - ARRAY['ends_at', 'revoked_at', 'revoked_by_id']) OR NEW.ends_at > OLD.ends_at THEN
      RAISE EXCEPTION 'what was sent is not changed, only ended' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
      RAISE EXCEPTION 'what was taken back is not given again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.job_order_id <> OLD.job_order_id THEN
    RAISE EXCEPTION 'a presentation is of one order' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.sent_at IS NULL THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM clients_joborder WHERE id = NEW.job_order_id FOR SHARE;
  PERFORM 1 FROM privacy_subject person JOIN candidates_candidate candidate ON candidate.subject_id = person.id
    JOIN candidates_presentationitem item ON item.candidate_id = candidate.id
    WHERE item.presentation_id = NEW.id ORDER BY person.id FOR SHARE OF person;
  code := candidates_why_not_presented(NEW.job_order_id, NULL, NEW.sent_at);
  IF code IS NULL AND (NEW.ends_at <= NEW.sent_at OR (NEW.ends_at AT TIME ZONE 'Europe/Oslo')::date > begins + 91) THEN
    code := 'too_long';
  END IF;
  IF code IS NULL AND NOT EXISTS (SELECT 1 FROM candidates_presentationreader reader WHERE reader.presentation_id = NEW.id
      AND reader.revoked_at IS NULL AND candidates_may_read(NEW.job_order_id, reader.contact_id)) THEN
    code := 'no_reader';
  END IF;
  IF code IS NULL AND NOT EXISTS (SELECT 1 FROM candidates_presentationitem WHERE presentation_id = NEW.id) THEN
    code := 'nobody';
  END IF;
  IF code IS NULL THEN
    SELECT why INTO code FROM (
      SELECT candidates_why_not_presented(NEW.job_order_id, item.candidate_id, NEW.sent_at) AS why
      FROM candidates_presentationitem item WHERE item.presentation_id = NEW.id
    ) AS asked WHERE why IS NOT NULL ORDER BY why LIMIT 1;
  END IF;
  IF code IS NULL AND EXISTS (SELECT 1 FROM candidates_presentationitem item JOIN candidates_document file ON file.id = item.document_id
      WHERE item.presentation_id = NEW.id AND NOT (file.state = 'clean' OR (file.state = 'unscanned' AND NEW.shows_unscanned))) THEN
    code := 'not_scanned';
  END IF;
  IF code IS NULL AND NEW.is_anonymous AND EXISTS (
      SELECT 1 FROM candidates_presentationitem WHERE presentation_id = NEW.id AND kind = 'document') THEN
    code := 'names_somebody';
  END IF;
  IF code IS NOT NULL THEN
    PERFORM candidates_refuse(code);
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0038_presentation_endings")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
