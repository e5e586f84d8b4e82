#!/usr/bin/env bash
# Every name: GB 18030-2022's characters in PDF and DOCX, private-use characters of old files, the user's own fonts, the names of
# faces in a DOCX.
. "$(dirname "$0")/lib.sh"
export HOME="$work/home"; mkdir -p "$HOME"; unset GONGWEN_FONTS

# ---- a template with a table, a title and text; the rows are data
mkdir -p roll
cat >roll/template.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<template id="roll" name="名册" version="1" style="plain">
  <fields>
    <field path="head" label="负责人" type="name" required="yes"/>
    <field path="note" label="说明" type="text" required="yes"/>
    <list path="people" label="名单" required="yes" key="id">
      <field path="id" label="号" type="text" required="yes"/>
      <field path="name" label="姓名" type="name" required="yes"/>
    </list>
  </fields>
  <paper title="名册">
    <body>
      <title>关于{{head}}等人的名册</title>
      <p>{{note}}</p>
      <table caption="名单" widths="10 30">
        <header><row><cell>号</cell><cell>姓名</cell></row></header>
        <row for-each="people" as="p"><cell>{{p.id}}</cell><cell>{{p.name}}</cell></row>
      </table>
    </body>
  </paper>
</template>
X
cat >sample.py <<'P'
# About 700 characters of level 3, from every block, every name a surname and one of them; with those of the standard's examples.
import json, sys
ranges = [(0x3400, 0x4DB5), (0x4E00, 0x9FEF), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)]
assert sum(b - a + 1 for a, b in ranges) + 12 == 87887
known = "𬭊䶮𬱖㛃㭎㬎㑇㕮䲟㼆頔喆堃犇彧赟龑镕旻鿏鿔鿭𬸚𬤝𬍛𬎆𬇙𫖯𡋾𠅤𩾃𠮷"
some = list(known) + [chr(a + k * (b - a) // 99) for a, b in ranges for k in range(100)]
some = list(dict.fromkeys(some))
people = [{"id": str(i + 1), "name": "王" + c} for i, c in enumerate(some)]
json.dump({"head": "王𬭊", "note": "会议由欧阳𡋾主持，参加人：王𬭊、李䶮。", "people": people}, open("roll.json", "w"), ensure_ascii=False)
open("names.txt", "w").write("\n".join(p["name"] for p in people) + "\n")
P
python3 sample.py
exits 0 "700 names" gongwen render roll --data roll.json -o out
mv out/*.pdf roll.pdf; mv out/*.docx roll.docx
pdftotext roll.pdf roll.txt
same "pdftotext finds every name" "" "$(grep -vxFf <(tr -d ' ' <roll.txt) names.txt | head -n 5)"
same "no character came back as a replacement" "0" "$(grep -c $'\xEF\xBF\xBD' roll.txt || true)"
cat >docx.py <<'P'
import re, sys, zipfile
xml = zipfile.ZipFile("roll.docx").read("word/document.xml").decode()
text = re.sub(r"<w:p[ >]", "\n<", xml); cells = set(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
print("\n".join(n for n in open("names.txt").read().split() if n not in cells))
print("\n".join(sorted(set(re.findall(r"&#[^;]*;", xml)))))
P
same "the DOCX has every name raw, each in one run" "" "$(python3 docx.py | sed '/^$/d' | head -n 5)"
# one face a name: the characters of each name are painted by one font (MuPDF's trace names the font of each)
if command -v mutool >/dev/null; then
  mutool trace roll.pdf 2>/dev/null >trace.txt
  cat >faces.py <<'P'
import re
names = set(open("names.txt").read().split()); glyphs = []; font = None
for line in open("trace.txt", encoding="utf-8"):
    m = re.search(r'<span font="([^"]*)"', line)
    if m: font = m.group(1)
    m = re.search(r'<g unicode="([^"]*)"', line)
    if m: glyphs.append((m.group(1), font))
seen = set(); torn = set()
for (a, fa), (b, fb) in zip(glyphs, glyphs[1:]):
    if a + b in names:
        seen.add(a + b)
        if fa != fb: torn.add(a + b + " " + fa + " " + fb)
print(len(names - seen), "unseen", len(torn), "torn", *sorted(torn)[:3])
P
  same "each name is in one font" "0 unseen 0 torn" "$(python3 faces.py)"
else
  unchecked "mutool is missing"
fi
exits 0 "the same once more" gongwen render roll --data roll.json -o again
same "the same bytes" "" "$(cmp roll.pdf again/*.pdf 2>&1; cmp roll.docx again/*.docx 2>&1)"

# ---- the choice of names in the DOCX
gongwen render roll --data roll.json -o office --format docx --word-fonts office 2>warned.txt >/dev/null
same "office: a warning for each face a stock machine lacks" "3" "$(grep -c 'warning\[F012\]' warned.txt)"
unzip -p office/*.docx word/styles.xml >office.xml; grep -q '仿宋_GB2312' office.xml && good "office: 仿宋_GB2312" || bad "office: no 仿宋_GB2312"
unzip -p roll.docx word/styles.xml >stock.xml; grep -qE 'GB2312|方正' stock.xml && bad "windows: names that a stock machine lacks" || good "windows: stock names only"
exits 2 "an unknown set of names" gongwen render roll --data roll.json --word-fonts wps -o x
code=0; bash "$tools/ooxml-validate.sh" roll.docx office/*.docx >ooxml.txt 2>&1 || code=$?
case $code in 0) good "Open XML SDK" ;; 2) unchecked "$(tail -n 1 ooxml.txt)" ;; *) bad "Open XML SDK"; head -n 30 ooxml.txt ;; esac

# the choice is an input of the paper: sealed with it, and taken up when the paper is made again
exits 0 "keys" gongwen key new --organisation 测试单位 --keys "$work/keys"
exits 0 "archive" gongwen archive init --archive "$work/archive" --keys "$work/keys" --title 名册
exits 0 "filed" gongwen archive add roll --data roll.json --id r1 --archive "$work/archive" --keys "$work/keys" --word-fonts office
unzip -p "$(find archive -name v0001.zip)" gongwen/version.json >version.json
grep -q '"word_fonts":"office"' version.json && good "version.json says office" || bad "version.json does not say the names of faces"
same "… and both files of the face that has two" "2" "$(grep -o '"name":"HanaMin"' version.json | wc -l)"
exits 0 "disclosed" gongwen disclose produce r1 --archive "$work/archive" -o leaves --withhold commercial
unzip -p leaves/*.docx word/styles.xml >again.xml; grep -q '仿宋_GB2312' again.xml && good "… with the sealed choice" || bad "the disclosed DOCX has other names of faces"

# ---- a user's own font in a role, by one line
mkdir -p own; cp "$source/fonts/prepared/FandolSong-Regular.otf" own/simfang.otf
exits 0 "fonts use" gongwen fonts use 仿宋 own/simfang.otf
gongwen fonts list --json >list.json; head -n 1 list.json >first.json
grep -q '"faces":\[{"name":"FandolSong-Regular","file":"[^"]*own/simfang.otf"' first.json && good "… stands first in its role" || bad "the user's font does not stand first"
gongwen render notice --data "$samples/notice.json" -o with --format pdf >/dev/null
pdffonts with/*.pdf >with.txt; grep -q FandolSong-Regular with.txt && good "… and is in the paper" || bad "the user's font is not in the paper"
GONGWEN_FONTS= gongwen fonts list --json >list.json; grep -q 'own/simfang.otf' list.json && bad "GONGWEN_FONTS= does not turn it off" || good "GONGWEN_FONTS= turns it off"
for bits in 0002 0100 0200; do
  python3 - "$source/fonts/prepared/LiberationSerif-Regular.ttf" "own/$bits.ttf" "$bits" <<'P'
import struct, sys
font = bytearray(open(sys.argv[1], "rb").read())
for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
    if font[at:at + 4] == b"OS/2": struct.pack_into(">H", font, struct.unpack_from(">I", font, at + 8)[0] + 8, int(sys.argv[3], 16))
open(sys.argv[2], "wb").write(font)
P
  exits 4 "fsType $bits is refused" gongwen fonts use 楷体 "own/$bits.ttf"
  grep -q 'F002' err.txt && good "… with the reason: $(sed -n 's/.*fsType）//p' err.txt | head -n 1)" || bad "no F002"
done
head -c 5000 own/simfang.otf >own/cut.otf
exits 4 "a cut font is refused" gongwen fonts use 楷体 own/cut.otf
gongwen fonts list --json >list.json; grep -qE 'cut.otf|0002.ttf' list.json && bad "a refused font was kept" || good "refused fonts are not kept"
exits 0 "fonts use --reset" gongwen fonts use 仿宋 --reset
gongwen fonts list --json >list.json; grep -q 'own/simfang.otf' list.json && bad "the font stayed" || good "… takes it out"

# ---- private-use characters of old files, in GBK too
printf '{"head": "李\xee\xa1\xa3", "note": "甲", "people": [{"id": "1", "name": "李四"}]}' >pua.json
exits 0 "U+E863 is mapped" gongwen render roll --data pua.json -o pua --format pdf
grep -q 'warning\[D050\].*U+E863→“䶮”' err.txt && good "… and told" || bad "not told: $(head -n 3 err.txt)"
same "… to 䶮" "李䶮" "$(pdftotext pua/*.pdf - | grep -o '李䶮' | head -n 1)"
printf '{"head": "李\xee\x80\x80", "note": "甲", "people": [{"id": "1", "name": "李四"}]}' >pua.json
exits 4 "U+E000 is nobody's" gongwen render roll --data pua.json -o pua --format pdf
grep -q 'F010' err.txt && grep -q 'D022' err.txt && good "… and told with its place" || bad "not told"
# characters of the standard's amendment that no face has
python3 -c 'import json; json.dump({"head": "王\U0002ebf0", "note": "甲", "people": [{"id": "1", "name": "李四"}]}, open("new.json", "w"), ensure_ascii=False)'
exits 4 "a character no face has (Extension I)" gongwen render roll --data new.json -o x
grep -q '^new.json:1:.*F010.*U+2EBF0' err.txt && good "… with its place" || bad "no place: $(head -n 2 err.txt)"
finish
