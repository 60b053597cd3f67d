import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_clients_that_sign_their_requests"),
        ("applications", "0016_come_in_by_email_and_with_colleagues"),
        ("casework", "0002_separate_by_authority"),
        ("documents", "0009_check_again_without_end"),
        ("notifications", "0004_letters_wait_to_be_printed"),
        ("validation", "0006_more_questions_and_disputes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("state", models.CharField(choices=[("making", "Being made"), ("made", "Ready to print")], default="making", max_length=8)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.CharField(blank=True, help_text="Where its PDF is in the store; empty before and after.", max_length=255)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveIntegerField(default=0, help_text="Since the last letter that could be made.")),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                ("posted_on", models.DateField(blank=True, null=True)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority"),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterInRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("key", models.CharField(blank=True, help_text="Where its PDF is in the store until the run is posted.", max_length=255)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("taken_out_at", models.DateTimeField(blank=True, null=True)),
                ("taken_out_because", models.CharField(blank=True, max_length=300)),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority"),
                ),
                (
                    "message",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="notifications.message"),
                ),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="casework.letterrun")),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ReceivedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority"),
                ),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document")),
            ],
        ),
        migrations.CreateModel(
            name="ReceivedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "how",
                    models.CharField(
                        choices=[("phone", "Phone call"), ("letter", "Letter"), ("email", "Email"), ("in_person", "In person")],
                        max_length=10,
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        choices=[
                            ("agent", "The agent"),
                            ("applicant", "The applicant"),
                            ("consultee", "A consultee"),
                            ("neighbour", "A neighbour"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_name", models.CharField(max_length=300)),
                ("received_on", models.DateField()),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("answer", "Answer to a request"),
                            ("extension", "Agreed extension of time"),
                            ("withdrawal", "Withdrawal of the application"),
                            ("other", "Other correspondence"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("outcome", models.TextField(blank=True, help_text="What it did in the case, or why it did nothing.")),
                ("recorded_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority"),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="received_items", to="applications.case"),
                ),
                ("documents", models.ManyToManyField(related_name="+", through="casework.ReceivedDocument", to="documents.document")),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="validation.validationrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="receiveddocument",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="received_documents", to="casework.receiveditem"
            ),
        ),
        migrations.CreateModel(
            name="CorrespondenceTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        help_text="Short name, such as site-visit. That of a usual template: this one stands in its place.", max_length=40
                    ),
                ),
                ("name", models.CharField(help_text="As officers choose it.", max_length=120)),
                ("subject", models.CharField(max_length=200)),
                (
                    "text",
                    models.TextField(help_text="What is filled in stands in double brackets, such as ((reference))."),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.localauthority"),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("authority", "code"), name="one_template_a_code")],
            },
        ),
        migrations.AddIndex(
            model_name="letterrun",
            index=models.Index(condition=models.Q(("state", "making")), fields=["next_attempt_at"], name="letter_run_making"),
        ),
        migrations.AddConstraint(
            model_name="letterrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posted_at", None), ("posted_by", None), ("posted_on", None)),
                    models.Q(("posted_at__isnull", False), ("posted_by__isnull", False), ("posted_on__isnull", False)),
                    _connector="OR",
                ),
                name="letter_run_posted_on_by_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterinrun",
            constraint=models.UniqueConstraint(condition=models.Q(("taken_out_at", None)), fields=("message",), name="one_run_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="letterinrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_out_at", None), ("taken_out_because", "")),
                    models.Q(("taken_out_at__isnull", False), models.Q(("taken_out_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="taken_out_when_and_why",
            ),
        ),
        migrations.AddIndex(
            model_name="receiveditem",
            index=models.Index(fields=["authority", "case", "-received_on"], name="received_item_by_case"),
        ),
        migrations.AddConstraint(
            model_name="receiveddocument",
            constraint=models.UniqueConstraint(fields=("item", "document"), name="one_document_a_received_item"),
        ),
        SeparateByAuthority("LetterRun"),
        SeparateByAuthority("LetterInRun"),
        SeparateByAuthority("ReceivedItem", case="case"),
        SeparateByAuthority("ReceivedDocument"),
        SeparateByAuthority("CorrespondenceTemplate"),
    ]
