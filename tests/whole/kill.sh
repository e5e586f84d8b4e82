#!/usr/bin/env bash
# The program stopped by kill -9 at each call that changes the disk (also in the middle of a write), while it files a paper: the
# archive opens, tells, and the next filing completes or takes back. Every k-th call by default, all of them with `all` as $4.
# Then: several processes at once, and an archive that cannot be written.
. "$(dirname "$0")/lib.sh"
every=7; [ "${4:-}" = all ] && every=1
slip="$source/tests/cases/shared/slip"
gcc -shared -fPIC -O1 -o shim.so "$source/tests/support/kill_shim.c" -ldl
gongwen -q key new --keys keys --no-passphrase --organisation 省教育厅职成教处 >/dev/null
gongwen archive init -A start --keys keys >/dev/null
add() { gongwen archive add "$slip" -A "$1" --keys keys --format docx --id "$2" -d "$slip.json"; }
add start A1 >/dev/null

cp -R start counted
KILL_COUNT=count LD_PRELOAD=./shim.so add counted A1 >/dev/null
calls=$(cat count)
[ "$calls" -gt 60 ] && good "a filing changes the disk $calls times" || bad "only $calls calls"
told=0 kept=0
for ((n = 1; n <= calls; n += every)); do
  rm -rf lib; cp -R start lib
  code=0; KILL_AT=$n LD_PRELOAD=./shim.so add lib A1 >first.txt 2>&1 || code=$?
  [ "$code" -eq 0 ] && break          # a run needs some calls less when the catalogue's pages fall otherwise
  [ "$code" -eq 137 ] || bad "call $n: exit $code, not killed: $(head -n 2 first.txt)"
  gongwen archive list -A lib >list.txt 2>list.err || bad "call $n: does not open: $(head -n 3 list.err)"
  [ "$(wc -l <list.txt)" -eq 1 ] || bad "call $n: lists $(wc -l <list.txt) records"
  if [ -e lib/incoming/journal.json ]; then
    told=$((told + 1))
    grep -q 'A077.*没有做完' list.err || bad "call $n: does not tell that a filing was stopped"
  fi
  gongwen archive verify -A lib --deep --trust keys/sign.cert.pem >verify.txt 2>&1 || { bad "call $n: not intact"; head -n 5 verify.txt; }
  add lib A1 >second.txt 2>&1 || { bad "call $n: the next filing fails"; head -n 5 second.txt; }
  gongwen archive verify -A lib --deep --trust keys/sign.cert.pem >verify.txt 2>&1 || { bad "call $n: not intact after the next filing"; head -n 5 verify.txt; }
  grep -qE 'warning|error' verify.txt && { bad "call $n: something is left over"; head -n 5 verify.txt; }
  versions=$(gongwen archive show A1 -A lib --json | wc -l)
  case $versions in 2) ;; 3) kept=$((kept + 1)) ;; *) bad "call $n: $versions versions" ;; esac
done
[ "$told" -gt 0 ] && good "stopped filings were told ($told of the kills left a journal)" || bad "no kill left a journal"
[ "$kept" -gt 0 ] && good "and completed ($kept)" || bad "none was completed"

# ---- receiving a package, and deciding on it ----
# decided <what> <folder> <check> <command…>: the command on copies of <folder>, stopped at each call; done again, it has been done once.
decided() {
  local what="$1" from="$2" check="$3" n code calls; shift 3
  rm -rf lib receipts; cp -R "$from" lib
  KILL_COUNT=count LD_PRELOAD=./shim.so "$@" >first.txt 2>&1 || bad "$what: exit $?"
  calls=$(cat count)
  for ((n = 1; n <= calls; n += every)); do
    rm -rf lib receipts; cp -R "$from" lib
    code=0; KILL_AT=$n LD_PRELOAD=./shim.so "$@" >first.txt 2>&1 || code=$?
    [ "$code" -eq 0 ] && break
    [ "$code" -eq 137 ] || bad "$what, call $n: exit $code, not killed: $(head -n 2 first.txt)"
    gongwen archive verify -A lib --deep --trust keys/sign.cert.pem >verify.txt 2>&1 || { bad "$what, call $n: not intact"; head -n 5 verify.txt; }
    "$@" >second.txt 2>&1 || grep -qE 'R011|A155|A156' second.txt || { bad "$what, call $n: cannot be done again"; head -n 5 second.txt; }
    gongwen archive verify -A lib --deep --trust keys/sign.cert.pem >verify.txt 2>&1 || { bad "$what, call $n: not intact afterwards"; head -n 5 verify.txt; }
    grep -qE 'warning|error' verify.txt && { bad "$what, call $n: something is left over"; head -n 5 verify.txt; }
    eval "$check" || bad "$what, call $n: not done once: $(gongwen archive show S1 -A lib | tail -n 4)"
  done
  good "$what: stopped at calls 1, $((1 + every)) … of $calls"
}
gongwen -q key new --keys school --no-passphrase --organisation 示例学院 >/dev/null
gongwen submit authorization-letter --data "$samples/authorization-letter.json" --id S1 --keys school --format docx -o s1.zip >/dev/null
decided "receiving" start '[ "$(gongwen archive list -A lib --state submitted --json | wc -l) $(ls receipts/S1-v1.receipt.json receipts/*.pdf | wc -l)" = "1 2" ]' \
  gongwen archive receive s1.zip -A lib --keys keys --trust school/sign.cert.pem -o receipts
