import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):
    """What a later version says differently, and what an officer made of it."""

    dependencies = [
        ('accounts', '0004_clients_that_sign_their_requests'),
        ('applications', '0002_separate_by_authority'),
        ('intake', '0006_keep_packages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('part', models.CharField(help_text='The heading under which the submission is shown.', max_length=200)),
                ('label', models.CharField(max_length=500)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('action', models.CharField(blank=True, choices=[('description', 'Description'), ('address', 'Address of the site'), ('uprn', 'UPRN'), ('applicant', 'Applicant'), ('agent', 'Agent'), ('fee', 'Fee payable'), ('payment', 'Payment'), ('red_line', 'Red line'), ('file', 'File')], max_length=20)),
                ('state', models.CharField(choices=[('open', 'Not decided'), ('taken', 'Taken over'), ('left', 'Left as it is')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.localauthority')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='intake.submission')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'position'), name='one_difference_a_position'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='difference_decided_by_and_when')],
            },
        ),
        SeparateByAuthority("Difference", case="case"),
    ]
