from django.db import migrations

FIXED = """
CREATE FUNCTION decision_notice_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.id, NEW.authority_id, NEW.case_id, NEW.recommendation_id, NEW.outcome, NEW.decided_on, NEW.content, NEW.issued_by_id, NEW.issued_at)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.authority_id, OLD.case_id, OLD.recommendation_id, OLD.outcome, OLD.decided_on, OLD.content, OLD.issued_by_id, OLD.issued_at)
        AND (OLD.document_id IS NULL OR (NEW.document_id, NEW.sha256) IS NOT DISTINCT FROM (OLD.document_id, OLD.sha256))
    THEN
        RETURN NEW;  -- its file was made, once
    END IF;
    RAISE EXCEPTION 'An issued decision notice never changes.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER decision_notice_is_fixed BEFORE UPDATE OR DELETE ON decision_decisionnotice
    FOR EACH ROW EXECUTE FUNCTION decision_notice_is_fixed();
"""
REMOVE = """
DROP TRIGGER decision_notice_is_fixed ON decision_decisionnotice;
DROP FUNCTION decision_notice_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("decision", "0002_separate_by_authority")]

    operations = [migrations.RunSQL(FIXED, REMOVE)]
