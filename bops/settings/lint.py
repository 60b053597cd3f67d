"""For scripts/lint_migrations.sh: the settings of the tests and the linter's command."""

from bops.settings.test import *  # noqa: F403
from bops.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
