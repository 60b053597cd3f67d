import django.contrib.gis.db.models.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority

# The words of an address. Hyphens and dashes part them (14–16 is found by 14 and by 16), apostrophes vanish (King's is found by kings).
WORDS = """
CREATE FUNCTION address_words(organisation text, lines text, town text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, translate(organisation || ' ' || lines || ' ' || town, '-–—/.,()&''’`', '         '))
$$;
"""
BARE = r"""
DELETE FROM places_address padded USING places_address bare
 WHERE padded.authority_id = bare.authority_id AND padded.uprn LIKE '0%' AND bare.uprn = ltrim(padded.uprn, '0');
UPDATE places_address SET uprn = ltrim(uprn, '0') WHERE uprn LIKE '0%';
"""
INDEXES = """
CREATE INDEX address_by_words ON places_address USING gin (authority_id, vector) WHERE state <> 'retired';
CREATE INDEX address_by_part_of_postcode ON places_address (authority_id, postcode text_pattern_ops) WHERE state <> 'retired';
"""
NO_INDEXES = "DROP INDEX address_by_words; DROP INDEX address_by_part_of_postcode;"
# One way through each question, so that each is planned for itself: by UPRN, by postcode (whole or its beginning), by words with or without.
FIND = """
CREATE FUNCTION find_addresses(uprn_is text, postcode_begins text, wanted tsquery, at_most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    council bigint := NULLIF(current_setting('bops.authority_id', true), '')::bigint;
    like_this text := replace(replace(replace(postcode_begins, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
BEGIN
    IF uprn_is <> '' THEN
        RETURN QUERY SELECT id FROM places_address WHERE authority_id = council AND uprn = uprn_is AND state <> 'retired';
    ELSIF numnode(wanted) = 0 THEN
        RETURN QUERY EXECUTE 'SELECT id FROM places_address
            WHERE authority_id = $1 AND state <> ''retired'' AND $2 <> '''' AND postcode LIKE $3 ORDER BY postcode, id LIMIT $4'
            USING council, postcode_begins, like_this, at_most;
    ELSIF postcode_begins <> '' THEN
        RETURN QUERY EXECUTE 'SELECT id FROM places_address
            WHERE authority_id = $1 AND state <> ''retired'' AND postcode LIKE $2 AND vector @@ $3 LIMIT $4'
            USING council, like_this, wanted, at_most;
    ELSE
        RETURN QUERY EXECUTE 'SELECT id FROM places_address
            WHERE authority_id = $1 AND state <> ''retired'' AND vector @@ $2 LIMIT $3'
            USING council, wanted, at_most;
    END IF;
END
$$;
"""
NO_FIND = "DROP FUNCTION find_addresses(text, text, tsquery, integer);"
# As before, without retired addresses and without what stands for a building or a street as a whole: its flats are listed themselves.
NEAR = """
CREATE OR REPLACE FUNCTION addresses_near(site geometry, metres double precision, at_most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    council bigint := NULLIF(current_setting('bops.authority_id', true), '')::bigint;
    here geometry := ST_Transform(site, 27700);
BEGIN
    RETURN QUERY
        SELECT id FROM places_address
        WHERE authority_id = council AND state <> 'retired' AND classification NOT LIKE 'P%'
          AND ST_DWithin(point_bng, here, metres)
        ORDER BY ST_Distance(point_bng, here), id LIMIT at_most;
END
$$;
"""
NEAR_BEFORE = """
CREATE OR REPLACE FUNCTION addresses_near(site geometry, metres double precision, at_most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM places_address
    WHERE authority_id = NULLIF(current_setting('bops.authority_id', true), '')::bigint
      AND ST_DWithin(point_bng, ST_Transform(site, 27700), metres)
    ORDER BY ST_Distance(point_bng, ST_Transform(site, 27700)), id LIMIT at_most
$$;
"""
STATES = [("current", "In use"), ("provisional", "Provisional"), ("retired", "No longer in use")]
RUN_STATES = [("running", "Under way"), ("done", "Done"), ("failed", "Refused"), ("stopped", "Stopped before its end")]


