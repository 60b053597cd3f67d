import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority

PROTECT = django.db.models.deletion.PROTECT
CHECKS = [
    ("documents", "Documents"),
    ("red_line", "Red line boundary"),
    ("constraints", "Constraints"),
    ("description", "Description"),
    ("fee", "Fee"),
    ("required_documents", "Required documents"),
    ("reporting", "Reporting details"),
    ("legislation", "Legislative requirements"),
    ("cil", "Community Infrastructure Levy"),
    ("eia", "Environmental impact assessment"),
    ("certificate", "Ownership certificate"),
    ("services", "Requested services"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("validation", "0005_talk_about_the_whole_application"),
        ("accounts", "0004_clients_that_sign_their_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("validationcheck", "check_name", models.CharField(choices=CHECKS, max_length=30)),
        migrations.AddField(
            "validationcheck",
            "data",
            models.JSONField(blank=True, default=dict, help_text="What the question asks beyond yes or no, as its form gave it."),
        ),
        migrations.CreateModel(
            name="ValidationDispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reasons", models.TextField()),
                ("given_by_name", models.CharField(max_length=300)),
                (
                    "how",
                    models.CharField(
                        choices=[("portal", "On the applicant's pages"), ("email", "By email"), ("letter", "By letter")], max_length=10
                    ),
                ),
                ("received_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("answer_by_on", models.DateField(help_text="The last day to answer, by law.")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("validation", "Validation notice"), ("non_validation", "Non-validation notice")],
                        max_length=20,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("authority", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.localauthority")),
                ("case", models.ForeignKey(on_delete=PROTECT, related_name="validation_disputes", to="applications.case")),
                (
                    "recorded_by",
                    models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: about everything asked for.",
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to="validation.validationrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("answered_at", None)), fields=("case",), name="one_open_dispute_a_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dispute_answered_by_when_how",
                    ),
                    models.CheckConstraint(condition=models.Q(("reasons", ""), _negated=True), name="dispute_has_reasons"),
                ],
            },
        ),
        SeparateByAuthority("ValidationDispute", case="case"),
    ]
