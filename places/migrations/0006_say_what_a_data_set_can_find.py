from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0005_supplies_have_a_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='dataset',
            name='codes',
            field=models.JSONField(blank=True, default=list, help_text='Designations that it can find: for these, finding nothing is an answer.'),
        ),
    ]
