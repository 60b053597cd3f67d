import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_fix_stored_files")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="attached_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The email that it came with.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="documents.document",
            ),
        ),
        migrations.AlterField(
            model_name="documentversion",
            name="scan",
            field=models.CharField(
                choices=[
                    ("not_scanned", "Not scanned"),
                    ("clean", "No virus found"),
                    ("pending", "Being checked"),
                    ("refused", "Not kept"),
                ],
                default="not_scanned",
                max_length=12,
            ),
        ),
    ]
