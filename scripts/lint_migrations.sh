#!/usr/bin/env bash
# No model without its migration, and no migration that breaks the release still running while it is applied.
# Migrations of the first release cannot: scripts/migrations_released.txt names them, and --release writes that list.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
export DJANGO_SETTINGS_MODULE=bops.settings.lint
released=scripts/migrations_released.txt
if [ "${1:-}" = "--release" ]; then
  find . -path ./node_modules -prune -o -path ./.venv -prune -o -path '*/migrations/0*.py' -printf '%f\n' | sed 's/\.py$//' | sort -u >"$released"
  exit
fi
.venv/bin/python manage.py makemigrations --check --dry-run
mapfile -t names < <(cat "$released" 2>/dev/null)
mapfile -t apps < <(find . -mindepth 3 -maxdepth 3 -path './*/migrations/0*.py' | cut -d/ -f2 | sort -u)
.venv/bin/python manage.py lintmigrations --no-cache --sql-analyser postgresql --quiet ok ignore --include-apps "${apps[@]}" \
  --ignore-name "${names[@]}"
