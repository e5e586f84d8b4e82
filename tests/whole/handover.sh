#!/usr/bin/env bash
# An archivist's year: papers get their 档号, are inspected, and are handed over; others check what they got without this program.
. "$(dirname "$0")/lib.sh"
export GONGWEN_ARCHIVE=archive GONGWEN_KEYS=keys
unset GONGWEN_PASSPHRASE
gongwen -q key new --keys keys --no-passphrase --organisation 示例省教育厅 >/dev/null
gongwen archive init --title 示例省档案库 >/dev/null
trust=(--trust keys/sign.cert.pem)
letter() { gongwen archive add authorization-letter -d "$samples/authorization-letter.json" --id "$1" --actor 王𬭊 --draft 正本 >/dev/null; }
paper() { gongwen archive receive --paper scan.jpg --id "$1" --title "$2" --responsible 示例市教育局 --date "$3" --retention "$4" --copy-to 省档案馆 >/dev/null; }
python3 - <<'P'
# The smallest JPEG that is whole: one grey pixel.
import base64
open("scan.jpg", "wb").write(base64.b64decode("/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="))
P
letter letter-1; letter letter-2; letter letter-2
paper city-1 关于报送方案的函 2026-03-01 永久
paper city-2 关于变更的函 2026-02-01 永久
paper old-1 旧函 2009-05-01 10年

# ---- 档号 ----
exits 4 "no 档号 without a rule" gongwen archive arrange --actor 李档案
exits 4 "… nor a check that passes" gongwen archive numbering --check
exits 2 "a dry run of what is filed at once" gongwen archive receive --paper scan.jpg --id dry-1 --title 函 --responsible 某局 --date 2026-01-01 --dry-run
exits 4 "… files nothing" gongwen archive show dry-1
exits 2 "a title for a package" gongwen archive receive scan.zip --title 函
exits 2 "ids and a filter at once" gongwen archive arrange letter-1 --prefix letter --dry-run
exits 4 "a rule mistyped" gongwen archive numbering --fonds z109
exits 2 "a style that is none" gongwen archive numbering --style 23 --fonds Z109
exits 0 "the rule of DA/T 13" gongwen archive numbering --style 13 --fonds Z109 --office 办公室 --fonds-name 示例省教育厅 --archives 示例省档案馆
same "… shown" "Z109-WS·2026·Y·办公室-0001" "$(gongwen --json archive numbering | python3 -c 'import json,sys; print(json.load(sys.stdin)["example"])')"
before=$(cd archive/records && find . -name '*.zip' -exec sha256sum {} + | sort)
exits 0 "a preview" gongwen archive arrange --dry-run
same "… numbers by date within year and retention" "city-2 Z109-WS·2026·Y·办公室-0001" "$(awk '/0001  city|Y·办公室-0001/ {print $2, $1}' out.txt)"
same "… and writes nothing" "0" "$(gongwen --json archive list | grep -c 'Z109')"
gongwen archive list --csv >todo.csv 2>/dev/null
python3 - <<'P'
import csv
rows = list(csv.DictReader(open("todo.csv", encoding="utf-8-sig")))
with open("arranged.csv", "w", encoding="utf-8-sig", newline="") as f:
    w = csv.DictWriter(f, list(rows[0]) + ["机构或问题"]); w.writeheader()
    for r in rows: w.writerow({**r, "机构或问题": "职成教处" if r["编号"] == "city-1" else "a/b" if r["编号"] == "old-1" else ""})
P
exits 3 "a table with a bad row" gongwen archive arrange --csv arranged.csv --actor 李档案
grep -q 'arranged.csv:.*A174' err.txt && good "… told with its place" || { bad "the bad row is not told"; cat err.txt; }
same "… the good ones are numbered" "Z109-WS·2026·Y·职成教处-0001" "$(gongwen --json archive list --prefix city-1 | python3 -c 'import json,sys; print(json.load(sys.stdin)["archive_number"])')"
exits 0 "the rest" gongwen archive arrange --actor 李档案
same "no sealed byte was touched" "$before" "$(cd archive/records && find . -name '*.zip' -exec sha256sum {} + | sort)"
exits 0 "no gaps, none twice" gongwen archive numbering --check
exits 4 "a number somebody has" gongwen archive arrange old-1 --number "$(gongwen --json archive list --prefix city-1 | python3 -c 'import json,sys; print(json.load(sys.stdin)["archive_number"])')" --actor 李档案
exits 4 "a number mistyped" gongwen archive receive --paper scan.jpg --id bad-1 --title 函 --responsible 某局 --date 2026-01-01 --archive-number 'Z109-WS-2026·Y·办公室-0009'
grep -q 'A171.*第 8 个字“-”.*间隔号' err.txt && good "… the wrong character is named" || { bad "the wrong character is not named"; cat err.txt; }
same "found by its number" "city-2" "$(gongwen --json archive list --number Y·办公室 | python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())["id"])')"
gongwen archive list --csv >before.csv 2>/dev/null; gongwen archive reindex >/dev/null; gongwen archive list --csv >after.csv 2>/dev/null
same "the catalogue made anew says the same" "$(cat before.csv)" "$(cat after.csv)"
exits 0 "and the archive verifies" gongwen archive verify --deep "${trust[@]}"
program 1 >check.py
python3 check.py archive >format.txt 2>&1 && good "FORMAT.md's own program says so too" || { bad "FORMAT.md's program"; tail -n 3 format.txt; }

