#!/usr/bin/env bash
# Fetches the fonts from Debian packages into fonts/prepared/ (not in git): `bash fonts/prepare.sh`.
# Needs no root: packages are downloaded and unpacked, never installed. Does nothing when fonts/prepared/ is up to date.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
prepared="$here/prepared"
cache="$here/../.cache/fonts"

table() { grep -v '^#' "$here/sources.txt"; }
digest() { cat "$here/prepare.sh" "$here/prepare.cpp" "$here/sources.txt" | sha256sum | cut -d' ' -f1; }
target_of() { # target_of <file in the package>: collections become a single face
  case "$1" in *.ttc) echo "${1%.ttc}.otf" ;; *) echo "$1" ;; esac
}
up_to_date() {
  [ -f "$prepared/.stamp" ] && [ "$(cat "$prepared/.stamp")" = "$(digest)" ] || return 1
  local file
  while read -r _ _ file _; do [ -s "$prepared/$(target_of "$file")" ] || return 1; done < <(table)
}
up_to_date && exit 0

. "$here/../src/setup/setup.sh"
begun=$(now)
say "preparing the fonts (about 190 MB are fetched once, 150 MB stay in fonts/prepared)"
rm -rf "$cache"
mkdir -p "$cache" "$prepared/licences"
trap 'rm -rf "$cache"; rmdir "$here/../.cache" 2>/dev/null || true' EXIT

# Root would otherwise be told that its own folder is out of the sandbox user's reach.
apt=(-o APT::Sandbox::User=root -o Acquire::Retries=3)
known() { apt-cache "${apt[@]}" show --no-all-versions "$1" >/dev/null 2>&1; }
# A machine whose package lists were never fetched: fetch them into our own folder, for which no root is needed.
own_lists() {
  mkdir -p "$cache/lists/partial" "$cache/archives/partial"
  apt+=(-o "Dir::State::lists=$cache/lists" -o "Dir::Cache=$cache")
  apt-get "${apt[@]}" update -qq || fail "取不到 Debian 的软件包列表：请检查网络和 /etc/apt/sources.list"
}
known fonts-noto-cjk || own_lists

# package_of <a,b>: the first of the names that this Debian has.
package_of() {
  local name
  for name in ${1//,/ }; do known "$name" && { echo "$name"; return; }; done
  fail "软件源里没有 ${1//,/ 或 }：请确认 /etc/apt/sources.list 含 Debian 的 main 部分"
}

# fetch <names> <package>: downloads one package and takes our files and the licence out of it.
fetch() {
  local names="$1" package="$2" folder="$cache/$2" patterns=() file
  mkdir -p "$folder"
  (cd "$folder" && apt-get "${apt[@]}" download -qq "$package") >"$folder/log" 2>&1 ||
    fail "下载软件包 $package 失败（网络不通，或软件源里没有这个文件）：$(tail -n 2 "$folder/log")"
  while read -r _ p file _; do [ "$p" = "$names" ] && patterns+=("*/$file"); done < <(table)
  dpkg-deb --fsys-tarfile "$folder"/*.deb | tar -x -C "$folder" --wildcards "${patterns[@]}" "*/doc/$package/copyright" ||
    fail "软件包 $package 里没有要用的文件：${patterns[*]}"
  dpkg-deb -f "$folder"/*.deb Version >"$folder/version"
  rm -f "$folder"/*.deb
}

jobs=()
declare -A package
for names in $(table | awk '{ print $2 }' | sort -u); do
  package[$names]=$(package_of "$names")
  fetch "$names" "${package[$names]}" & jobs+=($!)
done
preset=demo
[ -f "$root/build/release/build.ninja" ] && preset=release
build_targets "$preset" gongwen_prepare_fonts
for job in "${jobs[@]}"; do wait "$job"; done

# prepare_face <face> <names> <file> <whole | subset N>: prints the face's line of faces.json.
prepare_face() {
  local p="${package[$2]}" target from
  target="$(target_of "$3")"
  from="$(find "$cache/$p" -name "$3" -type f | head -n 1)"
  if [ "$4" = whole ]; then
    mv "$from" "$prepared/$target"
  else
    "$root/build/$preset/fonts/gongwen_prepare_fonts" "$from" "$5" "$prepared/$target"
  fi
  printf '  "%s": {"file": "%s", "sha256": "%s", "package": "%s", "version": "%s"}' "$1" "$target" \
    "$(sha256sum "$prepared/$target" | cut -d' ' -f1)" "$p" "$(cat "$cache/$p/version")"
}
rm -f "$prepared/.stamp"
jobs=()
while read -r face names file how; do
  # shellcheck disable=SC2086  # `how` is one word or two
  prepare_face "$face" "$names" "$file" $how >"$cache/$face.json" & jobs+=($!)
done < <(table)
for job in "${jobs[@]}"; do wait "$job" || fail "字体没有准备好（见上）"; done
for p in "${package[@]}"; do find "$cache/$p" -name copyright -exec cp {} "$prepared/licences/$p.txt" \; ; done

{
  printf '{\n'
  first=yes
  while read -r face _; do
    [ "$first" = yes ] || printf ',\n'
    first=no
    cat "$cache/$face.json"
  done < <(table)
  printf '\n}\n'
} >"$prepared/faces.json"
while read -r face names file how; do
  target="$(target_of "$file")"
  printf '  %-20s %5.1f MB  %-26s %s\n' "$face" "$(stat -c %s "$prepared/$target" | awk '{ print $1 / 1e6 }')" "$target" "$how"
done < <(table)
digest >"$prepared/.stamp"
echo "  fonts ready in $(since "$begun") s"
