from django.db import migrations

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [("validation", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("ValidationCheck", case="case"),
        SeparateByAuthority("ValidationRequest", case="case"),
        SeparateByAuthority("RequestDocument"),
    ]
