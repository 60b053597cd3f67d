from django.db import migrations

from core.migration_operations import SeparateByAuthority

APPEND_ONLY = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.data IS NULL AND NEW.salt = ''
        AND (NEW.id, NEW.authority_id, NEW.case_id, NEW.sequence, NEW.type, NEW.actor_kind, NEW.actor_name, NEW.user_id, NEW.at,
             NEW.data_digest, NEW.previous_hash, NEW.hash)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.authority_id, OLD.case_id, OLD.sequence, OLD.type, OLD.actor_kind, OLD.actor_name, OLD.user_id, OLD.at,
             OLD.data_digest, OLD.previous_hash, OLD.hash)
    THEN
        RETURN NEW;  -- personal data erased, the chain stays whole
    END IF;
    RAISE EXCEPTION 'The audit trail can only be added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_never_truncated BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""
REMOVE = """
DROP TRIGGER audit_never_truncated ON audit_auditevent;
DROP TRIGGER audit_append_only ON audit_auditevent;
DROP FUNCTION audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("AuditEvent", case="case"),
        migrations.RunSQL(APPEND_ONLY, REMOVE),
    ]
