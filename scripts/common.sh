# Sourced by the other scripts: where things are, and a few words for people.
# shellcheck shell=bash
set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
LOCAL="$ROOT/.local"
export PATH="$LOCAL/bin:$PATH"
export DEBIAN_FRONTEND=noninteractive
mkdir -p "$LOCAL/stamps" "$LOCAL/log" "$LOCAL/static" "$LOCAL/media"

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# fresh NAME FILE...: true when these files are as they were at the last `mark NAME FILE...`
digest() { find "$@" -type f -print0 2>/dev/null | sort -z | xargs -0r sha256sum | sha256sum | cut -d' ' -f1; }
fresh() { [ "$(cat "$LOCAL/stamps/$1" 2>/dev/null)" = "$(digest "${@:2}")" ]; }
mark() { digest "${@:2}" >"$LOCAL/stamps/$1"; }

# A port of this machine that nobody listens on
free_port() {
  python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Starts database and broker until this script ends. They are stopped then if they were not running before and nobody else
# (another such script, or `make run`) uses them.
use_services() {
  if "$ROOT/scripts/services.sh" status >/dev/null; then SERVICES_WERE=running; else SERVICES_WERE=stopped; fi
  exec 8>"$LOCAL/services.users"
  flock -s 8
  trap release_services EXIT
  "$ROOT/scripts/services.sh" start
}
release_services() {
  flock -u 8
  if [ "$SERVICES_WERE" = stopped ] && flock -n -x 8; then "$ROOT/scripts/services.sh" stop; fi
}
