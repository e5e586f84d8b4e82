# Shared by the whole-program tests. $1 = gongwen, $2 = the checkout, $3 = a folder to work in (made anew).
set -euo pipefail
export LC_ALL=C.UTF-8
gongwen="$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"; source="$(cd "$2" && pwd)"; work="$3"
rm -rf "$work"; mkdir -p "$work"; cd "$work"
export GONGWEN_HOME="$source" PATH="$(dirname "$gongwen"):$PATH" GONGWEN_PASSPHRASE="for the tests only"
samples="$source/samples"; tools="$source/tests/tools"
templates=(authorization-letter notice construction-plan annual-report)

failures=0
bad() { printf 'BAD  %s\n' "$*"; failures=$((failures + 1)); }
good() { printf 'ok   %s\n' "$*"; }
# same <what> <expected> <got>
same() { if [ "$2" = "$3" ]; then good "$1"; else bad "$1"; diff <(printf '%s\n' "$2") <(printf '%s\n' "$3") | head -n 20 || true; fi; }
# exits <code> <what> <command…>
exits() {
  local want="$1" what="$2" got=0; shift 2
  "$@" >out.txt 2>err.txt || got=$?
  if [ "$got" -eq "$want" ]; then good "$what: exit $got"; else bad "$what: exit $got, not $want"; head -n 5 out.txt err.txt; fi
}
# program <n>: the n-th Python program of FORMAT.md, as it stands there.
program() { awk -v n="$1" '/^```$/ { on = 0 } on; /^```python$/ { on = ++k == n }' "$source/src/trust/archive/FORMAT.md"; }
# A checker that is not there fails in CI; elsewhere the run says what was not checked.
unchecked() { if [ -n "${CI:-}" ]; then bad "not checked: $*"; else printf 'NOT CHECKED %s\n' "$*"; fi; }
# office <command…>: LibreOffice with our faces for the names that a DOCX of ours asks for, whatever the machine has or lacks.
office() {
  local pair
  { printf '<?xml version="1.0"?>\n<fontconfig><dir>%s/fonts/prepared</dir><cachedir>%s/fontconfig</cachedir>\n' "$source" "$work"
    for pair in 仿宋=FandolFang 楷体=FandolKai 宋体=FandolSong 黑体='Noto Sans CJK SC' 'Times New Roman=Liberation Serif' Arial='Liberation Sans'; do
      printf '<match><test name="family"><string>%s</string></test><edit name="family" mode="assign" binding="same"><string>%s</string></edit></match>\n' "${pair%%=*}" "${pair#*=}"
    done
    printf '</fontconfig>\n'
  } >"$work/fonts.conf"
  FONTCONFIG_FILE="$work/fonts.conf" timeout 300 soffice -env:UserInstallation="file://$work/profile" --headless "$@"
}
finish() { printf '%s failure(s)\n' "$failures"; [ "$failures" -eq 0 ]; }
