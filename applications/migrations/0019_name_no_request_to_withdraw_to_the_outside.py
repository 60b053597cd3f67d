"""A request to withdraw is found through its case: nothing ever used a name of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0018_count_what_did_not_arrive")]

    operations = [migrations.RemoveField(model_name="withdrawalrequest", name="public_id")]
