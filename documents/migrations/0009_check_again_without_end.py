from django.db import migrations, models

# Photographs that were taken in before get the picture that the public is given: they are taken in once more by the sweep.
AGAIN = """
SELECT set_config('bops.across', 'on', true);
UPDATE documents_documentversion SET previews_at = NULL WHERE content_type IN ('image/png', 'image/jpeg') AND preview_error = '';
SELECT set_config('bops.across', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_redact_by_boxes")]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="told_at",
            field=models.DateTimeField(
                blank=True, help_text="When an officer was told that the check waits for too long.", null=True
            ),
        ),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
