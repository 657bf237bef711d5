#!/bin/sh
# Lints the map's scripts as the page has them, in one scope, and its style sheet. Needs node; run from the checkout.
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
.venv/bin/python -c 'from scs_tracker.mapping.elements import script; print("export", script())' > "$folder/page.js"
cp scs_tracker/mapping/assets/page.css tests/mapping/biome.json "$folder"
cd "$folder"
npx --yes @biomejs/biome@2.6.8 lint --error-on-warnings .
