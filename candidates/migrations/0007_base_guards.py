"""Tags and lists hold only people in the base: who is not is refused, and who no longer is leaves in the same transaction."""

from django.db import migrations

GUARDS = """
-- Whether somebody may be thought of for other positions: nothing of theirs is set aside, and they chose so with an
-- application of their own, consented to further storage, or were told that we have their data (GDPR art. 6(1)(f), 14).
CREATE FUNCTION candidates_is_in_base(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT NOT EXISTS (
        SELECT 1 FROM privacy_restriction
        WHERE lifted_at IS NULL AND subject_id IN (SELECT candidates_numbers_of(candidate.subject_id))
      ) AND (
        EXISTS (
          SELECT 1 FROM candidates_application
          WHERE candidate_id = candidate.id AND keep_scope = 'candidate_base' AND origin <> 'added' AND stage <> 'withdrawn'
        )
        OR candidates_has_consent(candidate.subject_id, 'further_storage')
        OR (candidate.source IN ('by_hand', 'imported') AND NOT EXISTS (
          SELECT 1 FROM privacy_collection
          WHERE informed_at IS NULL AND subject_id IN (SELECT candidates_numbers_of(candidate.subject_id))
        ))
      )
    FROM candidates_candidate AS candidate WHERE candidate.id = wanted
  ), false)
$$;

CREATE FUNCTION candidates_guard_base() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT candidates_is_in_base(NEW.candidate_id) THEN
    RAISE EXCEPTION 'tags and lists are for those who agreed to be thought of for other positions'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_base BEFORE INSERT OR UPDATE OF candidate_id ON candidates_taguse
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_base();
CREATE TRIGGER guard_base BEFORE INSERT OR UPDATE OF candidate_id ON candidates_listentry
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_base();

CREATE FUNCTION candidates_leave_base(those uuid[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM candidates_taguse WHERE candidate_id = ANY (those) AND NOT candidates_is_in_base(candidate_id);
  DELETE FROM candidates_listentry WHERE candidate_id = ANY (those) AND NOT candidates_is_in_base(candidate_id);
$$;

-- What ends an application: deleted (one statement, however many rows), withdrawn, or another choice. That it goes over
-- to another candidate, who is the same person, ends nothing: what hangs on it goes over, too.
CREATE FUNCTION candidates_applications_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM candidates_leave_base((SELECT array_agg(DISTINCT candidate_id) FROM ended));
  RETURN NULL;
END $$;
CREATE TRIGGER leave_base_deleted AFTER DELETE ON candidates_application REFERENCING OLD TABLE AS ended
  FOR EACH STATEMENT EXECUTE FUNCTION candidates_applications_ended();

CREATE FUNCTION candidates_application_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM candidates_leave_base(ARRAY[NEW.candidate_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER leave_base_changed AFTER UPDATE ON candidates_application FOR EACH ROW
  WHEN (OLD.keep_scope <> NEW.keep_scope OR OLD.origin <> NEW.origin OR OLD.stage <> NEW.stage)
  EXECUTE FUNCTION candidates_application_changed();

CREATE FUNCTION candidates_person_left(person uuid) RETURNS void LANGUAGE sql AS $$
  SELECT candidates_leave_base(
    (SELECT array_agg(id) FROM candidates_candidate WHERE subject_id IN (SELECT candidates_numbers_of(person)))
  )
$$;

CREATE FUNCTION candidates_consent_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM candidates_person_left(NEW.subject_uuid);
  RETURN NULL;
END $$;
CREATE TRIGGER leave_base AFTER INSERT ON privacy_consentevent FOR EACH ROW
  WHEN (NEW.action = 'withdrawn' AND NEW.purpose = 'further_storage') EXECUTE FUNCTION candidates_consent_withdrawn();

CREATE FUNCTION candidates_set_aside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM candidates_person_left(NEW.subject_id);
  RETURN NULL;
END $$;
CREATE TRIGGER leave_base AFTER INSERT OR UPDATE ON privacy_restriction FOR EACH ROW
  WHEN (NEW.lifted_at IS NULL) EXECUTE FUNCTION candidates_set_aside();
CREATE TRIGGER leave_base AFTER INSERT OR UPDATE ON privacy_collection FOR EACH ROW
  WHEN (NEW.informed_at IS NULL) EXECUTE FUNCTION candidates_set_aside();

CREATE FUNCTION candidates_persons_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM candidates_person_left(NEW.merged_into_id);
  RETURN NULL;
END $$;
CREATE TRIGGER leave_base AFTER UPDATE ON privacy_subject FOR EACH ROW
  WHEN (NEW.merged_into_id IS NOT NULL AND OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
  EXECUTE FUNCTION candidates_persons_merged();

CREATE FUNCTION candidates_source_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM candidates_leave_base(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER leave_base AFTER UPDATE ON candidates_candidate FOR EACH ROW
  WHEN (OLD.source IS DISTINCT FROM NEW.source OR OLD.subject_id IS DISTINCT FROM NEW.subject_id)
  EXECUTE FUNCTION candidates_source_changed();
"""

UNDO = """
DROP TRIGGER leave_base ON candidates_candidate; DROP FUNCTION candidates_source_changed; DROP TRIGGER leave_base ON privacy_subject;
DROP FUNCTION candidates_persons_merged; DROP TRIGGER leave_base ON privacy_collection; DROP TRIGGER leave_base ON privacy_restriction;
DROP FUNCTION candidates_set_aside; DROP TRIGGER leave_base ON privacy_consentevent; DROP FUNCTION candidates_consent_withdrawn;
DROP FUNCTION candidates_person_left; DROP TRIGGER leave_base_changed ON candidates_application; DROP FUNCTION candidates_application_changed;
DROP TRIGGER leave_base_deleted ON candidates_application; DROP FUNCTION candidates_applications_ended; DROP FUNCTION candidates_leave_base;
DROP TRIGGER guard_base ON candidates_listentry; DROP TRIGGER guard_base ON candidates_taguse; DROP FUNCTION candidates_guard_base;
DROP FUNCTION candidates_is_in_base;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0006_check_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
