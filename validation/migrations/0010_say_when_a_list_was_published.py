from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("validation", "0009_know_people_by_more_than_their_name")]

    operations = [
        migrations.AddField(
            model_name="locallistitem",
            name="published_on",
            field=models.DateField(
                blank=True,
                help_text="An item of the local list binds an applicant for two years from this day.",
                null=True,
                verbose_name="last published on",
            ),
        ),
    ]
