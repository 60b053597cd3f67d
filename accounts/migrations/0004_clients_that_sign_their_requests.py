from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def seal_headers(apps: Any, schema_editor: Any) -> None:
    """Headers with keys of file hosts were kept in clear until now."""
    import json

    from core.sealing import seal

    for client in apps.get_model("accounts", "ApiClient").objects.exclude(sealed_headers={}):
        headers = client.sealed_headers
        if "sealed" not in headers:
            client.sealed_headers = {"sealed": seal(json.dumps(headers)), "names": sorted(headers)}
            client.save(update_fields=["sealed_headers"])


class Migration(migrations.Migration):
    """Clients that sign their requests, may be paused, and call from named networks; their secrets are sealed."""

    dependencies = [("accounts", "0003_names_for_people")]

    operations = [
        migrations.AlterField("apiclient", "file_headers", models.JSONField(blank=True, db_column="file_headers", default=dict, editable=False)),
        migrations.RenameField("apiclient", "file_headers", "sealed_headers"),
        migrations.AddField(
            "apiclient",
            "kind",
            models.CharField(
                choices=[("bearer", "A token in each request (PlanX and others)"), ("hmac", "Signed requests (Planning Portal)")],
                db_default="bearer",
                default="bearer",
                help_text="How it proves who it is.",
                max_length=10,
            ),
        ),
        migrations.AlterField("apiclient", "token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
        migrations.AddField(
            "apiclient",
            "sqid",
            models.CharField(
                editable=False,
                help_text="Its own part of the address that it posts to.",
                max_length=20,
                null=True,
                unique=True,
                verbose_name="address",
            ),
        ),
        migrations.AddField(
            "apiclient",
            "product_id",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="As the Planning Portal gives it.",
                max_length=100,
                verbose_name="product ID",
            ),
        ),
        migrations.AddField(
            "apiclient",
            "client_id",
            models.CharField(
                blank=True, db_default="", default="", help_text="As the Planning Portal gives it.", max_length=100, verbose_name="client ID"
            ),
        ),
        migrations.AddField("apiclient", "sealed_secret", models.TextField(blank=True, db_default="", default="", editable=False)),
        migrations.AddField(
            "apiclient",
            "networks",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=50),
                blank=True,
                db_default=[],
                default=list,
                help_text="Addresses that it may call from, such as 203.0.113.0/24, with commas between. Empty: from anywhere.",
                size=None,
            ),
        ),
        migrations.AddField(
            "apiclient",
            "calls_a_minute",
            models.PositiveIntegerField(blank=True, help_text="Most calls that are answered in a minute. Empty: no limit.", null=True),
        ),
        migrations.AddField(
            "apiclient",
            "paused",
            models.BooleanField(
                db_default=False, default=False, help_text="What it sends is kept, and waits until an administrator starts it."
            ),
        ),
        migrations.AddConstraint(
            "apiclient",
            models.CheckConstraint(
                condition=models.Q(("kind", "bearer"), ("token_hash__isnull", False))
                | models.Q(("kind", "hmac"), ("sqid__isnull", False))
                & ~models.Q(("product_id", ""))
                & ~models.Q(("client_id", ""))
                & ~models.Q(("sealed_secret", "")),
                name="a_client_can_prove_who_it_is",
            ),
        ),
        migrations.CreateModel(
            name="UsedSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("used_at", models.DateTimeField(db_index=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="used_signatures", to="accounts.apiclient"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("client", "digest"), name="a_signature_is_used_once")],
            },
        ),
        migrations.RunPython(seal_headers, migrations.RunPython.noop),
    ]
