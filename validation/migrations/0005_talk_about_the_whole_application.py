import django.db.models.deletion
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority

PROTECT = django.db.models.deletion.PROTECT
# Each message about a request belongs to the request's case; what nobody has read is counted apart from answers now.
FILL = """
SELECT set_config('bops.across', 'on', true);
UPDATE validation_casemessage m SET case_id = r.case_id FROM validation_validationrequest r WHERE r.id = m.request_id;
UPDATE applications_planningapplication a SET unread_messages = n.unread, unread_answers = GREATEST(a.unread_answers - n.unread, 0)
FROM (SELECT case_id, count(*) AS unread FROM validation_casemessage WHERE NOT from_council AND read_at IS NULL GROUP BY case_id) n
WHERE n.case_id = a.case_id;
SELECT set_config('bops.across', '', true);
SET CONSTRAINTS ALL IMMEDIATE;
"""
SAME = """
ALTER TABLE validation_casemessage ADD CONSTRAINT validation_casemessage_same_authority
FOREIGN KEY (case_id, authority_id) REFERENCES applications_case (id, authority_id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("validation", "0004_requirements_and_ready_reasons"), ("applications", "0014_count_messages")]

    operations = [
        migrations.RemoveConstraint(model_name="requestmessage", name="request_message_says_something"),
        migrations.RemoveConstraint(model_name="requestmessage", name="request_message_read_by_and_when"),
        migrations.RenameModel(old_name="RequestMessage", new_name="CaseMessage"),
        migrations.AddField(
            model_name="casemessage",
            name="case",
            field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="conversation", to="applications.case"),
        ),
        migrations.AddField(
            model_name="casemessage",
            name="party",
            field=models.ForeignKey(
                blank=True,
                help_text="Who wrote it, where the council did not.",
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="applications.party",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="casemessage",
            name="case",
            field=models.ForeignKey(on_delete=PROTECT, related_name="conversation", to="applications.case"),
        ),
        migrations.AlterField(
            model_name="casemessage",
            name="request",
            field=models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="messages", to="validation.validationrequest"),
        ),
        migrations.RunSQL(SAME, "ALTER TABLE validation_casemessage DROP CONSTRAINT validation_casemessage_same_authority"),
        migrations.AddConstraint(
            model_name="casemessage",
            constraint=models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something"),
        ),
        migrations.AddConstraint(
            model_name="casemessage",
            constraint=models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None) | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="message_read_by_and_when",
            ),
        ),
        migrations.CreateModel(
            name="ApplicantDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(help_text="What it answers: a request's public id, or the messages.", max_length=80)),
                ("fields", models.JSONField(default=dict, help_text="The fields of the form as they were typed.")),
                ("kept_at", models.DateTimeField()),
                ("authority", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.localauthority")),
                ("case", models.ForeignKey(on_delete=PROTECT, related_name="applicant_drafts", to="applications.case")),
                ("writer", models.CharField(help_text="Whose it is: a party or a colleague, by kind and number.", max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "writer", "about"), name="one_draft_a_person_and_page")],
            },
        ),
        SeparateByAuthority("ApplicantDraft", case="case"),
    ]