def council():
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority")


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("places", "0003_published_areas_and_outside_services")]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION address_words(text, text, text);"),
        migrations.RunSQL(BARE, migrations.RunSQL.noop),
        migrations.AlterField("address", "uprn", models.CharField("UPRN", max_length=12, help_text="Without zeros in front.")),
        migrations.AlterField("address", "postcode", models.CharField(max_length=8, blank=True)),
        migrations.AddField("address", "parent_uprn", models.CharField("UPRN of the building", max_length=12, blank=True, default=""), False),
        migrations.AddField("address", "usrn", models.CharField("USRN", max_length=8, blank=True, default=""), False),
        migrations.AddField(
            "address",
            "classification",
            models.CharField(max_length=6, blank=True, default="", help_text="Code of the AddressBase scheme, such as RD04."),
            False,
        ),
        migrations.AddField("address", "state", models.CharField(max_length=11, choices=STATES, default="current")),
        migrations.AddField("address", "organisation", models.CharField(max_length=200, blank=True, default=""), False),
        migrations.AddField(
            "address", "updated_on", models.DateField(null=True, blank=True, help_text="Last changed by its custodian.")
        ),
        migrations.AddField(
            "address",
            "supplied_on",
            models.DateField(null=True, blank=True, help_text="Date of the file that last spoke of it; empty where somebody typed it."),
        ),
        migrations.AddField(
            "address",
            "vector",
            models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("organisation"),
                    models.F("lines"),
                    models.F("town"),
                    function="address_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddConstraint(
            "address", models.CheckConstraint(condition=~models.Q(uprn__startswith="0"), name="uprn_without_zeros_in_front")
        ),
        migrations.AddIndex(
            "address", models.Index(fields=["authority", "parent_uprn"], condition=~models.Q(parent_uprn=""), name="address_by_building")
        ),
        migrations.RunSQL(INDEXES, NO_INDEXES),
        migrations.RunSQL(FIND, NO_FIND),
        migrations.RunSQL(NEAR, NEAR_BEFORE),
        migrations.CreateModel(
            "GazetteerRecord",
            [
                ("id", number()),
                ("kind", models.PositiveSmallIntegerField(help_text="The record identifier: 15, 21, 24, 28, 30, 31 or 32.")),
                ("key", models.CharField(max_length=40, help_text="What the format tells its records apart by: LPI key, UPRN and so on.")),
                ("owner", models.BigIntegerField(help_text="UPRN; of a street's name the USRN.")),
                ("usrn", models.BigIntegerField(null=True, help_text="Of an LPI: its street.")),
                ("deleted", models.BooleanField(default=False)),
                ("supplied_on", models.DateField()),
                ("pro_order", models.BigIntegerField(default=0)),
                ("fields", models.JSONField()),
                ("authority", council()),
            ],
            {
                "constraints": [models.UniqueConstraint(fields=["authority", "kind", "key"], name="one_gazetteer_record_a_key")],
                "indexes": [
                    models.Index(fields=["authority", "owner"], name="gazetteer_record_by_owner"),
                    models.Index(fields=["authority", "usrn"], condition=models.Q(kind=24), name="gazetteer_record_by_street"),
                ],
            },
        ),
        migrations.CreateModel(
            "AddressImport",
            [
                ("id", number()),
                ("state", models.CharField(max_length=8, choices=RUN_STATES, default="running")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True, blank=True)),
                ("asked_by", models.CharField(max_length=200)),
                ("file", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64, blank=True)),
                ("format", models.CharField(max_length=20)),
                ("supplied_on", models.DateField(null=True, blank=True)),
                ("read", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("retired", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                (
                    "faults",
                    models.JSONField(default=list, blank=True, help_text="The first faults: line and what is wrong with it."),
                ),
                ("error", models.TextField(blank=True)),
                ("authority", council()),
            ],
            {
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["authority", "-started_at"], name="address_import_by_start")],
            },
        ),
        SeparateByAuthority("GazetteerRecord"),
        SeparateByAuthority("AddressImport"),
    ]
