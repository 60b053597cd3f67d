#!/usr/bin/env bash
# What has to pass before a change lands: set-up, lint, types, imports, migrations, tests and stories in a browser.
# Words after the command go to pytest: scripts/test.sh tests/consultation -n 0
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
"$ROOT/scripts/setup.sh" --tests

use_services

failed=()
step() {
  local began=$SECONDS
  say "=== $1"
  if "${@:2}"; then echo "($1: $((SECONDS - began)) s)"; else failed+=("$1"); fi
}
step "lint" scripts/lint.sh
step "migrations" scripts/lint_migrations.sh
if [ "$#" -gt 0 ]; then
  step "tests" .venv/bin/pytest "$@"
else
  step "tests" .venv/bin/pytest -q -n 2 --create-db --durations=10 --ignore=tests/stories
  step "stories" .venv/bin/pytest -q -n 2 --reuse-db --durations=5 tests/stories  # after the rest: they commit what they write
fi

echo
if [ "${#failed[@]}" -gt 0 ]; then
  say "Failed after $SECONDS s: ${failed[*]}"
  exit 1
fi
say "All passed in $SECONDS s."
