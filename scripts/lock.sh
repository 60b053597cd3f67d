#!/usr/bin/env bash
# Writes the lock files again after a change to pyproject.toml or package.json. Newer versions: scripts/lock.sh --upgrade
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.local/uv/bin/uv
compile() { "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"; }

compile "${1:---no-upgrade}" pyproject.toml --output-file requirements.txt
compile "${1:---no-upgrade}" pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
if grep -nE 'https?://|file:|--index-url|--find-links' requirements*.txt; then
  echo "a lock file names an address" >&2
  exit 1
fi
npm install --package-lock-only --ignore-scripts
if grep -n '"resolved"' package-lock.json; then
  echo "package-lock.json names an address" >&2
  exit 1
fi
