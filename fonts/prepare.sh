#!/usr/bin/env bash
# Fetches the fonts from Debian packages into fonts/prepared/ (not in git): `bash fonts/prepare.sh`.
# Needs no root: packages are downloaded and unpacked, never installed. Does nothing when fonts/prepared/ is up to date.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
prepared="$here/prepared"
cache="$here/../.cache/fonts"

table() { grep -v '^#' "$here/sources.txt"; }
# What the preparing program is made of: its own files, and the parts of the tool that write fonts.
program=("$here"/{prepare,lighten,charstring}.cpp "$here"/../src/pages/fonts/cff_write.cpp)
digest() { cat "$here"/prepare.sh "$here"/sources.txt "$here"/*.h "${program[@]}" | sha256sum | cut -d' ' -f1; }
target_of() { # target_of <file in the package>: collections become a single face
  case "$1" in *.ttc) echo "${1%.ttc}.otf" ;; *) echo "$1" ;; esac
}
up_to_date() {
  [ -f "$prepared/.stamp" ] && [ "$(cat "$prepared/.stamp")" = "$(digest)" ] || return 1
  local file
  while read -r _ _ file _; do [ -s "$prepared/$(target_of "$file")" ] || return 1; done < <(table)
}
up_to_date && exit 0

mkdir -p "$prepared/licences"
exec 9>"$prepared/.lock"
flock 9  # another run may be at it
up_to_date && exit 0

. "$here/../src/setup/setup.sh"
begun=$(now)
say "preparing the fonts (about 190 MB are fetched once, 150 MB stay in fonts/prepared)"
rm -rf "$cache"
mkdir -p "$cache"
trap 'rm -rf "$cache"; rmdir "$here/../.cache" 2>/dev/null || true' EXIT

# Root would otherwise be told that its own folder is out of the sandbox user's reach.
apt=(-o APT::Sandbox::User=root -o Acquire::Retries=3)
names_of_packages="$(table | awk '{ print $2 }' | sort -u)"

# Where each package is, with its digest: asked once, as reading the package lists takes apt most of a second.
locate() { # shellcheck disable=SC2086
  apt-get "${apt[@]}" download --print-uris ${names_of_packages//,/ } >"$cache/uris" 2>/dev/null || true
  [ -s "$cache/uris" ]
}
# A machine whose package lists were never fetched: fetch them into our own folder, for which no root is needed.
own_lists() {
  mkdir -p "$cache/lists/partial" "$cache/archives/partial"
  apt+=(-o "Dir::State::lists=$cache/lists" -o "Dir::Cache=$cache")
  apt-get "${apt[@]}" update -qq || fail "取不到 Debian 的软件包列表：请检查网络和 /etc/apt/ 里的软件源"
}
locate || { own_lists && locate; } || fail "软件源里没有字体的软件包：请确认 /etc/apt/ 里的软件源含 Debian 的 main 部分"

# take <names> <package> <folder>: downloads one package and takes our files and its licence out of it. Fails quietly when
# there is no such package, or our files are not in it: some names are empty transitional packages in one Debian and the real
# thing in the other.
take() {
  local names="$1" package="$2" folder="$3" patterns=("*/doc/$2/copyright" "*/fandol/COPYING*") file uri deb hash
  read -r uri deb _ hash < <(grep -F " ${package}_" "$cache/uris") || return 1
  uri="${uri#\'}"
  /usr/lib/apt/apt-helper "${apt[@]}" -qq download-file "${uri%\'}" "$folder/$deb" "$hash" >"$folder/log" 2>&1 ||
    fail "下载软件包 $package 失败：$(tail -n 2 "$folder/log")"
  while read -r _ p file _; do [ "$p" = "$names" ] && patterns+=("*/$file"); done < <(table)
  # tar complains of patterns that match nothing; what counts is looked at below.
  dpkg-deb --fsys-tarfile "$folder/$deb" | tar -x -C "$folder" --wildcards "${patterns[@]}" 2>/dev/null || true
  dpkg-deb -f "$folder/$deb" Version >"$folder/version"
  rm -f "$folder/$deb"
  while read -r _ p file _; do
    [ "$p" != "$names" ] || [ -n "$(find "$folder" -name "$file" -type f)" ] || return 1
  done < <(table)
  echo "$package" >"$folder/package"
}
# fetch <names>: into $cache/<names>, from the first of the packages that has our files.
fetch() {
  local folder="$cache/$1" package
  mkdir -p "$folder"
  for package in ${1//,/ }; do
    if take "$1" "$package" "$folder"; then return 0; fi
  done
  fail "软件源里没有含所需字体的软件包 ${1//,/ 或 }：请确认 /etc/apt/ 里的软件源含 Debian 的 main 部分"
}

# wait_for_jobs <what failed>: for all of them, so that none works on in a folder that is being removed.
wait_for_jobs() {
  local job failed=no
  for job in "${jobs[@]}"; do wait "$job" || failed=yes; done
  [ "$failed" = no ] || fail "$1（原因见上）"
}

jobs=()
for names in $names_of_packages; do
  fetch "$names" & jobs+=($!)
done
# Built here and not by CMake: the build proper runs beside this script, and a build folder has room for one.
# shellcheck disable=SC2046
g++ -std=c++20 -O2 -Wall -Wextra -I"$here" -I"$here/../src" -o "$cache/prepare" "${program[@]}" \
  "$here/../src/foundation/base/diagnostic.cpp" $(pkg-config --cflags --libs harfbuzz harfbuzz-subset)
wait_for_jobs "字体没有取全"

# prepare_face <face> <names> <file> <whole | subset N | lighten N>: prints the face's entry of faces.json.
prepare_face() {
  local from target
  target="$(target_of "$3")"
  from="$(find "$cache/$2" -name "$3" -type f | head -n 1)"
  if [ "$4" = whole ]; then
    mv "$from" "$prepared/$target"
  else
    "$cache/prepare" "$4" "$5" "$from" "$prepared/$target"
  fi
  printf '  "%s": {"file": "%s", "sha256": "%s", "package": "%s", "version": "%s"}' "$1" "$target" \
    "$(sha256sum "$prepared/$target" | cut -d' ' -f1)" "$(cat "$cache/$2/package")" "$(cat "$cache/$2/version")"
}
rm -f "$prepared/.stamp"
jobs=()
while read -r face names file how; do
  # shellcheck disable=SC2086  # `how` is one word or two
  prepare_face "$face" "$names" "$file" $how >"$cache/$face.json" & jobs+=($!)
done < <(table)
wait_for_jobs "字体没有准备好"

for names in $names_of_packages; do
  find "$cache/$names" -name copyright -exec cp {} "$prepared/licences/$(cat "$cache/$names/package").txt" \;
done
find "$cache" -path '*/fandol/COPYING.gz' -exec gzip -dc {} \; >"$prepared/licences/fandol.txt"

{
  separator='{\n'
  while read -r face _; do
    printf "$separator"
    separator=',\n'
    cat "$cache/$face.json"
  done < <(table)
  printf '\n}\n'
} >"$prepared/faces.json"

kept=(! -name faces.json ! -name '.*')
while read -r face names file how; do
  target="$(target_of "$file")"
  kept+=(! -name "$target")
  printf '  %-20s %5s MB  %-28s %-9s %s %s\n' "$face" "$(stat -c %s "$prepared/$target" | awk '{ printf "%.1f", $1 / 1e6 }')" \
    "$target" "$how" "$(cat "$cache/$names/package")" "$(cat "$cache/$names/version")"
done < <(table)
find "$prepared" -maxdepth 1 -type f "${kept[@]}" -delete  # faces of an earlier table
digest >"$prepared/.stamp"
echo "  fonts ready in $(since "$begun") s"
