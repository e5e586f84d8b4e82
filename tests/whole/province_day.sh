#!/usr/bin/env bash
# The province's day: schools submit, the province receives, reviews, returns, approves, reports, destroys. GONGWEN_DAY_PACKAGES
# schools (20) take part. Four of them do something wrong.
. "$(dirname "$0")/lib.sh"
count=${GONGWEN_DAY_PACKAGES:-20}
export GONGWEN_ARCHIVE=archive GONGWEN_KEYS=province
unset GONGWEN_PASSPHRASE
gongwen -q key new --keys province --no-passphrase --organisation 示例省教育厅 >/dev/null
gongwen archive init --title 示例省档案库 >/dev/null
# One office seals for all schools but three: making 400 keys would be the test's longest part and show nothing more.
for k in schools other stranger; do gongwen -q key new --keys $k --no-passphrase --organisation "示例学校 $k" >/dev/null; done
mkdir trust mail
cp schools/sign.cert.pem trust/schools.pem; cp other/sign.cert.pem trust/other.pem

# ---- the schools ----
head -n 1 "$samples/schools.jsonl" >first.json
python3 - "$samples/authorization-letter.json" "$count" <<'P'
import json, sys
base = json.load(open(sys.argv[1], encoding="utf-8"))
for i in range(1, int(sys.argv[2]) + 1):
    base["unit"]["name"] = "示例第%d职业学院" % i
    base["unit"]["region"] = ("洛阳市西工区", "郑州市中原区", "开封市祥符区")[i % 3]
    base["applied"] = [str(i % 11 + 1)]
    json.dump(base, open("s%d.json" % i, "w", encoding="utf-8"), ensure_ascii=False)
P
seal() { gongwen submit authorization-letter --data "$1" --id "$2" --keys "${4:-schools}" --actor 张老师 --format docx -o "$3" >/dev/null; }
for i in $(seq 1 "$count"); do seal "s$i.json" "letter-$i" "mail/$i.zip"; done
same "a package is a bag" "0" "$(gongwen verify mail/1.zip --trust schools/sign.cert.pem >/dev/null; echo $?)"
seal s1.json letter-strange mail/strange.zip stranger                     # nobody knows this signer
cp mail/2.zip mail/twice.zip                                              # the same package again
printf 'x' | dd of=mail/3.zip bs=1 seek=2000 conv=notrunc 2>/dev/null     # damaged on the way
printf 'a stamped scan' >stamped.jpg
exits 4 "a scan that is none" gongwen submit --keys other --file scan=stamped.jpg --id scan-1 --title 盖章件 --responsible 示例学校 --date 2026-11-20 -o mail/scan.zip
printf '\xff\xd8\xff\xe0 a stamped scan' >stamped.jpg
exits 0 "papers without a template" gongwen submit --keys other --file scan=stamped.jpg --id scan-1 --title 盖章件 --responsible 示例学校 --date 2026-11-20 --task 5 --city 洛阳市 -o mail/scan.zip
# A package whose data breaks the province's own rule: sealed with a template of the school's without that rule.
mkdir -p old/templates; cp -R "$source/templates/." old/templates/; ln -s "$source/fonts" old/fonts
sed -i 's/years(validFrom, validTo) &lt; 3/years(validFrom, validTo) \&lt; 30/' old/templates/authorization-letter/template.xml
sed 's/2029-11-30/2039-11-30/' s1.json >long.json
GONGWEN_HOME="$PWD/old" seal long.json letter-long mail/long.zip
# A title that nobody receives is told where it is sealed.
cp -R old wide; sed -i "s/<paper title=\"/&$(printf '长%.0s' $(seq 500))/" wide/templates/authorization-letter/template.xml
GONGWEN_HOME="$PWD/wide" exits 4 "too long a title" gongwen submit authorization-letter --data s1.json --id wide --keys schools --format docx -o wide.zip
[ "$(grep -c 's1.json.*R018.*题名' err.txt)" = 1 ] && [ ! -e wide.zip ] && good "… is not sealed" || { bad "too long a title is sealed"; cat err.txt; }

