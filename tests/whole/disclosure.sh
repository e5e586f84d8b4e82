#!/usr/bin/env bash
# Nothing withheld leaves: text, metadata, hidden parts, names; and what is shown proves that it is the original.
. "$(dirname "$0")/lib.sh"
export GONGWEN_ARCHIVE=archive GONGWEN_KEYS=keys
gongwen key new --organisation 示例学院 >/dev/null 2>&1
gongwen archive init >/dev/null
printf 'a stamped scan' >scan.jpg
gongwen archive add authorization-letter --data "$samples/authorization-letter.json" --id letter --attach scan=scan.jpg >/dev/null
exits 0 "produce" gongwen disclose produce letter --withhold personal -o disclosed
same "five files leave, no attachment" "5" "$(find disclosed -type f | wc -l)"
exits 4 "not into a folder that holds something" gongwen disclose produce letter --withhold personal -o disclosed

# the personal values of the sample, typed from it
mapfile -t secrets < <(python3 - "$samples/authorization-letter.json" <<'P'
import json, sys
record = json.load(open(sys.argv[1]))
for key in ("idNumber", "mobile", "email"):
    value = record["admin"][key]
    print(value)
    if key == "idNumber":
        print(value[6:14])                     # the date of birth
        print(value[6:10] + "年" + str(int(value[10:12])) + "月")
    elif key == "email":
        print(value.split("@")[0])
P
)
[ "${#secrets[@]}" -ge 6 ] || bad "the sample has no personal values"
mkdir all
i=0
for f in disclosed/*; do
  i=$((i + 1)); cp "$f" "all/$i.raw"
  case "$f" in
    *.pdf) qpdf --qdf --object-streams=disable "$f" "all/$i.qdf" 2>/dev/null || true; pdftotext "$f" "all/$i.txt"; pdfinfo -meta "$f" >"all/$i.meta"; pdfinfo "$f" >"all/$i.info"; mutool draw -q -F stext -o "all/$i.stext" "$f" ;;
    *.docx) mkdir "all/$i.d"; unzip -qo "$f" -d "all/$i.d"; for x in $(find "all/$i.d" -type f); do sed 's/<[^>]*>//g' "$x" >"$x.text"; done ;;
    *.sd-jwt) tr '.~' '\n\n' <"$f" | while read -r part; do printf '%s' "$part" | tr '_-' '/+' | base64 -d 2>/dev/null || true; echo; done >"all/$i.decoded" ;;
  esac
done
ls disclosed >all/names
for s in "${secrets[@]}"; do
  hits=$(grep -rlaF -- "$s" all || true)
  utf16=$(printf '%s' "$s" | iconv -t UTF-16BE | od -An -tx1 | tr -d ' \n')
  hits16=$(for f in all/*.raw all/*.qdf; do [ -f "$f" ] && od -An -v -tx1 "$f" | tr -d ' \n' | grep -q "$utf16" && echo "$f" || true; done)
  same "“${s:0:2}…” (${#s} characters) is nowhere" "" "$hits$hits16"
done
same "the gap is marked in the PDF" "3" "$(pdftotext disclosed/*.pdf - | grep -o '［依法不予公开］' | wc -l)"
same "what may be shown is still there" "王𬭊" "$(pdftotext disclosed/*.pdf - | grep -o '王𬭊' | head -n 1)"
same "the list names the three" "3" "$(grep -c 《中华人民共和国个人信息保护法》 disclosed/不予公开清单.txt)"
code=0; bash "$tools/verapdf.sh" -f 2a,ua1 disclosed/*.pdf >vera.txt 2>&1 || code=$?
case $code in 0) good "veraPDF" ;; 2) unchecked "$(tail -n 1 vera.txt)" ;; *) bad "veraPDF"; head -n 20 vera.txt ;; esac
finish
