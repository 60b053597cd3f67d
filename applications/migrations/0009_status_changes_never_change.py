from django.db import migrations

FIXED = """
CREATE FUNCTION status_change_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A change of status never changes.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER status_change_is_fixed BEFORE UPDATE OR DELETE ON applications_statuschange
    FOR EACH ROW EXECUTE FUNCTION status_change_is_fixed();
"""
REMOVE = """
DROP TRIGGER status_change_is_fixed ON applications_statuschange;
DROP FUNCTION status_change_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_enter_the_development_in_figures")]

    operations = [migrations.RunSQL(FIXED, REMOVE)]
