#!/usr/bin/env bash
# Starts BOPS on this machine: set-up, database and broker, migrations, demo data, web server, worker, clock.
# BOPS_PORT chooses the port (8000). Ctrl-C stops all that was started; data stays in .local.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
"$ROOT/scripts/setup.sh"
exec "$ROOT/.venv/bin/python" "$ROOT/scripts/serve.py"
