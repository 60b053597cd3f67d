from django.db import migrations, models

# Whoever had the name, on that case, that was written down then. A set whose sender is not found any more stays a set of its own.
FILL = """
SELECT set_config('bops.across', 'on', true);
CREATE TEMPORARY TABLE person ON COMMIT DROP AS
WITH party AS (
  SELECT id, case_id, role, COALESCE(NULLIF(TRIM(first_name || ' ' || last_name), ''), NULLIF(company, ''), 'No name given') AS name
  FROM applications_party
)
SELECT case_id, 'party-' || id AS writer, name || ' (' || role || ')' AS name FROM party
UNION ALL
SELECT c.case_id, 'colleague-' || c.id, c.name || ' (colleague of ' || p.name || ')'
FROM applications_colleague c JOIN party p ON p.id = c.party_id;
UPDATE validation_amendment a SET writer = p.writer FROM person p WHERE p.case_id = a.case_id AND p.name = a.sent_by_name;
UPDATE validation_amendment SET writer = 'amendment-' || id WHERE writer = '';
UPDATE validation_casemessage m SET writer = p.writer FROM person p WHERE p.case_id = m.case_id AND p.name = m.written_by_name;
UPDATE validation_validationrequest r SET answerer = p.writer FROM person p WHERE p.case_id = r.case_id AND p.name = r.answered_by_name;
UPDATE validation_requestdocument f SET writer = p.writer FROM person p, documents_document d
WHERE d.id = f.document_id AND p.case_id = d.case_id AND p.name = d.created_by_name;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
SELECT set_config('bops.across', '', true);
"""
NOBODY = {"max_length": 40, "blank": True, "default": "", "db_default": ""}


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0016_come_in_by_email_and_with_colleagues"),
        ("documents", "0001_initial"),
        ("validation", "0008_take_plans_that_nobody_asked_for"),
    ]

    operations = [
        migrations.AddField("amendment", "writer", models.CharField(help_text="Who sends it: party-<pk> or colleague-<pk>.", **NOBODY)),
        migrations.AddField(
            "casemessage",
            "writer",
            models.CharField(help_text="The same: party-<key> or colleague-<key>; empty for the council.", **NOBODY),
        ),
        migrations.AddField(
            "requestdocument", "writer", models.CharField(help_text="Who added it: party-<pk> or colleague-<pk>.", **NOBODY)
        ),
        migrations.AddField(
            "validationrequest",
            "answerer",
            models.CharField(help_text="Who answered: party-<key> or colleague-<key>; empty where an officer wrote it down.", **NOBODY),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint("amendment", "one_amendment_in_hand_a_person"),
        migrations.AddConstraint(
            "amendment",
            models.UniqueConstraint(fields=["case", "writer"], condition=models.Q(state="draft"), name="one_amendment_in_hand_a_person"),
        ),
    ]
