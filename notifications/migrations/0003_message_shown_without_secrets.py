from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_separate_by_authority")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="shown_body",
            field=models.TextField(default="", help_text="As officers see it: without links and codes that open a door."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="sent_by",
            field=models.CharField(default="", help_text="Whose act it tells of.", max_length=300),
            preserve_default=False,
        ),
    ]
