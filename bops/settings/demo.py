"""The demo that `make run` starts: local files, a local outbox, no outside service."""

from bops.settings.base import *  # noqa: F403
from bops.settings.base import env

DEMO = True
SECRET_KEY = env("SECRET_KEY", "a-demo-key-that-guards-nothing-real")
PUBLIC_SCHEME = "http"
PUBLIC_PORT = env("BOPS_PORT", "8000")
LOCAL_OUTBOX = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
FETCH_ALLOWED_PLAIN_HOSTS = ["127.0.0.1"]
FETCH_STAND_IN = env("FETCH_STAND_IN", "")
