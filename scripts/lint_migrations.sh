#!/usr/bin/env bash
# No model without its migration; and, after a first release, no migration that breaks the release still running while it is applied.
# `scripts/lint_migrations.sh --release` writes scripts/migrations_released.txt: what is named there is not asked about again.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
export DJANGO_SETTINGS_MODULE=bops.settings.lint
released=scripts/migrations_released.txt
if [ "${1:-}" = "--release" ]; then
  find . -path ./node_modules -prune -o -path ./.venv -prune -o -path '*/migrations/0*.py' -printf '%f\n' | sed 's/\.py$//' | sort -u >"$released"
  exit
fi
.venv/bin/python manage.py makemigrations --check --dry-run
if [ ! -e "$released" ]; then
  echo "Nothing is released yet: no running release that a migration could break."
  exit 0
fi
mapfile -t names <"$released"
mapfile -t apps < <(find . -mindepth 3 -maxdepth 3 -path './*/migrations/0*.py' | cut -d/ -f2 | sort -u)
.venv/bin/python manage.py lintmigrations --no-cache --sql-analyser postgresql --quiet ok ignore --include-apps "${apps[@]}" \
  --ignore-name "${names[@]}"