# ---- a bag ----
gongwen archive destroy old-1 --actor 李档案 --reason 期满 -o destroyed >/dev/null 2>&1
gongwen archive withdraw city-2 --actor 李档案 --reason 有误 >/dev/null
exits 4 "a mistyped exception lets nothing leave" gongwen archive export never --layout bag --except letter-9
exits 2 "ids and a filter at once" gongwen archive export never letter-1 --layout bag --state approved
exits 2 "a year that is none" gongwen archive inspect --year 26
exits 0 "an option takes one word, the next is an id" gongwen archive export one --layout bag --except letter-2 letter-1
same "… that record left alone" "letter-1" "$(ls one/data | grep -o 'letter-[0-9]' | sort -u)"
exits 2 "a mirror in the archive itself" gongwen archive mirror archive/records/copy
exits 2 "… or the archive as its own" gongwen archive repair --from archive
exits 0 "a bag" gongwen archive export bag --layout bag "${trust[@]}" --date 2027-03-01
same "… what is gone and what was withdrawn is told" "2" "$(grep -c '\[A177\]' err.txt)"
same "… valid for a reader of its own" "0" "$(python3 "$source/tests/trust/archive/check_bag.py" bag >/dev/null 2>&1; echo $?)"
same "… with every version" "v0001 v0002" "$(cd bag/data/letter-2 && ls -d v0???  | xargs)"
gongwen archive export bag2 --layout bag "${trust[@]}" --date 2027-03-01 >/dev/null 2>&1
same "… twice the same bytes" "" "$(diff -r bag bag2)"
exits 4 "a folder that is there" gongwen archive export bag --layout bag
exits 2 "a layout that is none" gongwen archive export x --layout zip
exits 4 "nothing to hand over" gongwen archive export x --layout bag --year 1999

# ---- a hand-over ----
exits 0 "a hand-over" gongwen archive export 移交 --layout handover "${trust[@]}" --date 2027-03-01
python3 - <<'P' && good "what was handed over is whole, by Python alone" || bad "the hand-over"
import hashlib, os, xml.etree.ElementTree as ET
root = "移交"
files = {os.path.relpath(os.path.join(d, f), root) for d, _, names in os.walk(root) for f in names}
listed = dict(reversed(line.split("  ", 1)) for line in open(root + "/其他/摘要清单-SHA256.TXT", encoding="utf-8").read().splitlines())
assert set(listed) == files - {"其他/摘要清单-SHA256.TXT"}, set(listed) ^ files
for path, digest in listed.items(): assert hashlib.sha256(open(os.path.join(root, path), "rb").read()).hexdigest() == digest, path
assert sorted(os.listdir(root)) == sorted(["说明文件.TXT", "文件目录.XML", "电子档案", "其他"])
rows = ET.parse(root + "/文件目录.XML").getroot().findall("文件")
assert [r.find("顺序号").text for r in rows] == [str(i + 1) for i in range(len(rows))] and len(rows) >= 4
numbers = [r.find("档号").text for r in rows if r.find("档号").text]
assert numbers == sorted(numbers) and len(set(numbers)) == len(numbers)
for r in rows: assert os.path.isfile(os.path.join(root, r.find("电子档案名称").text)), r.find("电子档案名称").text
for name in files:
    assert not any(c in '\\:*?"<>|' or ord(c) < 32 for c in name) and not name.endswith((".zip", ".p7m")), name
    assert len(name) < 200, name
