#!/usr/bin/env bash
# Changes the law engine line by line and runs its tests: a change that no test notices is printed at the end.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
"$ROOT/scripts/setup.sh"
use_services
.venv/bin/mutmut run "$@"
.venv/bin/mutmut results
