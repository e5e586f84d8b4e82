#!/usr/bin/env bash
# A mirror, kept up to date and proved; an archive damaged in every way and healed from it; a version printed again from what is sealed.
. "$(dirname "$0")/lib.sh"
attack() { python3 "$source/tests/trust/archive/attack.py" "$@"; }
slip="$source/tests/cases/shared/slip"
add() { gongwen archive add "$slip" -A "$1" --keys keys --format docx --id "$2" -d "$slip.json" >/dev/null; }
gongwen -q key new --keys keys --no-passphrase --organisation 省教育厅职成教处 >/dev/null
trust=keys/sign.cert.pem
gongwen archive init -A a --keys keys >/dev/null
add a A1; add a A1; add a B1

exits 0 "a first mirror" gongwen archive mirror m -A a --json
same "… of everything" "3" "$(sed -E 's/.*"copied":([0-9]+).*/\1/' out.txt)"
exits 0 "the mirror verifies by itself" gongwen archive verify -A m --deep --trust "$trust"
add a C1
exits 0 "brought up to date" gongwen archive mirror m -A a --json
same "… by what is new alone" "1" "$(sed -E 's/.*"copied":([0-9]+).*/\1/' out.txt)"
exits 0 "a third run" gongwen archive mirror m -A a --json
same "… copies nothing" "0 0" "$(sed -E 's/.*"copied":([0-9]+),"bytes":([0-9]+).*/\1 \2/' out.txt)"
same "the mirror's files are the archive's" "" "$(diff -rq a m -x lock -x catalogue.sqlite -x tile || true)"
attack flip m B1 1 data/document.docx
exits 0 "damage in the mirror is found and healed by the next run" gongwen archive mirror m -A a
exits 0 "…" gongwen archive verify -A m --deep --trust "$trust"

cp -R a kept
attack flip a A1 2 data/document.docx; add a D1
exits 5 "a damaged bundle is not mirrored, and that is said" gongwen archive mirror fresh -A a
same "…" "1" "$(grep -c 'A1@2:.*A074' err.txt)"
exits 5 "the mirror that has a good copy keeps it" bash -c 'gongwen archive mirror m -A a; gongwen archive verify -A a'
exits 0 "… and is whole" gongwen archive verify -A m --deep --trust "$trust"
rm -rf a fresh; cp -R kept a

# ---- repair: healed <what> — the archive `a` was damaged; afterwards it verifies deeply, and the files are the good ones ----
gongwen archive mirror good -A kept >/dev/null
healed() {
  local what="$1" got=0; shift
  gongwen archive repair -A a --from good >repair.txt 2>&1 || got=$?
  if [ "$got" -ne 0 ]; then bad "$what: repair exits $got"; head -n 8 repair.txt; else
    got=0; gongwen archive verify -A a --deep --trust "$trust" >verify.txt 2>&1 || got=$?
    if [ "$got" -eq 0 ] && ! grep -qE 'warning|error' verify.txt; then good "$what: $(grep -c '^已修复' repair.txt) file(s)"
    else bad "$what"; head -n 8 repair.txt verify.txt; fi
  fi
  rm -rf a; cp -R kept a
}
healed "nothing to repair"
attack flip a A1 2 data/document.docx; healed "a flipped bit"
attack remake a B1 1 data/record.json; healed "a remade bundle"
attack drop a A1 1; healed "a dropped version"
attack drop a B1; healed "a dropped record"
attack swap a A1 1 C1 1; healed "exchanged bundles"
attack turn a 1; healed "exchanged leaves"
attack unlog a 3; attack drop a C1; healed "a record and its leaf taken out"
rm -r a/log/tile; healed "the log's tiles gone"
rm a/log/checkpoint; healed "the checkpoint gone"
rm -r a/certificates a/archive.json; healed "head and certificates gone"
echo x >>a/archive.json; healed "a changed archive.json"
rm a/records/*/A1/v0001.receipt; echo x >a/records/*/A1/v0002.receipt; healed "receipts gone and damaged"
rm -r a/records; mkdir a/records; healed "all bundles gone"
head -c 9000 a/catalogue.sqlite >c && mv c a/catalogue.sqlite; healed "a cut catalogue"
add a E1; rm a/log/checkpoint
exits 0 "a lost checkpoint newer than the mirror's" gongwen archive repair -A a --from good
same "… is taken from a receipt: nothing filed since is lost" "5" "$(gongwen archive log -A a --json 2>/dev/null | wc -l)"
exits 0 "…" gongwen archive verify -A a --deep --trust "$trust"
rm -rf a; cp -R kept a; attack flip a A1 2 data/document.docx; cp -R good poor; attack drop poor A1 2
exits 5 "what the mirror does not have either is told" gongwen archive repair -A a --from poor
same "…" "1" "$(grep -c 'A1@2:.*A074' err.txt)"
attack flip poor B1 1 data/document.docx; attack drop a B1 1
exits 5 "a damaged copy is not taken" gongwen archive repair -A a --from poor
same "…" "1" "$(grep -c 'B1@1:.*A075' err.txt)"

