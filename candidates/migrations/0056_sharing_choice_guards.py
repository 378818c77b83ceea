"""A wider sharing is the person's own acknowledged choice, the newest word counts, and what a narrower one forbids ends with it."""

from django.db import migrations

# As before but for one thing: for other employers the newest word of the person counts, chosen with an application or later.
WHY_NOT = """
CREATE OR REPLACE FUNCTION candidates_why_not_presented(wanted bigint, person uuid, moment timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE job clients_joborder%ROWTYPE; company clients_clientcompany%ROWTYPE; whose uuid;
  said candidates_sharingpermission%ROWTYPE; own candidates_application%ROWTYPE;
BEGIN
  SELECT * INTO job FROM clients_joborder WHERE id = wanted;
  IF job.opened_at IS NULL OR job.opened_at > moment OR job.closed_at IS NOT NULL OR job.agreement_id IS NULL THEN
    RETURN 'order_not_open';
  END IF;
  SELECT * INTO company FROM clients_clientcompany WHERE id = job.company_id;
  IF company.privacy_statement_url = '' THEN
    RETURN 'no_client_statement';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM privacy_recipient WHERE company_uuid = company.id
      AND (ended_on IS NULL OR ended_on > (moment AT TIME ZONE 'Europe/Oslo')::date)) THEN
    RETURN 'not_a_recipient';
  END IF;
  IF person IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT subject_id INTO whose FROM candidates_candidate WHERE id = person;
  IF NOT FOUND THEN
    RETURN 'gone';
  END IF;
  IF EXISTS (SELECT 1 FROM privacy_restriction WHERE lifted_at IS NULL AND subject_id IN (SELECT privacy_numbers_of(whose))
      AND category IN ('', 'identity', 'contact', 'application', 'document')) THEN
    RETURN 'restricted';
  END IF;
  IF NOT privacy_is_informed(whose) THEN
    RETURN 'not_informed';
  END IF;
  IF EXISTS (SELECT 1 FROM candidates_blockedemployer blocked WHERE blocked.candidate_id = person
      AND (blocked.org_number = company.org_number
        OR blocked.org_number IN (SELECT org_number FROM clients_subunit WHERE company_id = company.id))) THEN
    RETURN 'blocked_employer';
  END IF;
  -- The newest own application for this very order, and the newest word about it: the later of the two counts.
  SELECT * INTO own FROM candidates_application WHERE candidate_id = person AND job_order_id = wanted
    AND sharing_notice_id IS NOT NULL AND stage NOT IN ('withdrawn', 'rejected') ORDER BY submitted_at DESC, id LIMIT 1;
  SELECT * INTO said FROM candidates_sharingpermission WHERE candidate_id = person AND job_order_id = wanted
    ORDER BY coalesce(ended_at, answered_at, asked_at) DESC, id LIMIT 1;
  IF said.id IS NOT NULL AND (own.id IS NULL OR own.submitted_at <= coalesce(said.ended_at, said.answered_at, said.asked_at)) THEN
    RETURN CASE WHEN said.answered_at IS NULL THEN 'waits'
                WHEN said.answer = 'interested' AND said.ended_at IS NULL THEN NULL
                ELSE 'said_no' END;
  END IF;
  IF own.id IS NOT NULL THEN
    RETURN NULL;
  END IF;
  SELECT * INTO own FROM candidates_application WHERE candidate_id = person AND sharing_notice_id IS NOT NULL
    AND stage <> 'withdrawn' ORDER BY NEWEST DESC, id LIMIT 1;
  RETURN CASE WHEN own.id IS NULL THEN 'not_acknowledged'
              WHEN own.sharing_scope = 'without_asking' THEN NULL
              WHEN own.sharing_scope = 'ask_first' THEN 'ask_first'
              ELSE 'only_elsewhere' END;
END $$;
"""
CHOSEN = """coalesce(
    (SELECT max(chosen_at) FROM candidates_sharingchoice WHERE application_id = candidates_application.id), submitted_at)"""

