from django.db import migrations, models


class Migration(migrations.Migration):
    """A council may supply twice on one day: the second must win, and the first may come again without harm."""

    dependencies = [("places", "0004_gazetteer_of_whole_addresses")]

    operations = [
        migrations.RenameField("address", "supplied_on", "supplied_at"),
        migrations.AlterField(
            "address",
            "supplied_at",
            models.DateTimeField(null=True, blank=True, help_text="Of the file that last spoke of it; empty where somebody typed it."),
        ),
        migrations.RenameField("gazetteerrecord", "supplied_on", "supplied_at"),
        migrations.AlterField("gazetteerrecord", "supplied_at", models.DateTimeField()),
        migrations.AlterField(
            "gazetteerrecord",
            "kind",
            models.PositiveSmallIntegerField(help_text="The record identifier: 15, 21, 24, 28, 31 or 32."),
        ),
        migrations.RenameField("addressimport", "supplied_on", "supplied_at"),
        migrations.AlterField("addressimport", "supplied_at", models.DateTimeField(null=True, blank=True)),
    ]
