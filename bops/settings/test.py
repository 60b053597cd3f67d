"""Tests: a database of their own, eager tasks, cheap password hashes, no provider but the local outbox."""

import os
import tempfile

from bops.settings.base import *  # noqa: F403
from bops.settings.base import DATABASES, LOGGING, REDIS_URL

SECRET_KEY = "a-key-for-tests"
PUBLIC_SCHEME = "http"
PUBLIC_PORT = ""
LOCAL_OUTBOX = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": f"test_bops_{os.environ.get('BOPS_TEST_DB', 'all')}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="bops-media-")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
FETCH_ALLOWED_PLAIN_HOSTS = ["127.0.0.1"]
OUTSIDE_WAIT_SECONDS = 0
FETCH_STAND_IN = os.environ.get("FETCH_STAND_IN", "")
KILL_TEST_BROKER_URL = REDIS_URL.rsplit("/", 1)[0] + "/9"
LOGGING["root"]["level"] = "WARNING"