cp -R start desk; gongwen archive receive s1.zip -A desk --keys keys --trust school/sign.cert.pem -o taken >/dev/null 2>&1
decided "approving" desk '[ "$(gongwen archive list -A lib --state approved --json | wc -l) $(ls lib/records/*/S1/events/*.json | wc -l)" = "1 2" ]' \
  gongwen archive approve S1 -A lib --keys keys --actor 审核员
decided "returning" desk '[ "$(gongwen archive list -A lib --state returned --json | wc -l) $(ls lib/records/*/S1/events/*.json | wc -l)" = "1 2" ]' \
  gongwen archive return S1 -A lib --keys keys --actor 审核员 --reason 缺件 -o receipts
printf '\xff\xd8\xff an old scan' >old.jpg
cp -R start old; gongwen archive receive --paper old.jpg --id S1 --title 旧函 --responsible 示例学院 --date 2009-05-01 --retention 10年 -A old --keys keys >/dev/null
decided "destroying" old '[ "$(gongwen archive list -A lib --state destroyed --json | wc -l) $(gongwen archive list -A lib --prefix destruction- --json | wc -l)" = "1 1" ]' \
  gongwen archive destroy S1 -A lib --keys keys --actor 档案员 --reason 期满 -o receipts

# ---- several processes at once ----
cp -R start shared
for i in 1 2 3 4 5 6; do (add shared "P$i" >"p$i.txt" 2>&1; echo $? >"p$i.code") & done; wait
same "six processes file at once: all succeed" "0 0 0 0 0 0" "$(cat p?.code | tr '\n' ' ' | sed 's/ $//')"
same "… each its own leaf" "0 1 2 3 4 5 6" "$(gongwen archive log -A shared --json 2>/dev/null | sed -E 's/.*"leaf":([0-9]+).*/\1/' | tr '\n' ' ' | sed 's/ $//')"
exits 0 "… and nothing is damaged" gongwen archive verify -A shared --deep

# ---- read-only ----
cp -R start fixed; chmod -R a-w,a+rX fixed; chmod a+rX . keys 2>/dev/null || true
if [ "$(id -u)" -eq 0 ]; then
  as() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent "$@"; }
  as test -r fixed/archive.json 2>/dev/null || as() { false; }
else as() { "$@"; }; fi
if as true; then
  exits 0 "a read-only archive is listed" as "$gongwen" archive list -A fixed
  same "… with its record" "1" "$(wc -l <out.txt)"
  exits 0 "… shown" as "$gongwen" archive show A1 -A fixed
  exits 0 "… verified" as "$gongwen" archive verify -A fixed --deep
  exits 0 "… and proved" as "$gongwen" archive prove A1 -A fixed
  rm -f fixed/catalogue.sqlite
  exits 0 "… listed without its catalogue" as "$gongwen" archive list -A fixed
  chmod a+r keys/* 2>/dev/null || true
  exits 1 "filing is refused in plain words" as "$gongwen" archive add "$slip" -A fixed --keys keys --format docx --id A2 -d "$slip.json"
  same "… with the reason" "1" "$(grep -cE '没有权限|只读' err.txt)"
else unchecked "the scratch folder cannot be read by another user"; fi
chmod -R u+w fixed
finish
