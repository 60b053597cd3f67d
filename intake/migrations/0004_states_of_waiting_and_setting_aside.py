import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A submission may wait for its package or its sender, carry the sender's key, and be set aside with a reason."""

    dependencies = [
        ('intake', '0003_file_number'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='idempotency_key',
            field=models.CharField(blank=True, default='', help_text='As the sender gave it in a header.', max_length=255),
        ),
        migrations.AddField(
            model_name='submission',
            name='set_aside_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='set_aside_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='set_aside_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AlterField(
            model_name='submission',
            name='state',
            field=models.CharField(choices=[('received', 'Received, not yet understood'), ('held', 'Held, its sender is paused'), ('fetching', 'Fetching its package'), ('completed', 'Became a case'), ('faulty', 'Has faults'), ('failed', 'Failed for a reason of ours'), ('superseded', 'A later version arrived'), ('set_aside', 'Set aside by an officer')], default='received', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('idempotency_key', ''), _negated=True), fields=('client', 'idempotency_key'), name='one_submission_a_key'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at', None), ('set_aside_by', None)), models.Q(('set_aside_at__isnull', False), ('set_aside_by__isnull', False), models.Q(('set_aside_reason', ''), _negated=True)), _connector='OR'), name='set_aside_by_and_why'),
        ),
    ]
