from django.db import migrations, models

APPLICATION = "planningapplication"


class Migration(migrations.Migration):
    dependencies = [("applications", "0014_ask_to_withdraw"), ("applications", "0014_count_messages")]

    operations = [
        migrations.AddField(
            APPLICATION,
            "fee_set",
            models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="The fee as an officer worked it out, where the law's own sum is not right.",
                max_digits=10,
                null=True,
            ),
        ),
        migrations.AddField(APPLICATION, "fee_set_because", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            APPLICATION,
            "reporting_code",
            models.CharField(
                blank=True, default="", help_text="Class of the government's returns, as an officer confirmed it.", max_length=8
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            APPLICATION,
            "own_interest",
            models.CharField(
                blank=True,
                default="",
                help_text="regulation_3 or regulation_4, where the council owns the land (General Regulations 1992).",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            APPLICATION,
            "cil_liable",
            models.BooleanField(blank=True, help_text="Liable to the Community Infrastructure Levy; empty: not looked at.", null=True),
        ),
    ]
