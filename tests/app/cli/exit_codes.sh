#!/usr/bin/env bash
# What goes wrong ends with the code of its kind and one clear message, and leaves nothing behind.
. "$(dirname "$0")/../../whole/lib.sh"
letter="$samples/authorization-letter.json"
# fails <code> <what> <words that must be said> <command…>: said once, shortly, on stderr; stdout and the folder `out` stay empty
fails() {
  local code="$1" what="$2" words="$3"; shift 3
  rm -rf out
  exits "$code" "$what" "$@"
  grep -q -e "$words" err.txt || { bad "$what: does not say “$words”:"; head -n 5 err.txt; }
  [ "$(wc -l <err.txt)" -le 4 ] || { bad "$what: more than one message:"; head -n 8 err.txt; }
  if grep -qE 'terminate|std::|what\(\)|Exception|basic_' err.txt; then bad "$what: words of the machine room: $(cat err.txt)"; fi
  [ ! -s out.txt ] || bad "$what: writes to stdout: $(head -n 3 out.txt)"
  [ ! -e out ] || [ -z "$(ls -A out)" ] || bad "$what: leaves files: $(ls out)"
}

# 2: the command line
fails 2 "a misspelt command" "是不是 render" gongwen rendre authorization-letter
fails 2 "a misspelt command of a command" "是不是 list" gongwen template lisst
fails 2 "an unknown command" "不认识“frobnicate”" gongwen frobnicate
fails 2 "a misspelt option" "是不是 --data" gongwen render authorization-letter --dta x
fails 2 "a missing option" "缺少 --data" gongwen render authorization-letter
fails 2 "an option without its value" "--data" gongwen render authorization-letter --data
fails 2 "a folder without --archive" "文件夹用 --archive 给出" gongwen archive init library
fails 2 "a word too many" "不认识“more”" gongwen check notice more
fails 2 "nothing to check" "没有说查什么" gongwen check
fails 2 "a page and a template" "不和模板" gongwen check notice --page x.pdf
fails 2 "a page from standard input" "不能从标准输入读" gongwen check --page -
fails 2 "a number that is none" "值不对" gongwen batch notice --data x.csv -o out -j many
fails 2 "a negative number" "--limit 的值不对" gongwen batch authorization-letter --data "$samples/schools.csv" -o out --limit -1
fails 2 "too many jobs" "-j 的值" gongwen batch authorization-letter --data "$samples/schools.csv" -o out -j 1000
fails 2 "an unknown format" "--format 的值“odt”不对" gongwen render authorization-letter --data "$letter" -o out --format odt
fails 2 "no format" "--format" gongwen render authorization-letter --data "$letter" -o out --format ""
fails 2 "a day that is none" "--date 的值“2026-02-30”不是日期" gongwen render authorization-letter --data "$letter" -o out --date 2026-02-30
fails 2 "two formats on standard output" "只能有一种格式" gongwen render authorization-letter --data "$letter" -o -
fails 2 "an archive not named" "没有说是哪个档案库" gongwen archive list
fails 2 "an unknown class" "--withhold 的值“secret”不对" gongwen disclose produce A1 -A library --withhold secret
fails 2 "an unknown role of an attachment" "--attach 写成" gongwen archive add authorization-letter --data "$letter" --id A1 -A library --attach photo=x
env -u GONGWEN_PASSPHRASE gongwen key new --keys asked --organisation 示例 </dev/null >out.txt 2>err.txt && code=0 || code=$?
same "a passphrase that cannot be asked" "2 " "$code $(ls asked 2>/dev/null)"

# 1: the environment
fails 1 "a missing data file" "没有这个文件" gongwen render authorization-letter --data nothing.json -o out
fails 1 "a folder for data" "nothing-here" bash -c 'mkdir -p nothing-here && exec gongwen render authorization-letter --data nothing-here -o out'
fails 1 "a file that cannot be read" "/proc/self/mem" gongwen render authorization-letter --data /proc/self/mem -o out
fails 1 "a folder that cannot be written" "/proc" gongwen render authorization-letter --data "$letter" -o /proc/papers
fails 1 "a file where the folder should be" "file-here" bash -c "touch file-here && exec gongwen render authorization-letter --data '$letter' -o file-here"
fails 1 "a batch into a folder that cannot be written" "/proc" gongwen batch authorization-letter --data "$samples/schools.csv" -o /proc/papers --limit 1
fails 1 "a folder without a name" "名称或参数不能用" gongwen render authorization-letter --data "$letter" -o ""
fails 1 "a missing table" "没有这个文件" gongwen batch authorization-letter --data nothing.csv -o out
fails 1 "a missing page" "没有这个文件" gongwen check --page nothing.pdf
fails 1 "a folder for a page" "这是文件夹" gongwen check --page .
fails 1 "no keys" "key new" gongwen archive init -A library --keys nowhere
fails 1 "nothing to verify" "没有这个文件或文件夹" gongwen verify nothing.zip
fails 1 "no house" "GONGWEN_HOME" env GONGWEN_HOME=/proc gongwen template list
for words in "template list" "template schema notice" "--help" "--version" "render authorization-letter --data $letter -o - --format pdf" "fonts list"; do
  code=0; gongwen $words >/dev/full 2>err.txt || code=$?
  same "a full disk behind: $words" "1 1" "$code $(grep -c 标准输出 err.txt)"
