#!/usr/bin/env bash
# Measures what docs/ makes claims about: every benchmarks/bench_*.py, or those named. Each prints its own figures.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
"$ROOT/scripts/setup.sh" --tests # Chromium is what letters are compared with
use_services
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-bops.settings.demo}" PYTHONPATH="$ROOT"
shopt -s nullglob
if [ "$#" -gt 0 ]; then files=("$@"); else files=(benchmarks/bench_*.py); fi
for file in "${files[@]}"; do
  say "=== $file"
  .venv/bin/python "$file"
done
