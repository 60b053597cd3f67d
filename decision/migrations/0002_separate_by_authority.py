from django.db import migrations

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [("decision", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("Recommendation", case="case"),
        SeparateByAuthority("Review"),
        SeparateByAuthority("DecisionNotice", case="case"),
    ]
