from django.db import migrations

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_keep_calendar_feeds")]

    operations = [SeparateByAuthority("CalendarFeed")]
