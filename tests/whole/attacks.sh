#!/usr/bin/env bash
# Every attack of the format's threat model, made by a script that knows the format, and what the program says to it: which record,
# version and file, with exit 5, and what can still be proved. And the proofs, checked by a program that is not ours.
. "$(dirname "$0")/lib.sh"
attack() { python3 "$source/tests/trust/archive/attack.py" "$@"; }
outside() { python3 "$source/tests/trust/archive/read_log.py" "$@"; }
slip="$source/tests/cases/shared/slip"
file() { gongwen archive add "$slip" -A "$1" --keys "${3:-keys}" --format docx --id "$2" -d "$slip.json" >/dev/null; }

gongwen -q key new --keys keys --no-passphrase --organisation 省教育厅职成教处 >/dev/null
gongwen -q key new --keys stranger --no-passphrase --organisation 省教育厅职成教处 >/dev/null   # of the same name
gongwen archive init -A good --keys keys >/dev/null
file good A1; file good A1; file good B1
gongwen archive checkpoint -A good -o old.checkpoint >/dev/null 2>&1
cp -R good older
file good B1; file good C1
gongwen archive checkpoint -A good -o new.checkpoint >/dev/null 2>&1
trust=keys/sign.cert.pem

# ---- proofs for others ----
same "an outside reader finds the log as it was signed" "5 entries under one signed root" "$(outside log good)"
home=$(ls -d good/records/*/A1)
same "a receipt proves its zip" "A1 2 is leaf 1 of 2" "$(outside receipt good "$home/v0002.receipt" "$home/v0002.zip")"
exits 0 "a receipt made anew" gongwen archive prove A1 --version 1 -A good -o again.receipt
same "… proves it under the newest checkpoint" "A1 1 is leaf 0 of 5" "$(outside receipt good again.receipt "$home/v0001.zip")"
exits 0 "growth" gongwen archive prove --since old.checkpoint -A good -o growth.proof
same "growth is proved to others" "grew from 3 to 5" "$(outside growth good growth.proof old.checkpoint)"
exits 0 "growth between two kept checkpoints" gongwen archive prove --since old.checkpoint --until new.checkpoint -A good -o between.proof
same "… the same proof" "$(cat growth.proof)" "$(cat between.proof)"
exits 4 "checkpoints the wrong way round" gongwen archive prove --since new.checkpoint --until old.checkpoint -A good
same "… are told" "1" "$(grep -c A180 err.txt)"
exits 5 "an archive that was rolled back proves no growth" gongwen archive prove --since old.checkpoint --until new.checkpoint -A older
exits 2 "what is to be proved has to be said" gongwen archive prove -A good

# ---- attacks: found <what> <line that must be told> <sentence on what remains> — on the archive `bad` ----
found() {
  local what="$1" line="$2" rest="$3"; shift 3
  local got=0; gongwen archive verify -A bad --trust "$trust" "$@" >said.txt 2>&1 || got=$?
  if [ "$got" -eq 5 ] && grep -qE -- "$line" said.txt && grep -qF -- "$rest" said.txt; then good "$what"
  else bad "$what: exit $got, wanted: $line / $rest"; head -n 20 said.txt; fi
}
fresh() { rm -rf bad; cp -R good bad; }
exits 0 "the archive is sound" gongwen archive verify -A good --deep --trust "$trust" --since old.checkpoint

fresh; attack flip bad A1 2 data/document.docx
found "a flipped bit: record, version, file" '^A1@2:data/document.docx: error\[A116\]' "个与清单相符，仍可证明" 
found "… and the zip as a whole" '^A1@2:records/.*/A1/v0002.zip: error\[A074\]' "4 版完好"
fresh; attack flip bad A1 2 gongwen/version.json
found "a flipped bit in a file about the bundle" '^(A1@2:)?.*gongwen/version.json: error\[A116\]' "4 版完好"
fresh; attack remake bad B1 1 data/record.json
found "a file replaced, all digests remade: the seal" '^B1@1:signatures/tagmanifest.p7s: error\[A056\]' "B1 第 1 版：签名或清单已坏"
found "… and the log" '^B1@1:records/.*/B1/v0001.zip: error\[A074\]' "SHA-256 是"
fresh; attack reseal bad B1 1 data/record.json stranger
found "… sealed by a stranger of the same name" '^B1@1:signatures/tagmanifest.p7s: error\[A070\]' "4 版完好"
found "… whose certificate is not the one that was trusted" '^B1@1:.*v0001.zip: error\[A074\]' "B1 第 1 版"
got=0; gongwen archive verify -A bad >said.txt 2>&1 || got=$?
same "… found too when only the archive itself is asked, his certificate among its own" "5 1" "$got $(grep -cE 'B1@1:.*v0001.zip: error\[A074\]' said.txt)"
fresh; attack relabel bad A1 1 B1 1
found "a bundle under another's name" '^A1@1:records/.*/A1/v0001.zip: error\[A074\]' "4 版完好"
fresh; attack swap bad A1 1 C1 1
found "two bundles exchanged: the one" '^A1@1:.*error\[A078\]: 这里放的是 C1 第 1 版' "3 版完好"
found "… and the other" '^C1@1:.*error\[A078\]: 这里放的是 A1 第 1 版' "3 版完好"
fresh; attack drop bad B1 2
found "a version dropped" '^B1@2:records/.*/B1/v0002.zip: error\[A075\]' "B1 第 2 版：封存包不在"
fresh; attack drop bad B1
found "a record dropped" '^B1@1:records/.*/B1: error\[A076\]' "B1 第 1 版：封存包不在"
fresh; attack unlog bad 4; attack drop bad C1
found "a version dropped, and its leaf with all hashes remade" 'log/.*: error\[A072\]' "归档日志有损坏"
fresh; attack turn bad 1
found "two leaves exchanged" 'log/.*: error\[A072\]' "归档日志有损坏"
fresh; attack rewrite bad 4 keys
got=0; gongwen archive verify -A bad --deep --trust "$trust" >/dev/null 2>&1 || got=$?
same "whoever holds the log key can rewrite history: inside the archive nothing shows it, as FORMAT.md 7 says" "0" "$got"
found "… a checkpoint kept elsewhere does" '^log/checkpoint: error\[A082\]' "不能作整体的证明" --since new.checkpoint
fresh; attack rewrite bad 2 keys; file bad D1
found "… also when as many were filed again since" '^log/checkpoint: error\[A082\]: 归档日志不是另存的检查点的延续' "不能作整体的证明" --since new.checkpoint
rm -rf bad; cp -R older bad
found "the whole archive put back to an older state" '^log/checkpoint: error\[A082\]: 档案库被退回过' "" --since new.checkpoint
fresh; cp older/log/checkpoint bad/log/checkpoint
found "only the log's checkpoint put back" 'error\[A082\]' "" --since new.checkpoint
found "… without another checkpoint: versions nobody logged" 'records/.*/C1/v0001.zip: error\[A077\]' ""
fresh; attack rewrite bad 4 stranger
found "a log signed by a stranger's key" 'log/checkpoint: error\[A065\]' ""
fresh; attack flip bad A1 2 data/document.docx; cp "$home/v0001.receipt" "${home/good/bad}/v0002.receipt"
found "another version's receipt" '^A1@2:records/.*/A1/v0002.receipt: error\[A080\]' "" --deep

# ---- a certificate that was not valid ----
if command -v faketime >/dev/null; then
  faketime '2015-03-01' "$gongwen" -q key new --keys expired --no-passphrase --years 1 --organisation 示例学院 >/dev/null
  faketime '2015-04-01' "$gongwen" archive init -A early --keys expired >/dev/null
  faketime '2015-04-01' "$gongwen" archive add "$slip" -A early --keys expired --format docx --id E1 -d "$slip.json" >/dev/null
  exits 0 "a seal made while the certificate was valid stays good" gongwen archive verify -A early --deep --trust expired/sign.cert.pem
  faketime '2019-04-01' "$gongwen" archive add "$slip" -A early --keys expired --format docx --id E2 -d "$slip.json" >/dev/null 2>&1 || true
  if ls early/records/*/E2 >/dev/null 2>&1; then
    rm -rf bad; mv early bad; trust=expired/sign.cert.pem
    found "sealed when it was not" '^E2@1:signatures/tagmanifest.p7s: error\[A084\]' "E2 第 1 版" --deep
  else good "with an expired certificate nothing is filed"; fi
else unchecked "faketime is missing"; fi
finish
