from django.db import migrations

FIXED = """
CREATE FUNCTION stored_file_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A stored file never changes.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stored_file_is_fixed BEFORE UPDATE OF key, sha256, content_type, size, document_id ON documents_documentversion
    FOR EACH ROW WHEN (
        (OLD.key, OLD.sha256, OLD.content_type, OLD.size, OLD.document_id)
        IS DISTINCT FROM (NEW.key, NEW.sha256, NEW.content_type, NEW.size, NEW.document_id)
    ) EXECUTE FUNCTION stored_file_is_fixed();
"""
REMOVE = """
DROP TRIGGER stored_file_is_fixed ON documents_documentversion;
DROP FUNCTION stored_file_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_choose_who_sees")]

    operations = [migrations.RunSQL(FIXED, REMOVE)]