# ---- receiving ----
mkdir mail/folder.zip; ln -s nowhere mail/gone.zip                        # what a pattern catches besides packages
exits 3 "a dry run" gongwen archive receive mail/*.zip --trust trust --dry-run
cp err.txt dry.txt
same "… files nothing" "0" "$(gongwen --json archive list | wc -l)"
exits 3 "receiving: some are refused" gongwen archive receive mail/*.zip --trust trust --actor 收件员 -o receipts
for code in R010 R011 R015 D029; do grep -q "\[$code\]" err.txt && good "$code is told" || bad "$code is not told"; done
grep -q 'mail/3.zip' err.txt && good "the damaged one is named" || bad "the damaged one is not named"
same "the dry run said the same" "$(grep -oE '^[^ ]*: error.*' dry.txt | sed 's/回执.*//')" "$(grep -oE '^[^ ]*: error.*' err.txt | sed 's/回执.*//')"
same "what is no package is told and holds nobody up" "mail/folder.zip mail/gone.zip" "$(grep 'A006' err.txt | grep -oE '^[^:]*' | xargs)"
grep -q '^mail/long.zip:data/record.json:.*D029' err.txt && good "a place in the data names the package" || bad "a place in the data does not name the package"
same "the good ones are in" "$count" "$(gongwen --json archive list --state submitted | wc -l)"
same "each has its receipt" "$count" "$(find receipts -name '*.receipt.json' | wc -l)"
same "… in print" "$count" "$(find receipts -name '*.pdf' | wc -l)"
same "four are refused, with reasons" "4" "$(find receipts -name '*.refused.txt' | wc -l)"
same "a receipt's signature, by openssl" "0" "$(openssl cms -verify -binary -inform DER -in receipts/letter-1-v1.receipt.json.p7s -content receipts/letter-1-v1.receipt.json -CAfile province/sign.cert.pem -out /dev/null 2>/dev/null; echo $?)"
python3 - <<'P' && good "a receipt proves the package and the event, by Python alone" || bad "a receipt's proofs"
import base64, hashlib, json
sha = lambda b: hashlib.sha256(b).digest()
r = json.load(open("receipts/letter-1-v1.receipt.json", encoding="utf-8"))
assert sha(open("mail/1.zip", "rb").read()).hex() == r["package"]
def root(proof):
    head, _, note = proof.partition("\n\n")
    lines = head.split("\n")
    leaf = base64.b64decode(lines[1].split(" ", 1)[1]); index = int(lines[2].split(" ")[1]); path = [base64.b64decode(x) for x in lines[3:]]
    size, top = int(note.split("\n")[1]), base64.b64decode(note.split("\n")[2])
    h, fn, sn = sha(b"\0" + leaf), index, size - 1          # RFC 9162 2.1.3.2
    for p in path:
        assert sn
        if fn & 1 or fn == sn:
            h = sha(b"\1" + p + h)
            while not fn & 1 and fn:
                fn >>= 1; sn >>= 1
        else:
            h = sha(b"\1" + h + p)
        fn >>= 1; sn >>= 1
    assert sn == 0 and h == top
    return json.loads(leaf)
