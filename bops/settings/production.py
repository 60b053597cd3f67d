"""A server: secrets from the environment, HTTPS only, files in an S3-compatible store."""

import sentry_sdk

from bops.settings.base import *  # noqa: F403
from bops.settings.base import STORAGES, env

SECRET_KEY = env("SECRET_KEY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = STORAGES | {
    "default": {
        "BACKEND": "core.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env("S3_BUCKET"),
            "endpoint_url": env("S3_ENDPOINT_URL", "") or None,
            "region_name": env("S3_REGION", "eu-west-2"),
            "addressing_style": "path",
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": 60,
            "default_acl": None,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env("SENTRY_DSN", ""):
    sentry_sdk.init(dsn=env("SENTRY_DSN"), send_default_pii=False)
