"""Settings that every way of running BOPS shares. Values come from the environment, then from `.local/env` (written by the set-up)."""

import os
from pathlib import Path

import dj_database_url
import structlog
from celery.schedules import crontab
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LOCAL_DIR = BASE_DIR / ".local"


def _local_env() -> dict[str, str]:
    path = LOCAL_DIR / "env"
    if not path.exists():
        return {}
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))


_LOCAL = _local_env()


def env(name: str, default: str | None = None) -> str:
    """The setting `name`; ImproperlyConfigured when it is needed and nowhere to be found."""
    value = os.environ.get(name) or _LOCAL.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment (docs/operating.md says what it is for).")
    return value


def env_flag(name: str) -> bool:
    return env(name, "").lower() in {"1", "true", "yes", "on"}


DEBUG = False
SECRETS_KEYS = env("SECRETS_KEYS", "").replace(",", " ").split()  # seal clients' secrets (core.sealing); the newest first
ALLOWED_HOSTS = ["*"]  # the host middleware answers 404 to every host that is not a council's
USE_X_FORWARDED_HOST = False
TRUSTED_PROXIES = env("TRUSTED_PROXIES", "").replace(",", " ").split()  # whose X-Forwarded-For is believed

INSTALLED_APPS = [
    "core",
    "accounts",
    "audit",
    "notifications",
    "places",
    "applications",
    "documents",
    "intake",
    "validation",
    "consultation",
    "assessment",
    "decision",
    "casework",
    "api",
    "applicant_portal",
    "reporting",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_filters",
    "django_structlog",
]

