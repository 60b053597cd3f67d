#!/usr/bin/env bash
# Installs what is missing of the named sections of packages.txt: scripts/system_packages.sh base runtime services test
# As root, or through sudo. Read by scripts/setup.sh and by the Dockerfile.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

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

command -v dpkg-query >/dev/null || { echo "Not a Debian system: install what scripts/packages.txt names by hand." >&2; exit 0; }
mapfile -t packages < <(list_missing "$@")
[ "${#packages[@]}" -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
  fail "These packages are missing, and only root can install them: apt-get install ${packages[*]}"
fi
say "Installing system packages: ${packages[*]}"
if apt_install "${packages[@]}"; then exit 0; fi
as_root apt-get update -qq
mapfile -t packages < <(list_missing "$@")
apt_install "${packages[@]}" || { tail -20 "$LOCAL/apt.log" >&2; fail "apt-get could not install: ${packages[*]}"; }
