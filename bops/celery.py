"""The Celery application: late acknowledgement, one task at a time, tasks given back within seconds when a worker dies."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bops.settings.production")

app = Celery("bops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")
app.autodiscover_tasks(related_name="portal_tasks")
