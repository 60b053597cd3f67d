from django.db import migrations

from core.migration_operations import SeparateByAuthority

NEAR = """
CREATE INDEX address_near ON places_address USING gist (point_bng);
CREATE FUNCTION addresses_near(site geometry, metres double precision, at_most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM places_address
    WHERE authority_id = NULLIF(current_setting('bops.authority_id', true), '')::bigint
      AND ST_DWithin(point_bng, ST_Transform(site, 27700), metres)
    ORDER BY ST_Distance(point_bng, ST_Transform(site, 27700)), id LIMIT at_most
$$;
"""
REMOVE = """
DROP FUNCTION addresses_near(geometry, double precision, integer);
DROP INDEX address_near;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("Address", force=False),
        migrations.RunSQL(NEAR, REMOVE),
    ]
