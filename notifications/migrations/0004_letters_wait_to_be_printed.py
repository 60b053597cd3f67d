import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_message_shown_without_secrets")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="address",
            field=models.TextField(blank=True, db_default="", default="", help_text="Where a letter goes, a line each."),
        ),
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=models.EmailField(blank=True, db_default="", default="", help_text="Empty: the council's own address.", max_length=320),
        ),
        migrations.AddField(
            model_name="message",
            name="link",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="The address that a letter's code opens; forgotten once the letter is posted.",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="enclosures",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                help_text="Documents that a letter is posted with, by their keys.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                help_text="What did not arrive, or was lost.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="notifications.message",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("channel", "letter"), ("state", "waiting")), fields=["authority", "created_at"], name="letter_to_print"
            ),
        ),
    ]
