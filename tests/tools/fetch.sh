#!/usr/bin/env bash
# Fetches the outside checkers that come as npm packages into .cache/ (not in git). Already there: nothing to do.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
for tool in verapdf ooxml-validate; do bash "$here/$tool.sh" --fetch || { [ -z "${CI:-}" ] || exit 1; }; done
