from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_keep_what_was_paid_and_paid_back")]

    operations = [
        migrations.AddField(model_name="planningapplication", name="unread_messages", field=models.PositiveIntegerField(default=0)),
    ]
