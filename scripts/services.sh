#!/usr/bin/env bash
# The database and the broker of a developer's machine: private ones under .local, on free ports written to .local/env.
#   scripts/services.sh start | stop | status
# Where DATABASE_URL or REDIS_URL is set, that one is used and nothing is started. `status` answers 0 when all runs.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The newest PostgreSQL that has PostGIS; by full path, as a wrapper of the same name may stand first in PATH
postgis="$(find /usr/share/postgresql -path '*/extension/postgis.control' 2>/dev/null | sort -V | tail -1)"
PG_VERSION="$(basename "$(dirname "$(dirname "${postgis:-/none/none/none}")")")"
PG_BIN="/usr/lib/postgresql/$PG_VERSION/bin"
PG_HOME="$(cat "$LOCAL/postgres.home" 2>/dev/null || true)"
REDIS_HOME="$LOCAL/redis"

# PostgreSQL refuses to run as root: then it runs as the user that its package made
as_postgres() {
  cd /
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups --reset-env "$@"; else "$@"; fi
}

kept_port() { cat "$LOCAL/$1.port" 2>/dev/null || echo 0; }

# Keeps the port of last time unless somebody else has it by now
pick_port() {
  local port
  port="$(kept_port "$1")"
  if [ "$port" = 0 ] || port_taken "$port"; then port="$(free_port)"; fi
  echo "$port" >"$LOCAL/$1.port"
}

postgres_runs() {
  local pid
  [ -n "$PG_HOME" ] && pid="$(head -1 "$PG_HOME/data/postmaster.pid" 2>/dev/null)" && [ -d "/proc/$pid" ] &&
    "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$(kept_port postgres)"
}

admin() { "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(kept_port postgres)" -U postgres "$@"; }

make_cluster() {
  PG_HOME="$LOCAL/postgres"
  mkdir -p "$PG_HOME"
  if [ "$(id -u)" = 0 ]; then
    if ! as_postgres test -x "$PG_HOME"; then
      PG_HOME="/var/tmp/bops-$(printf %s "$ROOT" | sha256sum | cut -c1-12)"
      mkdir -p "$PG_HOME"
    fi
    chown postgres:postgres "$PG_HOME"
  fi
  say "Making a PostgreSQL $PG_VERSION cluster in $PG_HOME"
  (as_postgres "$PG_BIN/initdb" -D "$PG_HOME/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null)
  cat >>"$PG_HOME/data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
CONF
  echo "$PG_HOME" >"$LOCAL/postgres.home"
}

make_roles() {
  admin -d template1 -f "$ROOT/scripts/roles.sql" >/dev/null
  touch "$PG_HOME/roles-made"
}

start_postgres() {
  [ -x "$PG_BIN/pg_ctl" ] || fail "PostgreSQL with PostGIS is not installed: run scripts/setup.sh"
  if [ -z "$PG_HOME" ] || [ ! -d "$PG_HOME/data" ]; then make_cluster; fi
  if ! postgres_runs; then
    pick_port postgres
    (as_postgres "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/log" -o "-p $(kept_port postgres)" -w -t 60 start >/dev/null 9>&-) ||
      { tail -20 "$PG_HOME/log" >&2; fail "PostgreSQL did not start"; }
  fi
  if [ ! -e "$PG_HOME/roles-made" ]; then make_roles; fi
  echo "DATABASE_URL=postgres://bops@127.0.0.1:$(kept_port postgres)/bops" >>"$LOCAL/env.new"
}

stop_postgres() {
  if postgres_runs; then (as_postgres "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -m fast -w stop >/dev/null); fi
}

redis_runs() {
  [ "$(kept_port redis)" != 0 ] && [ "$(redis-cli -h 127.0.0.1 -p "$(kept_port redis)" config get dir 2>/dev/null | tail -1)" = "$REDIS_HOME" ]
}

start_redis() {
  if ! redis_runs; then
    command -v redis-server >/dev/null || fail "Redis is not installed: run scripts/setup.sh"
    mkdir -p "$REDIS_HOME"
    pick_port redis
    redis-server --port "$(kept_port redis)" --bind 127.0.0.1 --dir "$REDIS_HOME" --daemonize yes --logfile "$REDIS_HOME/log" \
      --save 300 1 --databases 64 --maxmemory-policy noeviction >/dev/null 9>&-
    for _ in $(seq 100); do if redis_runs; then break; fi; sleep 0.05; done
    redis_runs || { tail -20 "$REDIS_HOME/log" >&2; fail "Redis did not start"; }
  fi
  echo "REDIS_URL=redis://127.0.0.1:$(kept_port redis)/0" >>"$LOCAL/env.new"
}

stop_redis() {
  if redis_runs; then redis-cli -h 127.0.0.1 -p "$(kept_port redis)" shutdown >/dev/null 2>&1 || true; fi
}

exec 8>&- 9>"$LOCAL/services.lock"
case "${1:-}" in
  start)
    flock 9
    : >"$LOCAL/env.new"
    if [ -z "${DATABASE_URL:-}" ]; then start_postgres; fi
    if [ -z "${REDIS_URL:-}" ]; then start_redis; fi
    mv "$LOCAL/env.new" "$LOCAL/env"
    ;;
  stop)
    flock 9
    stop_redis
    stop_postgres
    ;;
  status)
    status=0
    if [ -n "${DATABASE_URL:-}" ]; then echo "PostgreSQL: elsewhere"; elif postgres_runs; then echo "PostgreSQL: port $(kept_port postgres)"; else echo "PostgreSQL: stopped"; status=1; fi
    if [ -n "${REDIS_URL:-}" ]; then echo "Redis: elsewhere"; elif redis_runs; then echo "Redis: port $(kept_port redis)"; else echo "Redis: stopped"; status=1; fi
    exit "$status"
    ;;
  *) fail "usage: scripts/services.sh start | stop | status" ;;
esac
