from django.db import migrations, models


class Migration(migrations.Migration):
    """The drawing number that a submission gives with a file."""

    dependencies = [("intake", "0002_separate_by_authority")]

    operations = [
        migrations.AddField(
            model_name="fetchedfile",
            name="number",
            field=models.CharField(blank=True, default="", help_text="Drawing number.", max_length=100),
        ),
    ]
