#!/usr/bin/env bash
# The page as GB/T 9704-2012 has it, measured from the finished files by outside readers: line ends of a real notice, seals,
# 签名章, scanned attachments, 版记. Numbers are typed from the standard.
. "$(dirname "$0")/lib.sh"

exits 0 "render the notice" gongwen render notice --data "$samples/notice.json" -o notice --format pdf
mv notice/*.pdf notice.pdf
pdftotext -layout notice.pdf - | tr '\f' '\n' | sed 's/^ *//; s/ *$//' >lines.txt
while IFS= read -r line; do
  grep -qxF -- "$line" lines.txt && good "line: $line" || bad "no line is: $line"
done <<'L'
省教育厅将根据教育部明确的各重点任务建设时间进度要
深入研究、准确把握建设内容、建设标准、建设目标和工作机制。
办公厅印发的《关于深化现代职业教育体系建设改革的意见》，按
“双高计划”、中职“双优计划”、省级“双高工程”等职业教育
权书》（模板可从平台下载），省级审核通过后方可登录，并按各
项目具体要求开展项目申报。每年12月15日前，各建设单位要
平台（网址：http://zj.chinaafse.cn/）查看各重点项目建设指
L
same "page 2 has 22 lines" "22" "$(pdftotext -f 2 -l 2 -layout notice.pdf - | tr -d '\f' | sed 's/^ *//' | grep -v '^$' | grep -vcE '^— ?[0-9]+ ?—$')"
same "no line begins with a mark that may not" "" "$(grep -E '^(，|。|、|；|：|！|？|”|’|）|》|〕)' lines.txt || true)"
same "no line ends with an opening mark" "" "$(grep -E '(“|‘|（|《|〔)$' lines.txt || true)"
same "gaps are no blanks" "" "$(pdftotext notice.pdf - | grep -nE '[0-9] [年月日项号]|[年月革第] [0-9]' || true)"

for id in request order letter; do
  exits 0 "render $id" gongwen render "$source/tests/whole/elements/$id" --data "$source/tests/whole/elements/$id/data.json" -o "$id" --format pdf,docx
  mv "$id"/*.pdf "$id.pdf"; mv "$id"/*.docx "$id.docx"
  same "$id: nothing to complain of" "" "$(cat err.txt)"
done

cat >measure.py <<'P'
# measure.py PDF PAGE: the box of what is red in the lower half of a page, in millimetres; then the page's words with theirs.
import re, subprocess, sys
pdf, page = sys.argv[1:3]
ppm = subprocess.run(["pdftoppm", "-r", "127", "-f", page, "-l", page, "-singlefile", pdf], capture_output=True, check=True).stdout
w, h = map(int, ppm.split(b"\n", 2)[1].split()); data = ppm[len(ppm) - w * h * 3:]
xs, ys = [], []
for y in range(h * 45 // 100, h):
    row = data[y * w * 3:(y + 1) * w * 3]
    hits = [x for x in range(w) if row[x * 3] > 150 and row[x * 3 + 1] < 110 and row[x * 3 + 2] < 110]
    if hits: xs += [hits[0], hits[-1]]; ys.append(y)
print("red", *(f"{v / 5:.1f}" for v in (min(xs), min(ys), max(xs) + 1, max(ys) + 1)) if xs else ())
out = subprocess.run(["pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-"], capture_output=True, check=True).stdout.decode()
for x0, y0, x1, y1, word in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', out):
    print("word", *(f"{float(v) * 25.4 / 72:.1f}" for v in (x0, y0, x1, y1)), word)
P
cat >judge.py <<'P'
import sys
red, words = None, []
for line in open(sys.argv[1]):
    p = line.rstrip("\n").split(" ", 5)
    if p[0] == "red": red = [float(v) for v in p[1:5]]
    else: words.append(([float(v) for v in p[1:5]], p[5]))
def find(start): return next(b for b, w in words if w.startswith(start))
say = lambda what, holds: print(("ok   " if holds else "BAD  ") + what)
line = 28.95 * 25.4 / 72; cell = 156 / 28; ink = 16 * 25.4 / 72
middle = lambda b: (b[1] + b[3]) / 2
x0, y0, x1, y1 = red
P
python3 measure.py request.pdf 2 >request.txt; python3 measure.py order.pdf 1 >order.txt; python3 measure.py letter.pdf 2 >letter.txt
cat >seal.py <<'P'
import sys
exec(open("judge.py").read())
above, date = sys.argv[2], sys.argv[3]
dates = [b for b, w in words if abs(middle(b) - middle(find(date))) < 2 and b[0] > 100]
centre = (min(b[0] for b in dates) + max(b[2] for b in dates)) / 2
say(f"seal: 42 mm across ({x1 - x0:.1f} by {y1 - y0:.1f})", abs(x1 - x0 - 42) < 1.2 and abs(y1 - y0 - 42) < 1.2)
say(f"seal: centred over the date ({(x0 + x1) / 2:.1f} and {centre:.1f})", abs((x0 + x1) / 2 - centre) < 1)
gap = y0 - (middle(find(above)) + ink / 2)
say(f"seal: its top within one line of the text ({gap:.1f} mm)", 0 <= gap <= line + 0.3)
say("seal: presses the date", y0 < middle(find(date)) < y1)
name = middle(find("河南示例职业技术学院"))
say("seal: name and date a little below its centre", (name + middle(find(date))) / 2 >= (y0 + y1) / 2 - 0.6)
say("date: four characters from the right", abs(184 - max(b[2] for b in dates) - 4 * cell) < 1)
P
judge() { while IFS= read -r line; do case $line in ok*) good "${line#ok   }" ;; *) bad "${line#BAD  }" ;; esac; done; }
judge < <(python3 seal.py request.txt 2．专业论证报告 2025)
judge < <(python3 seal.py letter.txt 望予支持 2025)
cat >stamp.py <<'P'
exec(open("judge.py").read())
say(f"签名章: four characters from the right ({184 - x1:.1f} mm)", abs(184 - x1 - 4 * cell) < 0.6)
title = find("院长")
say("签名章: the title two characters to its left", abs(x0 - title[2] - 2 * cell) < 1)
say("签名章: the title in its middle", abs(middle(title) - (y0 + y1) / 2) < 1)
pitch = 29.6 * 25.4 / 72
say("签名章: two lines below the text", abs(y0 - (middle(find("经研究决定")) - ink / 2) - 3 * pitch) < 1)
say("签名章: the date one line below it", abs(middle(find("2025")) - ink / 2 - y1 - pitch) < 1)
P
judge < <(python3 stamp.py order.txt)

same "份号 is six digits at the top left" "000012" "$(pdftotext -f 1 -l 1 -x 0 -y 0 -W 300 -H 150 request.pdf - | head -n 1)"
same "attachments go on counting, odd right and even left" "1r 2l 3r 4l 5r" "$(for p in 1 2 3 4 5; do
  pdftotext -bbox -f $p -l $p request.pdf - | sed -nE 's/.*xMin="([0-9.]+)" yMin="7[4-9][0-9][0-9.]*".*>([0-9]+)<\/word>.*/\1 \2/p' | awk '{ printf "%s%s ", $2, ($1 > 297 ? "r" : "l") }'; done | sed 's/ $//')"
