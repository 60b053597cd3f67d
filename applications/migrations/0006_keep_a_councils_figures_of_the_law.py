import core.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import SeparateByAuthority


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_names_for_people'),
        ('applications', '0005_name_the_kind_of_property'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LawFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.models.new_uuid, editable=False, unique=True)),
                ('table', models.CharField(help_text='A table of statute/data, such as determination.', max_length=60)),
                ('key', models.CharField(help_text='The rule in that table, such as pa.part4.classE.', max_length=80)),
                ('figure', models.CharField(blank=True, help_text='The figure of the rule, such as amount or bands.2.each.', max_length=80)),
                ('value', models.JSONField(blank=True, help_text='As applications.law.stored() writes it.', null=True)),
                ('from_on', models.DateField(help_text='It governs what the law governs by the law of this day or later.')),
                ('source', models.CharField(max_length=400)),
                ('read_on', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.localauthority')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['table', 'key', 'figure', '-entered_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('authority', 'table', 'key', 'figure', 'from_on'), name='one_figure_of_law_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='figure_withdrawn_by_and_when')],
            },
        ),
        SeparateByAuthority("LawFigure"),
    ]