# ---- roll-back and foreign archives ----
rm -rf a; cp -R kept a; add a E1; gongwen archive mirror good -A a >/dev/null
exits 5 "an archive that was rolled back does not overwrite its mirror" gongwen archive mirror good -A kept
same "… and is told so" "1" "$(grep -c A082 err.txt)"
cp -R kept rolled
exits 0 "… but is brought forward from it" gongwen archive repair -A rolled --from good
same "…" "5" "$(gongwen archive log -A rolled --json 2>/dev/null | wc -l)"
exits 0 "…" gongwen archive verify -A rolled --deep --trust "$trust" --since good/log/checkpoint
cp -R kept other; add other X1; add other X2
exits 5 "two histories are not joined" gongwen archive repair -A other --from good
gongwen archive init -A foreign --keys keys >/dev/null
exits 4 "another archive is no mirror" gongwen archive mirror foreign -A a
exits 4 "… nor a source of repair" gongwen archive repair -A a --from foreign
( ulimit -f 1; exec "$gongwen" archive mirror small -A a ) >/dev/null 2>&1 && bad "a mirror without space reports success" || good "a mirror without space fails"
exits 0 "… and is completed later" gongwen archive mirror small -A a
exits 0 "…" gongwen archive verify -A small --deep --trust "$trust"

# ---- events and destruction ----
rm -rf a; cp -R kept a
gongwen archive get A1 data/document.docx -A a -o old.docx >/dev/null
gongwen archive receive --paper old.docx -A a --keys keys --id old-1 --title 旧函 --responsible 示例市教育局 --date 2009-05-01 --retention 10年 >/dev/null 2>&1
gongwen archive mirror m2 -A a >/dev/null; cp -R m2 stale
zip=$(cd a && ls records/*/old-1/v0001.zip)
echo >>"a/$(dirname "$zip")/events/0001.json"
exits 5 "a damaged event is not mirrored anew" gongwen archive mirror m3 -A a
same "… and is named" "1" "$(grep -c 'old-1.*A151' err.txt)"
exits 0 "the mirror that has a good copy keeps it" gongwen archive mirror m2 -A a
exits 0 "… and heals the archive" gongwen archive repair -A a --from m2
printf x >>"a/$zip"
exits 0 "… and the zip" gongwen archive repair -A a --from m2
same "… whose damaged copy is put aside" "1" "$(find a/replaced -name '*-v0001.zip' -path '*old-1*' | wc -l)"
rm "a/$(dirname "$zip")/events/0001.json.p7s"
exits 0 "… and a lost signature" gongwen archive repair -A a --from m2
exits 0 "…" gongwen archive verify -A a --deep --trust "$trust"
exits 0 "a paper past its time is destroyed" gongwen archive destroy old-1 -A a --keys keys --actor 档案员 --reason 期满 -o gone
exits 0 "the mirror destroys it too" gongwen archive mirror m2 -A a
same "… the zip is in neither" "" "$(ls "a/$zip" "m2/$zip" 2>/dev/null)"
same "… nor what was put aside of it" "" "$(find a/replaced -name '*.zip' -path '*old-1*')"
exits 0 "… and verifies" gongwen archive verify -A m2 --deep --trust "$trust"
exits 0 "an old mirror does not bring it back" gongwen archive repair -A a --from stale
same "…" "" "$(ls "a/$zip" 2>/dev/null)"
exits 0 "an archive brought forward destroys what was destroyed" gongwen archive repair -A stale --from m2
same "… and keeps no copy" "" "$(find stale -name 'v0001.zip' -path '*old-1*'; find stale/replaced -name '*v0001.zip' 2>/dev/null)"
exits 0 "…" gongwen archive verify -A stale --deep --trust "$trust"

# ---- printed again ----
rm -rf a; cp -R kept a
gongwen archive add authorization-letter -A a --keys keys --id letter -d "$samples/authorization-letter.json" >/dev/null
exits 0 "a paper printed again from what is sealed" gongwen archive reproduce letter@1 -A a -o again
same "… twice the same bytes" "2" "$(grep -c 逐字节相同 out.txt)"
gongwen archive get letter data/document.pdf -A a -o sealed.pdf >/dev/null
exits 0 "… the very PDF" cmp sealed.pdf again/document.pdf
exits 4 "a version that is not there" gongwen archive reproduce letter@7 -A a
exits 2 "a version that is no number" gongwen archive reproduce letter@x -A a
finish
