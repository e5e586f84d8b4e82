#!/usr/bin/env bash
# Every shipped template with its sample, looked at by outside readers: qpdf, poppler, MuPDF, veraPDF; the Open XML SDK, LibreOffice.
. "$(dirname "$0")/lib.sh"

for id in "${templates[@]}"; do
  exits 0 "render $id" gongwen render "$id" --data "$samples/$id.json" -o papers
  mv papers/*.pdf "$id.pdf"; mv papers/*.docx "$id.docx"
done

for id in "${templates[@]}"; do
  exits 0 "qpdf --check $id" qpdf --check "$id.pdf"
  exits 0 "mutool $id" mutool draw -q -F txt -o mutool.txt "$id.pdf"
  same "$id: every font is embedded, subset and has its text map" "" "$(pdffonts "$id.pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") print }')"
  same "$id is tagged" "yes" "$(pdfinfo "$id.pdf" | awk '/^Tagged/ { print $2 }')"
  same "$id: no character was lost" "0" "$(pdftotext "$id.pdf" - | grep -c $'\xEF\xBF\xBD' || true)"
done
same "the notice's first page has no number, the second has one at its left" "— 2 —" "$(pdftotext -f 2 -l 2 notice.pdf - | tr -d '\f' | grep -E '^— ?[0-9]+ ?—$' | sed -E 's/— ?([0-9]+) ?—/— \1 —/')"
same "… and the first" "" "$(pdftotext -f 1 -l 1 notice.pdf - | grep -E '^— ?[0-9]+ ?—$' || true)"
same "the rare character of a name comes back" "王𬭊" "$(pdftotext authorization-letter.pdf - | grep -o '王𬭊' | head -n 1)"
same "no blank stands where a gap is" "0" "$(pdftotext notice.pdf - | grep -cE '[0-9] +[年月日项号]|[年月] +[0-9]' || true)"
# our own pages by the standard, as anybody's; a page that is off is shown first
exits 5 "check --page sees the top margin of another maker" gongwen check --page "$source/tests/formats/inspect/fixtures/libreoffice/top_margin.pdf"
for id in "${templates[@]}"; do exits 0 "$id keeps to GB/T 9704" gongwen check --page "$id.pdf"; done
# the annual report is long and its text does not repeat (counts typed from the requirement)
pages=$(pdfinfo annual-report.pdf | awk '/^Pages/ { print $2 }')
[ "$pages" -ge 15 ] && good "annual report: $pages pages" || bad "annual report: only $pages pages"
hanzi=$(pdftotext annual-report.pdf - | perl -CSDA -ne '$s{$_}++ for /\p{Han}/g; END { print scalar keys %s }')
[ "$hanzi" -ge 1500 ] && good "annual report: $hanzi distinct Hanzi" || bad "annual report: only $hanzi distinct Hanzi"

code=0; bash "$tools/verapdf.sh" -f 2a,ua1 "${templates[@]/%/.pdf}" >vera.txt 2>&1 || code=$?
case $code in 0) good "veraPDF: PDF/A-2a and PDF/UA-1" ;; 2) unchecked "$(tail -n 1 vera.txt)" ;; *) bad "veraPDF"; grep -v '^OK' vera.txt | head -n 30 ;; esac
# a checker is first shown a bad file
head -c 3000 notice.pdf >cut.pdf; code=0; bash "$tools/verapdf.sh" -f 2a cut.pdf >vera.txt 2>&1 || code=$?
[ "$code" -ne 0 ] && good "veraPDF refuses a cut file" || bad "veraPDF takes a cut file"

code=0; bash "$tools/ooxml-validate.sh" "${templates[@]/%/.docx}" >ooxml.txt 2>&1 || code=$?
case $code in 0) good "Open XML SDK" ;; 2) unchecked "$(tail -n 1 ooxml.txt)" ;; *) bad "Open XML SDK"; head -n 30 ooxml.txt ;; esac
for id in "${templates[@]}"; do
  mkdir -p parts; (cd parts && unzip -qo "../$id.docx")
  exits 0 "$id.docx: every part is well-formed" bash -c 'find parts -name "*.xml" -o -name "*.rels" | xargs xmllint --noout'
  rm -rf parts
done

# The same text in the same order: the PDF by its structure, the DOCX by its runs. Word makes the headings' numbers itself.
cat >same_text.py <<'P'
import re, subprocess, sys, zipfile
number = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+．|（[0-9]+）)")
pdf, heading, figure = [], None, False   # a chart's own words are in another part of a DOCX; a heading's come in several pieces
for line in subprocess.run(["pdfinfo", "-struct-text", sys.argv[1]], capture_output=True, check=True).stdout.decode("utf-8", "replace").splitlines():
    text = re.match(r'^\s*"(.*)"$', line)
    if not text:
        tag = line.strip()
        if tag and not tag.startswith("/"):
            figure = tag.startswith("Figure")
            if heading is not None and not tag.startswith("Span"): pdf.append(number.sub("", heading)); heading = None
            if re.match(r"H[1-6]\b", tag): heading = ""
        continue
    if figure: continue
    if heading is None: pdf.append(text.group(1))
    else: heading += text.group(1)
if heading: pdf.append(number.sub("", heading))
xml = zipfile.ZipFile(sys.argv[2]).read("word/document.xml").decode()
docx = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml)
only = lambda parts: re.findall(r"[\u3400-\u9fff\U00020000-\U0003ffff]", "".join(parts))
a, b = only(pdf), only(docx)
if a != b:
    i = next((k for k in range(min(len(a), len(b))) if a[k] != b[k]), min(len(a), len(b)))
    print(len(a), len(b), "".join(a[max(0, i - 10):i + 20]), "|", "".join(b[max(0, i - 10):i + 20]))
    sys.exit(1)
print(len(a), "Hanzi")
P
for id in "${templates[@]}"; do exits 0 "$id: PDF and DOCX have the same text in the same order" python3 same_text.py "$id.pdf" "$id.docx"; done

if command -v soffice >/dev/null; then
  office --convert-to txt:Text --outdir txt "${templates[@]/%/.docx}" >soffice.txt 2>&1 || bad "LibreOffice"
  for id in "${templates[@]}"; do
    [ -s "txt/$id.txt" ] || bad "LibreOffice did not open $id.docx"
  done
  same "LibreOffice counts the headings as the PDF does" "一、深入谋划建设任务 二、合理安排建设进度 三、加大组织推进力度" "$(grep -oE '^[一二三]、.*' txt/notice.txt | sed -E 's/^([^ ]*[、）]) /\1/' | tr '\n' ' ' | sed 's/ $//')"
  same "… on the second level too" "（一）高度重视，加强领导。 （二）强化统筹，狠抓落实。 （三）考核激励，加大宣传。" "$(grep -oE '^（[一二三]）[^。]*。' txt/notice.txt | sed -E 's/^([^ ]*[、）]) /\1/' | tr '\n' ' ' | sed 's/ $//')"
else
  unchecked "LibreOffice is missing"
fi
finish
