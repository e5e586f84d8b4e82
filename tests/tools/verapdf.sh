#!/usr/bin/env bash
# verapdf.sh [-f FLAVOURS] FILE…   validates PDF/A and PDF/UA with veraPDF, all files in one JVM.
# FLAVOURS: a list like 2a,ua1; without it, what each file's XMP claims.
# One line per file, "OK name …" or "BAD name …", the failed rules before it. Exit 0 all valid, 1 some not, 2 not checked.
#
# The validator is inside the npm package below, fetched once into .cache/ (`verapdf.sh --fetch` does only that). It needs a
# Java runtime and the JAXB classes Java no longer has: packages default-jre-headless, libjaxb-java. No compiler: the driver
# is JavaScript, run by the interpreter veraPDF itself uses for its rules.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
package="@opendataloader/pdf@2.5.0"
digest="516ce47832a6726e87cb17db77c20174ca8cabbe9a6b56db1418babc7c9ddcba"
cache="$here/../../.cache/verapdf"
jar="$cache/verapdf-$digest.jar"

absent() { printf 'NOT CHECKED verapdf: %s\n' "$*" >&2; exit 2; }

fetch() {
  command -v npm >/dev/null || absent "npm is missing"
  mkdir -p "$cache"
  local work
  work="$(mktemp -d "$cache/fetch.XXXXXX")"
  trap 'rm -rf "$work"' RETURN
  (cd "$work" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz package/lib/opendataloader-pdf-cli.jar) ||
    absent "$package could not be fetched"
  local jar_file="$work/package/lib/opendataloader-pdf-cli.jar"
  echo "$digest  $jar_file" | sha256sum -c --status || absent "$package has another content than the one pinned"
  mv "$jar_file" "$jar"
}

[ $# -gt 0 ] || { sed -n '2,3p' "$0"; exit 2; }
[ -f "$jar" ] || fetch
[ "$1" != --fetch ] || exit 0

command -v java >/dev/null || absent "java is missing (default-jre-headless)"
classes="$jar"
for name in jaxb-api jaxb-runtime jaxb-core istack-commons-runtime txw2 javax.activation; do
  [ -f "/usr/share/java/$name.jar" ] || absent "/usr/share/java/$name.jar is missing (libjaxb-java)"
  classes="/usr/share/java/$name.jar:$classes"
done
set +e
java -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$classes" org.mozilla.javascript.tools.shell.Main \
  "$here/verapdf.js" "$@" 2>"$cache/errors.$$"
status=$?
set -e
[ $status -le 1 ] || tail -5 "$cache/errors.$$" >&2
rm -f "$cache/errors.$$"
[ $status -le 1 ] || exit 2
exit $status