MIDDLEWARE = [
    "bops.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bops.middleware.HealthMiddleware",
    "bops.middleware.HostMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "documents.uploads.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bops.middleware.RequestLogMiddleware",
    "accounts.middleware.SignInMiddleware",
    "bops.middleware.ReadOnlyGetMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bops.urls_officers"
WSGI_APPLICATION = "bops.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "core.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
                "notifications.context.held_messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "admin_site"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.GovukRenderer"
DRAFTS_KEPT_FOR = 14 * 24 * 3600  # seconds that a long text waits in the cache for its writer (core.drafts)
WORKING_DAYS_BETWEEN = "statute.calendar.working_days_between"  # for dates "in 3 working days"; core does not know the law

DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL"), engine="core.db", conn_max_age=60)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Everything but migrations works as the role without rights over the tables: row-level security binds it.
DATABASES["default"].setdefault("OPTIONS", {})["assume_role"] = env("DATABASE_ROLE", "bops_web")
DATABASE_OWNER_ROLE = env("DATABASE_OWNER_ROLE", "bops")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # as the proxy middleware left it
AXES_USERNAME_FORM_FIELD = "username"  # the name under which authenticate() is given the email address
AXES_LOCKOUT_TEMPLATE = "accounts/locked.jinja"
OTP_TOTP_ISSUER = "BOPS"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y \\a\\t g:ia"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STATIC_ROOT = LOCAL_DIR / "static"
MEDIA_ROOT = env("MEDIA_ROOT", str(LOCAL_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CAME_IN = ("_auth_user_id", "applicant")  # what a session has of an officer who signed in, or of somebody who came by a link
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "documents.uploads.CarefulUpload"]

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 220
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
# 0, what somebody waits for, is taken first. Pictures and words of new files give way to it, those made ahead to everything.
CELERY_TASK_ROUTES = {
    "documents.taking_in.take_in": {"priority": 3},
    "documents.tasks.make_previews": {"priority": 3},
    "documents.tasks.draw_ahead": {"priority": 6},
    "documents.tasks.read_pages": {"priority": 6},
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict] = {
    "sweep-messages": {"task": "notifications.jobs.sweep_messages", "schedule": 60},
    "poll-receipts": {"task": "notifications.jobs.poll_receipts", "schedule": 300},
    "acknowledge-applications": {"task": "validation.jobs.acknowledge_new", "schedule": 60},
    "look-after-requests": {"task": "validation.jobs.look_after_requests", "schedule": 60 * 60},
    "sweep-files": {"task": "intake.jobs.sweep_files", "schedule": 60},
    "sweep-previews": {"task": "documents.jobs.sweep_previews", "schedule": 60},
    "sweep-orphans": {"task": "documents.jobs.sweep_orphans", "schedule": 60 * 60},
    "sweep-packages": {"task": "intake.portal_tasks.sweep_packages", "schedule": 60},
    "sweep-look-ups": {"task": "applications.jobs.sweep_look_ups", "schedule": 60},
    "forget-drafts": {"task": "intake.manual.jobs.forget_drafts", "schedule": 24 * 60 * 60},
    "sweep-drafts": {"task": "intake.manual.jobs.sweep_drafts", "schedule": 60},
    "sweep-submissions": {"task": "intake.jobs.sweep_submissions", "schedule": 60},
    "forget-signatures": {"task": "api.jobs.forget_old_signatures", "schedule": 15 * 60},
    "note-last-calls": {"task": "api.jobs.flush_last_used", "schedule": 5 * 60},
    "sweep-print-runs": {"task": "consultation.jobs.sweep_print_runs", "schedule": 60},
    "sweep-letter-runs": {"task": "casework.jobs.sweep_letter_runs", "schedule": 60},
    "sweep-made-papers": {"task": "decision.jobs.sweep_notices", "schedule": 60},
    "tell-of-silent-cases": {"task": "casework.jobs.tell_of_silent_cases", "schedule": crontab(day_of_week="mon", hour=7, minute=0)},
    "check-dates": {"task": "casework.jobs.check_dates", "schedule": 24 * 60 * 60},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "celerybeat-schedule")

# Outside services. A provider that is not configured holds messages; it never swallows them.
NOTIFY_API_KEY = env("NOTIFY_API_KEY", "")
NOTIFY_BASE_URL = env("NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
NOTIFY_EMAIL_TEMPLATE_ID = env("NOTIFY_EMAIL_TEMPLATE_ID", "")
NOTIFY_CALLBACK_TOKEN = env("NOTIFY_CALLBACK_TOKEN", "")
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "planning@localhost")
LOCAL_OUTBOX = False
OUTSIDE_WAIT_SECONDS = 0.4  # before the second try of a call to an outside service; longer before the third
PLANNING_DATA_FILES_URL = env("PLANNING_DATA_FILES_URL", "https://files.planning.data.gov.uk")  # whole data sets, for the import
PLANNING_DATA_URL = env("PLANNING_DATA_URL", "")  # live look-up of constraints that no imported data set covers; empty: off
OS_PLACES_URL = env("OS_PLACES_URL", "https://api.os.uk/search/places/v1")
OS_PLACES_KEY = env("OS_PLACES_KEY", "")  # a key for all councils, or "southwark=KEY lambeth=KEY"; empty: off
MAPIT_URL = env("MAPIT_URL", "")  # ward and parish where no boundaries are imported; empty: off
PAAPI_URL = env("PAAPI_URL", "")  # site history from an index of planning applications; empty: off
CLAMAV_SOCKET = env("CLAMAV_SOCKET", "")
LIBREOFFICE = env("LIBREOFFICE", "soffice")  # its program, by name or path; empty or not there: Office files are not taken
FETCH_ALLOWED_PLAIN_HOSTS: list[str] = []  # tests and the demo only
FETCH_STAND_IN = ""  # tests and the demo only: the address of a file host that answers for every other
ODP_SCHEMA_FOLDER = env("ODP_SCHEMA_FOLDER", "")  # official ODP schemas that submissions must follow to the letter; empty: off
API_MAX_BODY_BYTES = 20 * 1024 * 1024
API_CLOCK_SECONDS = int(env("API_CLOCK_SECONDS", "300"))  # how far the timestamp of a signed request may be from our clock
STATUTE_FOLDER = env("STATUTE_FOLDER", "")  # a newer edition of the law's tables than the release has
LIVE_POLL_SECONDS = int(env("LIVE_POLL_SECONDS", "10"))  # how often an open page of a case asks whether anything changed
CONFIG_HOST = env("CONFIG_HOST", "config.bops.localhost")
PUBLIC_SCHEME = "https"
PUBLIC_PORT = ""
DEMO = False

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf", "httpx")},
}

# Spatial reference ids are integers of ours; GeoJSON and WKT are parsed by GEOS, never by GDAL from users' text.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