same "seal, picture and scans are figures" "4" "$(pdfinfo -struct request.pdf | grep -c '^ *Figure')"

code=0; bash "$tools/verapdf.sh" -f 2a,ua1 request.pdf order.pdf letter.pdf >vera.txt 2>&1 || code=$?
case $code in 0) good "veraPDF: PDF/A-2a and PDF/UA-1" ;; 2) unchecked "$(tail -n 1 vera.txt)" ;; *) bad "veraPDF"; grep -v '^OK' vera.txt | head -n 30 ;; esac
code=0; bash "$tools/ooxml-validate.sh" request.docx order.docx letter.docx >ooxml.txt 2>&1 || code=$?
case $code in 0) good "Open XML SDK" ;; 2) unchecked "$(tail -n 1 ooxml.txt)" ;; *) bad "Open XML SDK"; head -n 30 ooxml.txt ;; esac

if command -v soffice >/dev/null; then
  mkdir office
  office --convert-to pdf --outdir office request.docx letter.docx >soffice.txt 2>&1 || bad "LibreOffice"
  python3 measure.py office/letter.pdf 2 >office.txt
  cat >office.py <<'P'
exec(open("judge.py").read())
say(f"DOCX: the seal is 42 mm across ({x1 - x0:.1f})", abs(x1 - x0 - 42) < 1.2)
say("DOCX: the seal presses name and date", y0 < middle(find("河南示例职业技术学院")) and y1 > middle(find("2025")))
gap = y0 - (middle(find("望予支持")) + ink / 2)
say(f"DOCX: the seal's top is within one line of the text ({gap:.1f} mm)", -0.5 <= gap <= line + 0.5)
P
  judge < <(python3 office.py office.txt)
  pages=$(pdfinfo office/request.pdf | awk '/^Pages/ { print $2 }')
  python3 measure.py office/request.pdf "$pages" | grep -E '印发|办公室' >imprint.txt || true
  same "DOCX: the imprint's last row stands on the text area's bottom edge" "yes" "$(awk '/办公室/ { print ($5 > 256 && $5 <= 263) ? "yes" : $5 }' imprint.txt)"
else
  unchecked "LibreOffice is missing"
fi
finish
