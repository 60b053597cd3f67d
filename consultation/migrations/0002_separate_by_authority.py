from django.db import migrations

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [("consultation", "0001_initial"), ("applications", "0002_separate_by_authority")]

    operations = [
        SeparateByAuthority("Consultation", case="case"),
        SeparateByAuthority("Neighbour", case="case"),
        SeparateByAuthority("PrintRun", case="case"),
        SeparateByAuthority("Letter"),
        SeparateByAuthority("SiteNotice", case="case"),
        SeparateByAuthority("SiteNoticeEvidence"),
        SeparateByAuthority("Comment", case="case"),
    ]