done

# 4: data or template
fails 4 "an unknown template" "是不是 authorization-letter" gongwen render authorisation-letter --data "$letter" -o out
fails 4 "a page that is no PDF" "不是 PDF" gongwen check --page "$letter"
fails 4 "a folder without template.xml" "没有这个模板" gongwen check ./nowhere
printf '{"to": 3}' >wrong.json
exits 4 "wrong data" gongwen render authorization-letter --data wrong.json -o out
[ ! -e out ] || bad "wrong data: the folder is made"
[ "$(grep -c 'error\[' err.txt)" -ge 10 ] || bad "wrong data: not everything is told at once"
printf '' >empty.json
fails 4 "an empty data file" "empty.json" gongwen render authorization-letter --data empty.json -o out
head -c 300 /dev/urandom >random.json
exits 4 "random bytes for data" gongwen render authorization-letter --data random.json -o out
echo 单位名称 >narrow.csv
exits 4 "a table without its columns" gongwen batch authorization-letter --data narrow.csv -o out
[ ! -e out ] || bad "a table without its columns: the folder is made"

# 3: rows
{ sed -n 1,3p "$samples/schools.csv"; echo 只有一格; } >rows.csv
exits 3 "a bad row" gongwen batch authorization-letter --data rows.csv -o out --format docx
same "… the good ones are there" "2 docx, 1 list" "$(ls out | grep -c docx) docx, $(ls out | grep -c problems.jsonl) list"
exits 0 "only good rows" gongwen batch authorization-letter --data rows.csv -o good --format docx --limit 2
[ ! -e good/problems.jsonl ] || bad "only good rows: a list of problems"

# 5: a difference
exits 5 "a page that is off the standard" gongwen check --page "$source/tests/formats/inspect/fixtures/xelatex/mark_high.pdf"
exits 0 "a page by the standard" gongwen check --page "$source/tests/formats/inspect/fixtures/xelatex/base.pdf"
exits 0 "a page with warnings only" gongwen check --page "$source/tests/formats/inspect/fixtures/xelatex/heading_form.pdf"
exits 0 "keys" gongwen key new --keys keys --no-passphrase --organisation 河南省示例教育局
exits 0 "an archive" gongwen archive init -A library --keys keys
exits 0 "filing" gongwen archive add authorization-letter --data "$letter" --id A1 -A library --keys keys --format docx
exits 0 "taking out" gongwen archive get A1 -A library -o A1.zip
exits 0 "a good bundle" gongwen verify A1.zip --trust keys/sign.cert.pem
exits 0 "a good archive" gongwen archive verify -A library --deep --trust keys/sign.cert.pem
gongwen -q key new --keys other --no-passphrase --organisation 别的单位 >/dev/null
exits 5 "a signer who is not trusted" gongwen verify A1.zip --trust other/sign.cert.pem
python3 - <<'P'
import random
data = bytearray(open("A1.zip", "rb").read())
for n in range(20):
    at = (n * len(data)) // 20 + 7
    changed = bytearray(data)
    changed[at] ^= 0x10
    open(f"flipped{n}.zip", "wb").write(changed)
P
for n in $(seq 0 19); do
  code=0; gongwen verify "flipped$n.zip" >out.txt 2>err.txt || code=$?
  [ "$code" = 5 ] || bad "a flipped bit ($n of 20): exit $code"
done
cp flipped9.zip "$(ls library/records/*/A1/v0001.zip)" 2>/dev/null || { chmod u+w library/records/*/A1/v0001.zip; cp flipped9.zip library/records/*/A1/v0001.zip; }
exits 5 "a changed archive" gongwen archive verify -A library
exits 4 "a changed bundle is not given out" gongwen archive get A1 -A library -o changed.zip
[ ! -e changed.zip ] || bad "a changed bundle was written"
finish