GUARDS = """
CREATE FUNCTION candidates_guard_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'a choice is followed by the next, never changed' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM candidates_application WHERE id = NEW.application_id AND sharing_notice_id IS NOT NULL
    AND keep_scope = NEW.was_kept AND sharing_scope = NEW.was_shared;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'what is chosen anew is an own application, as it is now' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_choice BEFORE INSERT OR UPDATE ON candidates_sharingchoice
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_choice();

-- Less than before is always right; more is the person's word alone.
CREATE FUNCTION candidates_guard_scope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE scopes text[] := ARRAY['this_position', 'ask_first', 'without_asking']; newest candidates_sharingchoice%ROWTYPE;
BEGIN
  IF array_position(scopes, NEW.sharing_scope::text) <= array_position(scopes, OLD.sharing_scope::text)
      AND NOT (OLD.keep_scope = 'this_position' AND NEW.keep_scope = 'candidate_base') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO newest FROM candidates_sharingchoice WHERE application_id = NEW.id ORDER BY chosen_at DESC, id LIMIT 1;
  IF newest.sharing_scope IS DISTINCT FROM NEW.sharing_scope OR newest.keep_scope IS DISTINCT FROM NEW.keep_scope THEN
    RAISE EXCEPTION 'an application is shared more widely by the choice of its person alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_scope BEFORE UPDATE ON candidates_application FOR EACH ROW
  WHEN (OLD.sharing_scope <> NEW.sharing_scope OR OLD.keep_scope <> NEW.keep_scope)
  EXECUTE FUNCTION candidates_guard_scope();

-- Whether an own application is for this order, or lets others be thought of.
CREATE FUNCTION candidates_may_be_asked(person uuid, wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM candidates_application own WHERE own.candidate_id = person AND own.origin <> 'added'
    AND own.stage <> 'withdrawn' AND (own.job_order_id = wanted OR own.sharing_scope IN ('ask_first', 'without_asking')))
$$;

CREATE FUNCTION candidates_guard_asking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT candidates_may_be_asked(NEW.candidate_id, NEW.job_order_id) AND EXISTS (
      SELECT 1 FROM candidates_sharingchoice choice JOIN candidates_application own ON own.id = choice.application_id
      WHERE own.candidate_id = NEW.candidate_id) THEN
    RAISE EXCEPTION 'the person has chosen to be asked about no other position' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_asking BEFORE INSERT ON candidates_sharingpermission FOR EACH ROW WHEN (NEW.answer = '')
  EXECUTE FUNCTION candidates_guard_asking();

-- What was begun on the wider choice ends with it: questions that wait, and what was put together and not sent. What was
-- sent is asked about at each request (candidates_is_shown). A yes to one order is a word of its own, and stays.
CREATE FUNCTION candidates_scope_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM candidates_sharingpermission WHERE candidate_id = NEW.candidate_id AND answered_at IS NULL
    AND NOT candidates_may_be_asked(candidate_id, job_order_id);
  DELETE FROM candidates_presentationitem item USING candidates_presentation whole
    WHERE whole.id = item.presentation_id AND whole.sent_at IS NULL AND item.candidate_id = NEW.candidate_id
      AND NOT candidates_may_be_asked(item.candidate_id, whole.job_order_id)
      AND NOT EXISTS (SELECT 1 FROM candidates_sharingpermission said WHERE said.candidate_id = item.candidate_id
        AND said.job_order_id = whole.job_order_id AND said.answer = 'interested' AND said.ended_at IS NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER scope_changed AFTER UPDATE ON candidates_application FOR EACH ROW
  WHEN (OLD.sharing_scope <> NEW.sharing_scope) EXECUTE FUNCTION candidates_scope_changed();
"""

UNDO = """
DROP TRIGGER scope_changed ON candidates_application; DROP FUNCTION candidates_scope_changed();
DROP TRIGGER guard_asking ON candidates_sharingpermission; DROP FUNCTION candidates_guard_asking();
DROP FUNCTION candidates_may_be_asked(uuid, bigint);
DROP TRIGGER guard_scope ON candidates_application; DROP FUNCTION candidates_guard_scope();
DROP TRIGGER guard_choice ON candidates_sharingchoice; DROP FUNCTION candidates_guard_choice();
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0055_sharing_choices")]

    operations = [
        migrations.RunSQL(WHY_NOT.replace("NEWEST", CHOSEN), WHY_NOT.replace("NEWEST", "submitted_at")),
        migrations.RunSQL(GUARDS, UNDO),
    ]
