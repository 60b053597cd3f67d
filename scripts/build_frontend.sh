#!/usr/bin/env bash
# Compiles static/src into static/build: each *.scss without a leading underscore, each *.js of the folder itself.
# Does nothing when the sources are as they were; --watch is `sass --watch` and `esbuild --watch` by hand.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
shopt -s nullglob
sheets=(static/src/[!_]*.scss)
scripts=(static/src/*.js)
inputs=(static/src package-lock.json scripts/build_frontend.sh)
if [ "${#sheets[@]}${#scripts[@]}" = 00 ]; then exit 0; fi
if [ -d static/build ] && fresh frontend "${inputs[@]}"; then exit 0; fi

say "Building style sheets and scripts"
new=static/build.new # whoever reads the old ones goes on with them until all of the new ones are there
rm -rf "$new"
mkdir -p "$new"
pairs=()
for sheet in "${sheets[@]}"; do pairs+=("$sheet:$new/$(basename "$sheet" .scss).css"); done
if [ "${#pairs[@]}" -gt 0 ]; then
  node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps --load-path=. --load-path=node_modules --load-path=static/src "${pairs[@]}"
fi
if [ "${#scripts[@]}" -gt 0 ]; then
  node_modules/.bin/esbuild "${scripts[@]}" --bundle --minify --target=es2020 --format=iife --outdir="$new" --loader:.css=empty \
    --legal-comments=none --log-level=warning
fi
rm -rf static/build
mv "$new" static/build
mark frontend "${inputs[@]}"
