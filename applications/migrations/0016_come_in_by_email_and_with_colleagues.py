import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority

# Links that were sent before are those of the address that is registered.
FILL = """
SELECT set_config('bops.across', 'on', true);
UPDATE applications_accesslink l SET email = p.email FROM applications_party p WHERE p.id = l.party_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
SELECT set_config('bops.across', '', true);
"""
EMAIL_KEY = models.GeneratedField(
    db_persist=True, expression=django.db.models.functions.text.Lower("email"), output_field=models.CharField(max_length=320)
)
OWNER = models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_clients_that_sign_their_requests"),
        ("applications", "0015_what_validation_finds"),
    ]

    operations = [
        migrations.AddField("planningapplication", "unread_plans", models.PositiveIntegerField(
            default=0, help_text="Sets of plans that came unasked and nobody has decided on."
        )),
        migrations.AddField("party", "email_key", EMAIL_KEY),
        migrations.AddField("party", "access_closed_at", models.DateTimeField(
            blank=True, help_text="Since when no link opens the case for them.", null=True
        )),
        migrations.AddIndex("party", models.Index(fields=["authority", "email_key"], name="party_by_email")),
        migrations.CreateModel(
            name="Colleague",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("party_email", models.CharField(
                    help_text="The address of whoever added them, then: when it changes, their access ends.", max_length=320
                )),
                ("name", models.CharField(max_length=150)),
                ("email", models.EmailField(max_length=320)),
                ("email_key", EMAIL_KEY.clone()),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_by_name", models.CharField(blank=True, max_length=300)),
                ("authority", OWNER),
                ("case", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="colleagues", to="applications.case"
                )),
                ("party", models.ForeignKey(
                    help_text="Who added them.", on_delete=django.db.models.deletion.PROTECT, related_name="colleagues",
                    to="applications.party",
                )),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["authority", "email_key"], name="colleague_by_email")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)), fields=("case", "email_key"), name="one_colleague_an_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(removed_at=None, removed_by_name="")
                        | (models.Q(removed_at__isnull=False) & ~models.Q(removed_by_name="")),
                        name="removed_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(help_text="In small letters.", max_length=320)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("authority", OWNER.clone()),
            ],
            options={"indexes": [models.Index(fields=["authority", "email", "created_at"], name="email_proof_by_email")]},
        ),
        migrations.AddField("accesslink", "colleague", models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="access_links", to="applications.colleague"
        )),
        migrations.AddField("accesslink", "email", models.CharField(
            blank=True, help_text="Where it was sent: it opens nothing once their address is another.", max_length=320
        )),
        SeparateByAuthority("Colleague", case="case"),
        SeparateByAuthority("EmailProof"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
