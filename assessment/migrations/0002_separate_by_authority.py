from django.db import migrations

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("SiteVisit", case="case"),
        SeparateByAuthority("SiteVisitPhotograph"),
        SeparateByAuthority("Summary", case="case"),
        SeparateByAuthority("Condition", case="case"),
        SeparateByAuthority("Informative", case="case"),
    ]
