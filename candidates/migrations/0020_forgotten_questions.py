"""The words of a question beside an answer name no sole proprietor who is gone: the answer itself is the applicant's."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_forget_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE candidates_screeninganswer SET asked = 'Spørsmål (slettet)'
    WHERE clients_names_business(asked, OLD.name, OLD.org_number)
      AND question_id IN (SELECT asked.id FROM clients_screeningquestion asked JOIN clients_jobad ad ON ad.id = asked.ad_id
        JOIN clients_joborder job ON job.id = ad.order_id WHERE job.company_id = OLD.company_id);
  RETURN OLD;
END $$;
CREATE TRIGGER forget_asked AFTER DELETE ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION candidates_forget_asked();
"""

UNDO = """
DROP TRIGGER forget_asked ON clients_soleproprietor; DROP FUNCTION candidates_forget_asked;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0019_shown_items_stay")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
