#!/usr/bin/env bash
# Changes the law engine line by line and runs its tests: a change that no test notices is listed at the end.
# Look at one with .venv/bin/mutmut show NAME. Takes minutes.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
"$ROOT/scripts/setup.sh"
.venv/bin/mutmut run "$@"
.venv/bin/mutmut results
