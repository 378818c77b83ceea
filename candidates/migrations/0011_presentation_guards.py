"""What lets a presentation out, asked by the database: one function, read by triggers, by the screen, and at each request."""

from django.db import migrations

GUARDS = """
-- Why this candidate may not be shown to this order's client now, as a code (candidates.choices.Refusal); NULL: may be.
-- Without a candidate: why nobody may.
CREATE FUNCTION candidates_why_not_presented(wanted bigint, person uuid, moment timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
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
    AND stage <> 'withdrawn' ORDER BY coalesce(
    (SELECT max(chosen_at) FROM candidates_sharingchoice WHERE application_id = candidates_application.id), submitted_at) DESC, id LIMIT 1;
  RETURN CASE WHEN own.id IS NULL THEN 'not_acknowledged'
              WHEN own.sharing_scope = 'without_asking' THEN NULL
              WHEN own.sharing_scope = 'ask_first' THEN 'ask_first'
              ELSE 'only_elsewhere' END;
END $$;

CREATE FUNCTION candidates_refuse(code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a presentation is refused: %', code USING ERRCODE = 'check_violation', CONSTRAINT = code;
END $$;

-- Whether a contact person may read what is shown of this order.
CREATE FUNCTION candidates_may_read(wanted bigint, someone uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM clients_clientcontact contact JOIN clients_joborder job ON job.company_id = contact.company_id
    WHERE job.id = wanted AND contact.id = someone AND contact.ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM privacy_restriction WHERE lifted_at IS NULL
        AND subject_id IN (SELECT privacy_numbers_of(contact.subject_id)) AND category IN ('', 'identity', 'contact', 'client')))
$$;

CREATE FUNCTION candidates_guard_presentation() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER guard_presentation BEFORE INSERT OR UPDATE ON candidates_presentation
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_presentation();

CREATE FUNCTION candidates_guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER guard_item BEFORE INSERT OR UPDATE ON candidates_presentationitem
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_item();

CREATE FUNCTION candidates_guard_presentation_reader() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whole candidates_presentation%ROWTYPE; fixed text[] := ARRAY['invited_by_id', 'token_digest', 'code_digest', 'code_until',
  'tries_left', 'codes_on', 'codes_sent', 'opened_at', 'revoked_at'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - fixed) IS DISTINCT FROM (to_jsonb(OLD) - fixed)
        OR (NEW.invited_by_id IS NOT NULL AND NEW.invited_by_id IS DISTINCT FROM OLD.invited_by_id) THEN
      RAISE EXCEPTION 'who may read what is not changed, only taken back' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
      RAISE EXCEPTION 'an access that was taken back is not given again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO whole FROM candidates_presentation WHERE id = NEW.presentation_id FOR SHARE;
  IF NOT candidates_may_read(whole.job_order_id, NEW.contact_id) THEN
    PERFORM candidates_refuse('no_reader');
  END IF;
  IF whole.sent_at IS NOT NULL AND NOT NEW.is_invited THEN
    RAISE EXCEPTION 'after it was sent only a colleague of the reader is let in' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.is_invited AND (whole.sent_at IS NULL OR whole.revoked_at IS NOT NULL OR whole.ends_at <= NEW.granted_at
      OR NOT EXISTS (SELECT 1 FROM candidates_presentationreader reader WHERE reader.presentation_id = NEW.presentation_id
        AND reader.contact_id = NEW.invited_by_id AND reader.revoked_at IS NULL AND NOT reader.is_invited)
      OR (SELECT count(*) FROM candidates_presentationreader reader WHERE reader.presentation_id = NEW.presentation_id
        AND reader.is_invited AND reader.revoked_at IS NULL) >= 5) THEN
    RAISE EXCEPTION 'five colleagues at the most, let in by whom we let in, while it can be read' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_presentation_reader BEFORE INSERT OR UPDATE ON candidates_presentationreader
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_presentation_reader();

-- Whether this reader may be shown this candidate at this moment.
CREATE FUNCTION candidates_is_shown(envelope uuid, person uuid, viewer uuid, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM candidates_presentation whole JOIN candidates_presentationreader reader ON reader.presentation_id = whole.id
    WHERE whole.id = envelope AND reader.id = viewer AND whole.sent_at IS NOT NULL AND whole.revoked_at IS NULL
      AND whole.ends_at > moment AND reader.revoked_at IS NULL AND candidates_may_read(whole.job_order_id, reader.contact_id)
      AND EXISTS (SELECT 1 FROM candidates_presentationitem item WHERE item.presentation_id = whole.id AND item.candidate_id = person)
      AND candidates_why_not_presented(whole.job_order_id, person, moment) IS NULL)
$$;

CREATE FUNCTION candidates_guard_client_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - ARRAY['reader_id', 'candidate_id']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['reader_id', 'candidate_id']) THEN
      RAISE EXCEPTION 'an answer is followed by the next, never changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT candidates_is_shown(NEW.presentation_id, NEW.candidate_id, NEW.reader_id, NEW.at) THEN
    RAISE EXCEPTION 'whoever answers is shown the candidate' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_client_answer BEFORE INSERT OR UPDATE ON candidates_presentationanswer
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_client_answer();

CREATE FUNCTION candidates_guard_download() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER guard_download BEFORE INSERT OR UPDATE ON candidates_presentationdownload
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_download();
"""

UNDO = """
DROP TRIGGER guard_download ON candidates_presentationdownload; DROP FUNCTION candidates_guard_download;
DROP TRIGGER guard_client_answer ON candidates_presentationanswer; DROP FUNCTION candidates_guard_client_answer; DROP FUNCTION candidates_is_shown;
DROP TRIGGER guard_presentation_reader ON candidates_presentationreader; DROP FUNCTION candidates_guard_presentation_reader;
DROP TRIGGER guard_item ON candidates_presentationitem; DROP FUNCTION candidates_guard_item;
DROP TRIGGER guard_presentation ON candidates_presentation; DROP FUNCTION candidates_guard_presentation; DROP FUNCTION candidates_may_read;
DROP FUNCTION candidates_refuse; DROP FUNCTION candidates_why_not_presented;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0010_statement_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
