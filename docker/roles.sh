#!/usr/bin/env bash
# Run once by the database's container on an empty disk: roles, extensions, database, passwords.
set -euo pipefail
psql -X -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d template1 -f /scripts/roles.sql
psql -X -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d template1 -v owner="$BOPS_OWNER_PASSWORD" -v web="$BOPS_WEB_PASSWORD" <<'SQL'
ALTER ROLE bops PASSWORD :'owner';
ALTER ROLE bops_web PASSWORD :'web';
SQL
