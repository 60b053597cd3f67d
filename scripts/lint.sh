#!/usr/bin/env bash
# Every check that needs no database. --fix repairs what can be repaired first. Ends with one line a check.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
export DJANGO_SETTINGS_MODULE=bops.settings.test
bin=.venv/bin
if [ "${1:-}" = "--fix" ]; then
  "$bin/ruff" check --quiet --fix . || true
  "$bin/ruff" format --quiet .
fi

failed=0
summary=()
# check NAME COMMAND...: runs it quietly, shows its words only when it fails
check() {
  local began=$SECONDS log
  log="$LOCAL/log/lint-${1// /-}.log"
  if "${@:2}" >"$log" 2>&1; then
    summary+=("$(printf 'ok      %-22s %3ss' "$1" $((SECONDS - began)))")
  else
    summary+=("$(printf 'FAILED  %-22s %3ss' "$1" $((SECONDS - began)))")
    failed=1
    say "--- $1"
    tail -60 "$log"
  fi
}
check "ruff" "$bin/ruff" check .
check "ruff format" "$bin/ruff" format --check .
check "templates" "$bin/djlint" --lint --quiet templates
check "imports" "$bin/lint-imports"
check "types" "$bin/mypy"
printf '%s\n' "${summary[@]}"
exit "$failed"
