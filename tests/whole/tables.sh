#!/usr/bin/env bash
# Tables, charts, contents and references of a report, as outside readers find them in the finished files.
. "$(dirname "$0")/lib.sh"

exits 0 "render" gongwen render "$source/tests/whole/tables" --data "$source/tests/whole/tables/data.json" -o out --format pdf,docx
mv out/*.pdf tables.pdf; mv out/*.docx tables.docx
same "nothing to complain of" "" "$(cat err.txt)"
exits 0 "qpdf" qpdf --check tables.pdf
exits 0 "it keeps to GB/T 9704, charts and turned pages too" gongwen check --page tables.pdf
pdftotext -layout tables.pdf - >layout.txt
text() { pdftotext -f "$1" -l "$1" tables.pdf - | tr -d '\f \n'; }
page_of() { for p in $(seq "$pages"); do case "$(text "$p")" in *"$1"*) echo "$p"; return ;; esac; done; }
pages=$(pdfinfo tables.pdf | awk '/^Pages/ { print $2 }')
label() { echo $(($1 - 2)); }   # cover and contents are not counted

# references settle: what is printed is where the thing is
body=$(page_of "各项支出见")
spending=$(page_of "表1分年度支出明细表"); performance=$(page_of "二、绩效情况单位")
[ -n "$performance" ] || performance=$(page_of "（一）图单位")
same "references have numbers and pages" "各项支出见表1（第$(label "$spending")页），部门名单见表2；构成见图4，对照见图5。绩效在第二部分，从第$(label "$performance")页起；其中（二）说目标，最后一条是（2）。" \
  "$(text "$body" | grep -oE '各项支出见.*最后一条是（2）。')"
for n in 1 2 3; do
  at=$(page_of "附件$n$(sed -n "${n}p" <<<$'设备验收报告\n课程上线证明\n专利证书')")
  same "the list of evidence has 附件$n on its page" "附件$n$(label "$at")" "$(tr -d ' ' <layout.txt | grep -oE "^F$n[^0-9]*附件$n[0-9]+" | grep -oE "附件$n[0-9]+$")"
done
same "the 附件说明 lists them" "附件：1．设备验收报告2．课程上线证明3．专利证书4．横排的附表" "$(tr -d ' \n' <layout.txt | grep -oE '附件：1．.{6}2．.{6}3．.{4}4．.{5}')"
same "the contents count as the headings do" "一、经费情况 （一）支出明细 1．分年度 2．名单与长行 （二）横排的表 二、绩效情况 （一）图 （二）目标 1．要点" \
  "$(pdftotext -f 2 -l 2 -layout tables.pdf - | tr -d '\f ' | grep -oE '^(.、|（.）|[0-9]．)[^.…0-9]+' | tr '\n' ' ' | sed 's/ $//')"

# tables
same "续表 stands above each repeated header" "续表1 续表2 续表3 续表6" "$(tr -d ' \f' <layout.txt | grep -oE '^续表[0-9]$' | sort -u | tr '\n' ' ' | sed 's/ $//')"
same "… and all three levels of it come again" "2" "$(tr -d ' ' <layout.txt | grep -c '^安排的资金$')"
sums=$(python3 - "$source/tests/whole/tables/data.json" <<'P'
import json, sys
from decimal import Decimal
d = json.load(open(sys.argv[1]), parse_float=Decimal)
print(*[sum(m[s] for i in d["items"] for m in i["money"] if m["year"] == y) for y in (2024, 2025) for s in ("central", "local")])
P
)
same "the total adds up" "合计 $sums" "$(grep -oE '合计( +[0-9.]+){4}' layout.txt | tr -s ' ')"
turned=$(page_of "支出明细（横排）")
same "the wide tables' pages are turned, with the attachment's label and title; no other is" "$turned $(page_of "附件4横排的附表") $pages" "$(pdfinfo -f 1 -l "$pages" tables.pdf | awk '$1 == "Page" && $4 > 800 { print $2 }' | tr '\n' ' ' | sed 's, $,,')"
# GB/T 9704-2012 8 and 7.5: the number of this even page stands where an upright sheet has it: 一字线 7 mm below the text area,
# 一字 from its left edge. Held with the head up, that is 28 mm + 4号字 from the top and 297 − 262 − 7 = 28 mm from the left.
pdftotext -bbox -f "$turned" -l "$turned" tables.pdf - | grep '>—<' | head -n 1 |
  awk -F'"' '{ x = ($2 + $6) / 2 * 25.4 / 72; y = $4 * 25.4 / 72; print (x > 26 && x < 30 && y > 32.5 && y < 33.5) ? "in place" : "at " x ", " y }' >place.txt
same "its number stands where those of other pages do" "in place" "$(cat place.txt)"

# tags: rows and heads of the PDF are those of the DOCX; figures tell their values
qpdf --qdf --object-streams=disable tables.pdf open.pdf
count() { grep -a -cE "$1" open.pdf || true; }
unzip -qo tables.docx -d parts
same "as many rows in the PDF as in the DOCX" "$(grep -o '<w:tr>' parts/word/document.xml | wc -l)" "$(count '/S /TR$')"
same "header cells have a scope" "$(count '/S /TH$')" "$(count '/Scope /(Column|Row)$')"
same "six figures with their values in words" "6 6" "$(count '/S /Figure$') $(pdfinfo -struct tables.pdf | grep -c '^ *Figure')"
same "columns are as wide in the DOCX as in the PDF" "567" "$(grep -oE '<w:tblGrid>(<w:gridCol w:w="[0-9]+"/>)+' parts/word/document.xml | sed -n 2p | grep -oE '[0-9]+' | head -n 1 | awk '{ print $1 / 2 }')"   # 20 mm = 1134 twips
same "the turned pages in Word" "2" "$(grep -o 'w:orient="landscape"' parts/word/document.xml | wc -l)"
same "six charts in Word" "6" "$(find parts/word/charts -name 'chart*.xml' | wc -l)"

code=0; bash "$tools/verapdf.sh" -f 2a,ua1 tables.pdf >vera.txt 2>&1 || code=$?
case $code in 0) good "veraPDF: PDF/A-2a and PDF/UA-1" ;; 2) unchecked "$(tail -n 1 vera.txt)" ;; *) bad "veraPDF"; grep -v '^OK' vera.txt | head -n 30 ;; esac
code=0; bash "$tools/ooxml-validate.sh" tables.docx >ooxml.txt 2>&1 || code=$?
case $code in 0) good "Open XML SDK" ;; 2) unchecked "$(tail -n 1 ooxml.txt)" ;; *) bad "Open XML SDK"; head -n 30 ooxml.txt ;; esac
finish
