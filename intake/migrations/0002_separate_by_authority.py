from django.db import migrations

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("Submission", case="case"),
        SeparateByAuthority("FetchedFile", case="case"),
    ]
