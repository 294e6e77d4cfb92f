#!/usr/bin/env bash
# Checks PATHS with ARGUMENTS, both one a line, and writes in FORMAT, to OUTPUT if that is named. What the program says of its end is
# what this says.
set -euo pipefail
options=(--format "$FORMAT")
if [ -n "$OUTPUT" ]; then options+=(--output "$OUTPUT"); fi
paths=()
while IFS= read -r line; do if [ -n "$line" ]; then options+=("$line"); fi; done <<< "$ARGUMENTS"
while IFS= read -r line; do if [ -n "$line" ]; then paths+=("$line"); fi; done <<< "$PATHS"
# The bash of macOS takes a list without entries for one that nobody set.
copydesk check --no-cache "${options[@]}" -- ${paths[@]+"${paths[@]}"}