P
same "each 封存包 is a bag" "" "$(find 移交/电子档案 -type d -name 封存包 | while read -r d; do python3 "$source/tests/trust/archive/check_bag.py" "$d" >/dev/null 2>&1 || echo "$d"; done)"
same "each 封存包 is sealed" "" "$(find 移交/电子档案 -type d -name 封存包 | while read -r d; do openssl cms -verify -binary -inform DER -in "$d/signatures/tagmanifest.p7s" -content "$d/tagmanifest-sha256.txt" -CAfile keys/sign.cert.pem -out /dev/null 2>/dev/null || echo "$d"; done)"
exits 0 "its lists keep to their schemas" bash -c 'xmllint --noout --schema 移交/其他/文件目录.XSD 移交/文件目录.XML && find 移交 \( -name 元数据.xml -o -name metadata.xml \) -print0 | xargs -0 xmllint --noout --schema 移交/其他/元数据.XSD'
same "the report is a paper, in it" "四性检测报告" "$(pdftotext 移交/其他/四性检测报告.pdf - 2>/dev/null | tr -d '\n ' | grep -o 四性检测报告 | head -n 1)"
same "it calls no virus check passed" "未检测" "$(python3 -c 'import json; print({i["检测项编号"]: i for i in json.load(open("移交/其他/四性检测报告.json"))["检测项"]}["YJ-4-2"]["结果"])')"
same "… and names what it found" "通过 通过 通过" "$(python3 -c 'import json; d = {i["检测项编号"]: i["结果"] for i in json.load(open("移交/其他/四性检测报告.json"))["检测项"]}; print(d["YJ-1-1"], d["YJ-1-12"], d["YJ-2-5"])')"
gongwen archive export 移交2 --layout handover "${trust[@]}" --date 2027-03-01 >/dev/null 2>&1
same "twice the same bytes" "" "$(diff -r 移交 移交2)"
exits 0 "in GB 18030" gongwen archive export gb --layout handover --encoding gb18030 letter-1
same "… for old readers" "河南示例职业技术学院单位授权书" "$(iconv -f GB18030 -t UTF-8 gb/文件目录.XML | grep -oP '(?<=<题名>)[^<]+')"
( trap '' XFSZ; ulimit -f 40; exec "$gongwen" archive export full --layout handover ) >/dev/null 2>&1 && bad "an export without space reports success" || good "an export without space fails"
same "… and leaves nothing" "" "$(ls -A | grep -E '^\.?full' || true)"

# ---- 四性检测 ----
exits 0 "an inspection" gongwen archive inspect letter-1 letter-2 --stage 归档 "${trust[@]}" -o report --json
same "… as a paper too" "3" "$(ls report | wc -l)"
same "… with the stage's letters" "GD-1-1" "$(python3 -c 'import json; print(json.load(open("out.txt"))["检测项"][0]["检测项编号"])')"
exits 0 "… without certificates nobody is known" gongwen archive inspect --stage 移交 --json letter-1
same "…" "未检测" "$(python3 -c 'import json; print(json.load(open("out.txt"))["检测项"][0]["结果"])')"
exits 2 "a stage that is none" gongwen archive inspect --stage 入库
python3 "$source/tests/trust/archive/attack.py" flip archive letter-1 1 data/document.pdf
exits 5 "damage fails it" gongwen archive inspect --stage 长期保存 "${trust[@]}" --json
same "…" "不通过 不通过" "$(python3 -c 'import json; d = {i["检测项编号"]: i["结果"] for i in json.loads(open("out.txt").readlines()[-1])["检测项"]}; print(d["CQ-1-1"], d["CQ-1-14"])')"
exits 5 "and nothing leaves" gongwen archive export 坏 --layout handover "${trust[@]}"
grep -q 'letter-1.*A074' err.txt && grep -q 'letter-1.*A178' err.txt && good "… with the reason" || { bad "the reason is not told"; cat err.txt; }
same "…" "" "$(ls -d 坏 2>/dev/null || true)"
exits 0 "the others leave" gongwen archive export 其余 --layout handover --except letter-1 "${trust[@]}"
# ---- many that stay ----
printf '%%PDF-1.4 a paper' >gone.pdf
for i in $(seq 1 11); do gongwen archive receive --paper gone.pdf --id "gone-$i" --title 函 --responsible 示例市教育局 --date 2026-03-02 >/dev/null; done
gongwen archive withdraw $(seq -f 'gone-%g' 1 11) --actor 李档案 --reason 有误 >/dev/null 2>&1
exits 0 "many that stay" gongwen archive export many --layout bag --except letter-1
same "… are told by reason, not one by one" "warning[A177]: 12 件不在其中：已经撤回（city-2、gone-1、gone-10 等）" "$(grep 撤回 err.txt)"
exits 0 "… but to a machine one by one" gongwen --json archive export machine --layout bag --except letter-1
same "…" "12" "$(grep -c '不在其中：已经撤回' out.txt)"
finish