assert root(r["version_proof"])["sha256"] == r["package"]
assert root(r["event_proof"])["sha256"] == sha(r["event"].encode()).hex()
P
exits 0 "… and by the program" gongwen verify receipts/letter-1-v1.receipt.json --trust province/sign.cert.pem --log-key "$(python3 -c 'import json; print(json.load(open("archive/archive.json"))["log_key"])')"
same "… with nothing left to say" "" "$(cat err.txt)"
exits 5 "… not of somebody else" gongwen verify receipts/letter-1-v1.receipt.json --trust schools/sign.cert.pem
mkdir forged; cp receipts/letter-1-v1.receipt.json* forged/; sed -i 's/第1职业/第2职业/' forged/*.json
exits 5 "a receipt somebody changed" gongwen verify forged/letter-1-v1.receipt.json
grep -q A056 err.txt || bad "A056 is not told"
python3 - <<'P'   # … and signed anew, with the proof of another package inside
import json, subprocess
r, o = (json.load(open("receipts/letter-%d-v1.receipt.json" % i, encoding="utf-8")) for i in (1, 4))
cert = subprocess.run(["openssl", "x509", "-in", "other/sign.cert.pem", "-outform", "DER"], capture_output=True, check=True).stdout
r["version_proof"], r["certificate"] = o["version_proof"], __import__("hashlib").sha256(cert).hexdigest()
open("forged/a.json", "w", encoding="utf-8").write(json.dumps(r, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
P
openssl cms -sign -binary -cades -in forged/a.json -outform DER -out forged/a.json.p7s -signer other/sign.cert.pem -inkey other/sign.key.pem -md sha256 2>/dev/null
exits 5 "a receipt with another package's proof" gongwen verify forged/a.json --trust other/sign.cert.pem
grep -q A080 err.txt || bad "A080 is not told"
exits 0 "its checkpoint is one kept elsewhere" gongwen archive verify --since receipts/letter-1-v1.receipt.json
exits 0 "… from which growth can be proved" gongwen archive prove --since receipts/letter-1-v1.receipt.json -o grown.txt
gongwen archive checkpoint -o early.txt >/dev/null 2>&1
exits 3 "the same again" gongwen archive receive mail/1.zip --trust trust -o receipts
grep -q R011 err.txt || bad "R011 is not told"
seal s1.json letter-1 same.zip
exits 3 "the same contents sealed anew" gongwen archive receive same.zip --trust trust -o receipts
grep -q R012 err.txt || bad "R012 is not told"
seal s2.json letter-1 foreign.zip other
exits 3 "another signer for a record" gongwen archive receive foreign.zip --trust trust -o receipts
grep -q R013 err.txt || bad "R013 is not told"

# One record in two packages of one run: the same answer however far apart they lie, also from a dry run.
mkdir pair
for i in $(seq 1 70); do cp s1.json one.json; sed -i "s/副处长/第$i处长/" one.json; gongwen submit authorization-letter --data one.json --id "pair-$i" --keys schools --format docx -o "$(printf 'pair/%02d.zip' "$i")" >/dev/null; done
seal s2.json pair-1 pair/zz.zip
for dry in --dry-run --no-pdf; do
  exits 3 "a record twice in one run ($dry)" gongwen archive receive pair/*.zip --trust trust -o receipts $dry
  same "… the second is refused" "pair/zz.zip: error[R011]: 这一批里已有同一编号“pair-1”的封存包：pair/01.zip" "$(grep error err.txt)"
done
gongwen archive withdraw $(seq -f 'pair-%g' 1 70) --actor 审核员 --reason 试收 >/dev/null
# A disk that is full, a folder in the way: what was received before is told.
for i in 1 2; do mkdir "way$i"; done; mkdir -p way2/pair-71-v1.receipt.json/x
for i in 71 72; do cp s1.json one.json; sed -i "s/副处长/第$i处长/" one.json; gongwen submit authorization-letter --data one.json --id "pair-$i" --keys schools --format docx -o "way1/$i.zip" >/dev/null; done
exits 1 "a receipt that cannot be written" gongwen archive receive pair/0*.zip pair/[1-6]*.zip way1/7*.zip --trust trust -o way2 --no-pdf
grep -q '^拒收  pair/01.zip' out.txt && good "… what came before is told" || { bad "what came before is not told"; head -n 3 out.txt err.txt; }
# Ids that differ only in letter case: from what is filed, from another package of the run; a dry run foresees both.
mkdir case; seal s1.json Letter-2 case/1.zip; seal s1.json new-1 case/2.zip; seal s2.json NEW-1 case/3.zip
exits 3 "ids that differ in letter case, dry" gongwen archive receive case/*.zip --trust trust --dry-run
same "… are foreseen" "case/1.zip case/3.zip" "$(grep 'error\[A068\]' err.txt | cut -d: -f1 | xargs)"
cp err.txt dry.txt
exits 3 "… and refused" gongwen archive receive case/*.zip --trust trust -o receipts --no-pdf
same "… with the same words" "$(grep error dry.txt)" "$(grep error err.txt)"
gongwen archive withdraw new-1 --actor 审核员 --reason 试收 >/dev/null
# What a school seals of itself may be anything: who it is, the title, the time.
attack() { python3 "$source/tests/trust/archive/attack.py" "$@"; }
for claim in 'organisation "示例省教育厅"' 'metadata.title "好\u001b[31m"' 'metadata.title " "' 'made_at "2999-01-01T00:00:00Z"'; do
  seal s3.json letter-claim claim.zip
  attack claim claim.zip schools ${claim%% *} "${claim#* }"
  exits 0 "a seal holds whatever it says: $claim" gongwen verify claim.zip --trust trust
  exits 3 "… but is not received" gongwen archive receive claim.zip --trust trust -o receipts
  grep -q 'claim.zip:gongwen/version.json: error\[R018\]' err.txt || { bad "R018 is not told"; cat err.txt; }
  grep -q $'\e' out.txt err.txt receipts/claim.refused.txt && bad "the terminal is told to do something" || good "… and does not reach the terminal"
done

# ---- papers made elsewhere ----
printf '%%PDF-1.4 a paper' >from-city.pdf
exits 0 "a paper made elsewhere" gongwen archive receive --paper from-city.pdf --id city-1 --title 关于报送的函 --responsible 示例市教育局 --date 2026年3月2日 --number 示教〔2026〕3号 --retention 30年 --city 示例市
same "… unchanged" "$(cat from-city.pdf)" "$(gongwen archive get city-1 data/attachments/01-from-city.pdf -o -)"
exits 2 "… needs its metadata" gongwen archive receive --paper from-city.pdf --id city-2
city() { gongwen archive receive --paper from-city.pdf --id city-1 --title "$1" --responsible 示例市教育局 --date 2026年3月2日 --number 示教〔2026〕3号 --retention 30年 --city 示例市; }
versions() { gongwen --json archive list --prefix "$1" | python3 -c 'import json,sys; print(json.load(sys.stdin)["versions"])'; }
exits 0 "… the same again" city 关于报送的函
grep -q 'note\[R012\]' err.txt && grep -q '^city-1 第 1 版' out.txt && good "… is told" || { bad "the same paper again is not told"; cat out.txt err.txt; }
same "… and not filed again" "1" "$(versions city-1)"
exits 0 "… its title corrected" city 关于报送方案的函
same "… is a new version" "2" "$(versions city-1)"
gongwen archive withdraw city-1 --actor 审核员 --reason 误收 >/dev/null
exits 0 "what was withdrawn comes again as it was" city 关于报送方案的函
same "… and is received" "3" "$(versions city-1)"
exits 4 "a day that has not come" gongwen archive receive --paper from-city.pdf --id city-2 --title 函 --responsible 示例市教育局 --date 2999-01-01
grep -q 'R018.*2999-01-01 还没有到' err.txt || { bad "the day is not told"; cat err.txt; }
cp from-city.pdf x.docx
exits 4 "… is what its name says" gongwen archive receive --paper x.docx --id city-2 --title 函 --responsible 示例市教育局 --date 2026-03-02
grep -q R017 err.txt || bad "R017 is not told"

# ---- reviewing ----
same "by task and city" "letter-4" "$(gongwen --json archive list --state submitted --task 5 --city 郑州 | python3 -c 'import json,sys; print(*[json.loads(l)["id"] for l in sys.stdin])' | tr ' ' '\n' | grep -x letter-4)"
exits 0 "a first page" gongwen archive list --limit 2
grep -q -- "--after letter-" err.txt && good "… says there is more" || bad "… does not say that there is more"
same "pages give every record once" "$(gongwen --json archive list | cut -d, -f1)" "$( { gongwen --json archive list --limit 2; gongwen --json archive list --after "$(gongwen --json archive list --limit 2 | python3 -c 'import json,sys; print(json.loads(sys.stdin.readlines()[1])["id"])')"; } 2>/dev/null | cut -d, -f1)"
exits 2 "no page of nothing" gongwen archive list --limit 0
exits 0 "approving two" gongwen archive approve letter-1 letter-2 --actor 审核员
exits 3 "approving again, with a new one" gongwen archive approve letter-1 letter-4 --actor 审核员
grep -q A155 err.txt || bad "A155 is not told"
exits 4 "returning with a day long past" gongwen archive return letter-5 --actor 审核员 --reason 扫描件不清 --due 2020-01-31
grep -q '^letter-5: error\[R016\]' err.txt || { bad "R016 is not told"; cat err.txt; }
exits 0 "returning" gongwen archive return letter-5 --actor 审核员 --reason 扫描件不清 --due 2099-01-31 --remark 公章看不清 -o notices
same "the notice is there" "1" "$(ls notices/*.pdf | wc -l)"
grep -q 公章看不清 <(pdftotext notices/*letter-5.pdf - | tr -d '\n ') && good "… and says why" || bad "the notice does not say why"
gongwen archive list --csv --state submitted >todo.csv 2>/dev/null
python3 - <<'P'
import csv
rows = list(csv.DictReader(open("todo.csv", encoding="utf-8-sig")))
with open("decided.csv", "w", encoding="utf-8-sig", newline="") as f:
    w = csv.DictWriter(f, list(rows[0]) + ["理由"]); w.writeheader()
    for r in rows: w.writerow({**r, "理由": "材料齐全"})
    w.writerow({**{k: "" for k in rows[0]}, "编号": "nobody", "理由": "不存在"})
    w.writerow({**rows[0], "理由": "又一次"})
P
printf '编号,理由\nnobody,不存在\nnobody,又一次\nnobody-2,不存在\n' >lines.csv
exits 3 "a table's problems" gongwen archive approve --csv lines.csv --actor 审核员
same "… are told in the order of its lines" "2 3 4" "$(grep -oE '^lines.csv:[0-9]+' err.txt | cut -d: -f2 | xargs)"
exits 3 "approving a table with two bad rows" gongwen archive approve --csv decided.csv --actor 审核员
grep -q 'decided.csv:.*A071' err.txt && grep -q 'decided.csv:.*R016' err.txt && good "… both are told with their place" || { bad "bad rows are not told"; head -n 8 err.txt; }
same "… the good ones are done" "0" "$(gongwen --json archive list --state submitted | wc -l)"
iconv -f UTF-8 -t GB18030 >gbk.csv <<<$'编号,理由\nletter-4,学校要求更正'
exits 0 "withdrawing by a table from Excel" gongwen archive withdraw --csv gbk.csv --actor 审核员
exits 0 "the return comes again" bash -c "sed 's/副处长/处长/' s5.json >again.json; gongwen submit authorization-letter --data again.json --id letter-5 --keys schools --format docx --note 按退回意见修改 -o again.zip && gongwen archive receive again.zip --trust trust -o receipts"
same "… as version 2" "2" "$(gongwen --json archive list --prefix letter-5 | python3 -c 'import json,sys; print({r["id"]: r["versions"] for r in map(json.loads, sys.stdin)}["letter-5"])')"
same "show tells the story" "提交 退回 提交" "$(gongwen archive show letter-5 | grep -oE '^(提交|退回|提交) ' | tr -d '\n' | sed 's/ $//')"
exits 2 "a state that is none" gongwen archive list --state 完了

# ---- destroying ----
exits 4 "not before its time" gongwen archive destroy letter-1 --actor 档案员 --reason 期满
grep -q A157 err.txt || bad "A157 is not told"
exits 0 "a paper of long ago" gongwen archive receive --paper from-city.pdf --id old-1 --title 旧函 --responsible 示例市教育局 --date 2009-05-01 --retention 10年
same "is told as expired" "old-1" "$(gongwen --json archive list --expired | python3 -c 'import json,sys; print(*[json.loads(l)["id"] for l in sys.stdin])')"
exits 0 "and destroyed" gongwen archive destroy old-1 --actor 档案员 --reason 经鉴定无保存价值 -o destroyed
same "with a list in CSV, PDF, DOCX" "3" "$(ls destroyed | wc -l)"
for i in 2 3; do gongwen archive receive --paper from-city.pdf --id "old-$i" --title "旧函$i" --responsible 示例市教育局 --date 2009-05-01 --retention 10年 >/dev/null; done
printf '编号,理由\nold-2,甲理由\nold-3,乙理由\n' >old.csv
exits 0 "two with reasons of their own" gongwen archive destroy --csv old.csv --actor 档案员 -o destroyed2
same "… each stands in the list" "乙理由 甲理由" "$(pdftotext destroyed2/*.pdf - | grep -oE '[甲乙]理由' | sort | xargs)"
exits 0 "… which is filed" gongwen archive get "destruction-$(TZ=Asia/Shanghai date +%F 2>/dev/null)" data/document.pdf -o list.pdf
for i in 4 5; do gongwen archive receive --paper from-city.pdf --id "old-$i" --title "旧函$i" --responsible 示例市教育局 --date 2009-05-01 --retention 10年 >/dev/null; done
exits 4 "a list that cannot be printed" gongwen archive destroy old-4 old-5 --actor "$(printf '长%.0s' $(seq 40))" --reason 期满 -o destroyed3
same "… destroys nothing" "2 0" "$(gongwen --json archive list --expired | wc -l) $(ls destroyed3 2>/dev/null | wc -l)"
exits 4 "what is gone is gone" gongwen archive get old-1
same "show says so" "第 1 版  已销毁，只留有销毁记录" "$(gongwen archive show old-1 | head -n 1)"
grep -q A156 err.txt || bad "A156 is not told"

# ---- verifying ----
exits 0 "the whole archive verifies" gongwen archive verify --deep --trust province/sign.cert.pem
program 1 >check.py
python3 check.py archive >format.txt 2>&1 && good "FORMAT.md's own program says so too" || { bad "FORMAT.md's program"; tail -n 3 format.txt; }
program 2 >proof.py
log_key=$(python3 -c 'import json; print(json.load(open("archive/archive.json"))["log_key"])')
gongwen archive prove --since early.txt -o grown.txt >/dev/null 2>&1
exits 0 "its second program proves a receipt of a package" python3 proof.py "$log_key" receipts/letter-1-v1.receipt.json
exits 0 "… a receipt" python3 proof.py "$log_key" archive/records/*/letter-2/v0001.receipt
exits 0 "… that the log only grew" python3 proof.py "$log_key" grown.txt early.txt
exits 1 "… but not from another checkpoint" python3 proof.py "$log_key" grown.txt archive/log/checkpoint
exits 1 "… and no forged receipt" python3 proof.py "$log_key" forged/a.json
exits 0 "its commands: whose archive it is" openssl cms -verify -binary -inform DER -in archive/archive.json.p7s -content archive/archive.json -CAfile province/sign.cert.pem -out /dev/null
for e in archive/records/*/*/events/*.json; do openssl cms -verify -binary -inform DER -in "$e.p7s" -content "$e" -CAfile province/sign.cert.pem -out /dev/null 2>/dev/null || bad "the signature of $e"; done
gongwen archive list --csv >before.csv 2>/dev/null
exits 0 "reindex" gongwen archive reindex
gongwen archive list --csv >after.csv 2>/dev/null
same "the catalogue made anew lists the same" "$(cat before.csv)" "$(cat after.csv)"
event=$(ls archive/records/*/letter-1/events/0002.json)
sed -i 's/"approved"/"withdrawn"/' "$event"
exits 5 "a changed event is found" gongwen archive verify
grep -q 'letter-1.*A151' out.txt err.txt && good "… and named" || bad "the changed event is not named"
finish
